import { effect } from '@preact/signals';
import type { Workplace } from './workplace';

/** What somebody was writing, and where, so that they find it again after they had to sign in anew. In memory only. */
export class Drafts {
  readonly #texts: Map<string, string>;
  #shown: string | null;

  constructor(place: Workplace) {
    const written = place.open.value.filter((one) => one.reply.draft.value.trim() !== '');
    this.#texts = new Map(written.map((one) => [one.id, one.reply.draft.value]));
    this.#shown = place.selected.value?.id ?? null;
  }

  get empty(): boolean {
    return this.#texts.size === 0;
  }

  /** Puts each where it was as soon as its conversation is on the desk again, and nowhere else. Returns what ends that. */
  bringBack(place: Workplace): () => void {
    return effect(() => {
      for (const one of place.open.value) {
        const text = this.#texts.get(one.id);
        if (text === undefined) continue;
        this.#texts.delete(one.id);
        if (one.reply.draft.peek() === '') one.reply.type(text);
        if (one.id === this.#shown && place.selected.peek() === null) place.select(one);
      }
    });
  }
}
