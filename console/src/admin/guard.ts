import { signal } from '@preact/signals';
import type { Editing, Typed } from './editing';

type Anything = Pick<Editing<{ version: number }, object>, 'discard'> & { dirty: { readonly value: boolean }; readonly typed: Typed<unknown, unknown> };

/**
 * Lets nobody leave what is not saved unasked: not by a link, the browser's buttons, or a closed window. `asked` is what
 * would be done after leaving.
 */
export class Guard {
  readonly asked = signal<(() => void) | null>(null);
  readonly #watched = new Set<Anything>();
  /** Where what is edited stands. */
  #at = '';

  /** From now on what is edited is watched, until the returned function is called. */
  watch(editing: Anything): () => void {
    this.#watched.add(editing);
    this.#at = location.href;
    return () => void this.#watched.delete(editing);
  }

  get #unsaved(): boolean {
    return [...this.#watched].some((one) => one.dirty.value);
  }

  /** Goes if nothing is unsaved; else asks first. */
  leave(go: () => void): void {
    if (this.#unsaved) this.asked.value = go;
    else go();
  }

  stay(): void {
    this.asked.value = null;
  }

  /** What was typed is let go of. */
  letGo(): void {
    const go = this.asked.value;
    this.asked.value = null;
    for (const one of this.#watched) one.discard();
    go?.();
  }

  /** Listens to the window until the returned function is called. */
  start(): () => void {
    const closing = (event: BeforeUnloadEvent): void => {
      if (this.#unsaved) event.preventDefault();
    };
    const moved = (): void => {
      if (!this.#unsaved || location.href === this.#at) {
        this.#at = location.href;
        return;
      }
      const wanted = location.hash;
      history.pushState(null, '', this.#at);
      this.asked.value = () => {
        location.hash = wanted;
      };
    };
    addEventListener('beforeunload', closing);
    // It comes before `hashchange`: by then the address is what it was, and the page stays.
    addEventListener('popstate', moved);
    return () => {
      removeEventListener('beforeunload', closing);
      removeEventListener('popstate', moved);
    };
  }
}
