import { batch, computed, effect, signal, untracked } from '@preact/signals';
import type { OpenConversation } from './open-conversation';

/** Which conversations stand on the screen, side by side, and which of them one is at. */
export class Panes {
  /** How many there is room for. */
  readonly room = signal(1);
  /** The one that one is at; null: none, or the list where there is room for that alone. */
  readonly selected = signal<OpenConversation | null>(null);
  /** Rises whenever somebody goes to a conversation: then the focus goes there, too. */
  readonly turn = signal(0);
  /** In the order in which they stand; those for which there is no room just now are not forgotten. */
  readonly #chosen = signal<readonly OpenConversation[]>([]);

  readonly shown = computed<readonly OpenConversation[]>(() => {
    const [all, room, at] = [this.#chosen.value, this.room.value, this.selected.value];
    if (room === 1) return at === null ? [] : [at];
    if (at === null || all.slice(0, room).includes(at)) return all.slice(0, room);
    return [...all.slice(0, room - 1), at];
  });

  /** Goes to a conversation: where it stands, else in the place of the one that one is at. Null: back to the list. */
  select(one: OpenConversation | null): void {
    if (one === null) {
      this.selected.value = null;
      return;
    }
    const [all, at] = [this.#chosen.value, this.selected.value ?? this.shown.value.at(-1)];
    batch(() => {
      if (!all.includes(one)) this.#chosen.value = at === undefined ? [one, ...all] : all.map((other) => (other === at ? one : other));
      this.selected.value = one;
      this.turn.value += 1;
    });
  }

  /** Puts a conversation beside the others; where there is no room left, in the place of the last that one is not at. */
  beside(one: OpenConversation): void {
    const [all, shown, at] = [this.#chosen.value, this.shown.value, this.selected.value];
    if (all.includes(one) && shown.includes(one)) return this.select(one);
    const leaves = shown.length < this.room.value ? undefined : shown.findLast((other) => other !== at);
    if (leaves === undefined && shown.length >= this.room.value) return this.select(one);
    batch(() => {
      this.#chosen.value = [...shown.filter((other) => other !== leaves), one];
      this.selected.value = one;
      this.turn.value += 1;
    });
  }

  /** One is in it already: by the focus, or because it was touched. */
  enter(one: OpenConversation): void {
    if (this.shown.value.includes(one)) this.selected.value = one;
  }

  /** Off the screen; the conversation stays on the desk. One is at its neighbour then. */
  close(one: OpenConversation): void {
    this.forget(one);
    if (this.selected.value !== null) this.turn.value += 1;
  }

  /** It is not there any more. */
  forget(one: OpenConversation): void {
    const shown = this.shown.value;
    const place = shown.indexOf(one);
    batch(() => {
      this.#chosen.value = this.#chosen.value.filter((other) => other !== one);
      if (this.selected.value !== one) return;
      const rest = shown.filter((other) => other !== one);
      this.selected.value = rest[place] ?? rest.at(-1) ?? null;
    });
  }

  /** The page has come into view. */
  look(): void {
    for (const one of this.shown.value) one.look();
  }

  clear(): void {
    batch(() => {
      this.#chosen.value = [];
      this.selected.value = null;
    });
  }
}

/** What is on the screen counts as read while the page can be seen. Returns what ends that. */
export function readWhatIsShown(panes: Panes): () => void {
  let before: readonly OpenConversation[] = [];
  return effect(() => {
    const shown = panes.shown.value;
    if (document.visibilityState === 'visible') {
      untracked(() => shown.filter((one) => !before.includes(one)).forEach((one) => one.look()));
      for (const one of shown) if (one.unread.value > 0) one.markRead();
    }
    before = shown;
  });
}
