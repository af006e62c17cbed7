import { signal, type Signal } from '@preact/signals';

/** What somebody wrote in one place and neither sent nor saved. `about` is a conversation's id, `value` is JSON. */
export interface Entry {
  about: string;
  name: string;
  value: unknown;
  /** When it was last changed, in milliseconds since 1970. */
  at: number;
}

interface Slot {
  about: string;
  name: string;
  value: Signal<unknown>;
  beginning: string;
  /** As it was when its entry was last made. */
  seen: string;
  at: number;
}

/**
 * What somebody is writing at their workplace: replies, whispers, and what stands in dialogs and forms. It lives longer
 * than the markup it stands in, so that looking at another conversation, or a session that ends, loses none of it.
 */
export class Kept {
  readonly #slots = new Map<string, Slot>();
  /** Brought back, and nobody has asked for it yet. */
  readonly #waiting = new Map<string, Entry>();
  readonly #size = signal(0);
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Where `name` is written in the conversation `about`: what was brought back, else `beginning`. */
  slot<T>(about: string, name: string, beginning: T): Signal<T> {
    const at = `${about} ${name}`;
    let slot = this.#slots.get(at);
    if (slot === undefined) {
      const back = this.#waiting.get(at);
      this.#waiting.delete(at);
      const value = back === undefined ? beginning : back.value;
      slot = { about, name, value: signal(value), beginning: JSON.stringify(beginning), seen: JSON.stringify(value), at: back?.at ?? this.#now() };
      this.#slots.set(at, slot);
      this.#size.value = this.#size.peek() + 1;
    } else if (JSON.stringify(slot.value.peek()) === slot.beginning && JSON.stringify(beginning) !== slot.beginning) {
      // Nothing was written there: it begins as it would begin now.
      slot.beginning = JSON.stringify(beginning);
      slot.value.value = beginning;
    }
    return slot.value as Signal<T>;
  }

  /** It is sent, saved or given up: one thing in a conversation, or all of them. */
  forget(about: string, name?: string): void {
    const meant = (one: { about: string; name: string }): boolean => one.about === about && (name === undefined || one.name === name);
    for (const slot of this.#slots.values()) if (meant(slot)) slot.value.value = JSON.parse(slot.beginning) as unknown;
    for (const [at, entry] of this.#waiting) if (meant(entry)) this.#waiting.delete(at);
    this.#size.value = this.#size.peek() + 1;
  }

  /** Only what is about conversations that are still there stays among what nobody has asked for. */
  settle(isHere: (about: string) => boolean): void {
    for (const [at, entry] of this.#waiting) if (!isHere(entry.about)) this.#waiting.delete(at);
    this.#size.value = this.#size.peek() + 1;
  }

  /** All that differs from how it began. Inside an effect, whatever is written makes that run again. */
  entries(): Entry[] {
    void this.#size.value;
    const found = [...this.#waiting.values()];
    for (const slot of this.#slots.values()) {
      const value = slot.value.value;
      const said = JSON.stringify(value);
      if (said !== slot.seen) [slot.seen, slot.at] = [said, this.#now()];
      const blank = typeof value === 'string' && value.trim() === '';
      if (said !== slot.beginning && !blank) found.push({ about: slot.about, name: slot.name, value, at: slot.at });
    }
    return found;
  }

  /** Brings back what was written before; where something stands by now, that stays. */
  restore(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const at = `${entry.about} ${entry.name}`;
      const slot = this.#slots.get(at);
      if (slot === undefined) {
        if (!this.#waiting.has(at)) this.#waiting.set(at, entry);
      } else if (JSON.stringify(slot.value.peek()) === slot.beginning) {
        slot.value.value = entry.value;
        [slot.seen, slot.at] = [JSON.stringify(entry.value), entry.at];
      }
    }
    this.#size.value = this.#size.peek() + 1;
  }

  clear(): void {
    this.#slots.clear();
    this.#waiting.clear();
  }
}
