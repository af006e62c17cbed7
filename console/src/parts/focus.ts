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
