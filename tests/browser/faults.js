// Run in a page: what a checker of accessibility finds first, as sentences.
() => {
  const faults = [];
  const all = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility());
  const label = (one) => one.getAttribute('aria-label') ?? (one.id && document.querySelector(`label[for="${one.id}"]`)?.textContent);
  if (!document.documentElement.lang) faults.push('the page has no language');
  if (!document.title) faults.push('the page has no title');
  if (all('h1').length !== 1) faults.push(`${all('h1').length} main headings`);
  if (all('main').length !== 1) faults.push(`${all('main').length} main landmarks`);
  for (const one of all('button, a[href]')) if (!(label(one) || one.textContent.trim())) faults.push(`no name: ${one.outerHTML}`);
  for (const one of all('input, textarea, select')) if (!label(one)) faults.push(`no label: ${one.outerHTML}`);
  for (const one of all('[tabindex]')) if (one.tabIndex > 0) faults.push(`jumps the order: ${one.outerHTML}`);
  for (const one of all('[aria-describedby], [aria-labelledby]'))
    for (const id of `${one.getAttribute('aria-describedby') ?? ''} ${one.getAttribute('aria-labelledby') ?? ''}`.trim().split(/\s+/))
      if (!document.getElementById(id)) faults.push(`refers to nothing: ${id}`);
  const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);
  for (const id of new Set(ids)) if (ids.filter((other) => other === id).length > 1) faults.push(`twice: #${id}`);
  for (const one of all('button')) { const { height } = one.getBoundingClientRect(); if (height < 24) faults.push(`too small: ${one.textContent}`); }

  const light = ([r, g, b]) => { const [R, G, B] = [r, g, b].map((c) => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; }); return 0.2126 * R + 0.7152 * G + 0.0722 * B; };
  const rgb = (color) => color.match(/[\d.]+/g).map(Number);
  const ground = (one) => { for (let at = one; at; at = at.parentElement) { const c = rgb(getComputedStyle(at).backgroundColor); if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
  for (const one of all('body *')) {
    if (![...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())) continue;
    if (one.closest('.unseen')) continue;
    const [a, b] = [light(rgb(getComputedStyle(one).color)), light(ground(one))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) faults.push(`${ratio.toFixed(1)}:1 of “${one.textContent.trim().slice(0, 40)}”`);
  }
  return faults;
}
