/**
 * For a button that may go away by what it does: call the result afterwards, and the focus that was lost with it goes to
 * the part of the page it stood in.
 */
export function keepFocusNear(pressed: Element): () => void {
  const around = pressed.closest<HTMLElement>('[tabindex]');
  return () =>
    void requestAnimationFrame(() => {
      if (document.activeElement === document.body) around?.focus({ preventScroll: true });
    });
}

/** What had the focus went with the page before: it goes to the heading of the one that came, and that is read out. */
export function arrive(): void {
  const heading = document.querySelector('h1');
  if (heading === null || document.activeElement !== document.body) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}
