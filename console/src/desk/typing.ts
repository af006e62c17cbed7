import { signal } from '@preact/signals';

/** One's own writing is told no more often than this. */
export const SAID_MS = 2_000;
/** Told every few seconds while they write: after so long without a word they have stopped. */
export const SHOWN_MS = 6_000;

/** Who is writing in a web chat just now. Nothing of it is kept. */
export class Typing {
  /** The texter is writing. */
  readonly texter = signal(false);
  #over: ReturnType<typeof setTimeout> | undefined;
  #said = -Infinity;

  heard(): void {
    clearTimeout(this.#over);
    this.texter.value = true;
    this.#over = setTimeout(() => this.stop(), SHOWN_MS);
  }

  /** The texter has sent what they wrote, or nobody looks any more. */
  stop(): void {
    clearTimeout(this.#over);
    this.texter.value = false;
  }

  /** Runs `tell`, unless that was done just now. */
  say(tell: () => void): void {
    const now = Date.now();
    if (now - this.#said < SAID_MS) return;
    this.#said = now;
    tell();
  }
}
