// Run in a page: what no checker of accessibility looks for, each as sentences.
{
  name(one) {
    const own = one.dataset?.testid ?? one.id ?? '';
    return `<${one.localName}${own ? ` ${own}` : ''}> “${(one.getAttribute('aria-label') ?? one.textContent ?? '').trim().slice(0, 40)}”`;
  },

  seen(one) {
    // What is there for screen readers only is cut to nothing.
    return one.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !one.closest('.unseen');
  },

  // A link in the middle of a sentence is as high as its line.
  inASentence(one) {
    return getComputedStyle(one).display === 'inline' && [...one.parentNode.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '');
  },

  smallTargets() {
    const targets = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=tab], [role=menuitem], [role=option], [role=switch]';
    return [...document.querySelectorAll(targets)].filter((one) => this.seen(one) && !this.inASentence(one)).flatMap((one) => {
      const boxes = [one, ...(one.labels ?? [])].map((part) => part.getBoundingClientRect());
      const width = Math.max(...boxes.map((box) => box.width));
      const height = Math.max(...boxes.map((box) => box.height));
      return width < 23.9 || height < 23.9 ? [`${this.name(one)} has ${width.toFixed(1)} × ${height.toFixed(1)} pixels`] : [];
    });
  },

  motions() {
    const long = (times) => Math.max(...times.split(',').map((time) => parseFloat(time) * (time.trim().endsWith('ms') ? 1 : 1000)));
    const found = [];
    for (const one of document.querySelectorAll('*')) {
      for (const part of [null, '::before', '::after']) {
        const style = getComputedStyle(one, part);
        if (long(style.transitionDuration) > 10 && style.transitionProperty !== 'none') found.push(`${this.name(one)}${part ?? ''} changes over ${style.transitionDuration}`);
        if (long(style.animationDuration) > 10 && style.animationName !== 'none') found.push(`${this.name(one)}${part ?? ''} moves for ${style.animationDuration}`);
        if (style.scrollBehavior === 'smooth') found.push(`${this.name(one)} scrolls smoothly`);
      }
    }
    return [...new Set(found)];
  },

  stickingOut() {
    const page = document.documentElement;
    if (page.scrollWidth <= page.clientWidth) return [];
    const out = [...document.body.querySelectorAll('*')].filter((one) => {
      const { left, right, width } = one.getBoundingClientRect();
      return width > 0 && this.seen(one) && (left < -0.5 || right > page.clientWidth + 0.5);
    });
    return [`the page is ${page.scrollWidth - page.clientWidth} pixels too wide`, ...out.map((one) => this.name(one))];
  },
}
