import { signal } from '@preact/signals';

/** How often it is said that something was read, in case the first time was lost. */
const TRIES = 3;
const AGAIN_MS = 5_000;

export interface ReadingOptions {
  /** Whether somebody can see the messages just now. */
  visible: () => boolean;
  /** Tells the line. */
  tell: (seq: number) => Promise<unknown>;
  /** Asks the line how far it knows. */
  ask: () => void;
}

/** How far the texter has read, here and as the line knows it. */
export class Reading {
  /** The last message that somebody has had before their eyes. */
  readonly seen = signal(0);
  readonly #options: ReadingOptions;
  #told = { seq: 0, tries: 0, at: -Infinity };

  constructor(options: ReadingOptions) {
    this.#options = options;
  }

  beginAnew(): void {
    this.seen.value = 0;
    this.#told = { seq: 0, tries: 0, at: -Infinity };
  }

  /** The line knows of it up to here. */
  known(upTo: number): void {
    this.seen.value = Math.max(this.seen.value, upTo);
    if (upTo > 0 && upTo >= this.#told.seq) this.#told = { seq: upTo, tries: TRIES, at: 0 };
  }

  /** What is on the screen is seen while somebody looks at it. */
  see(newest: number): void {
    if (this.#options.visible()) this.seen.value = Math.max(this.seen.value, newest);
  }

  /** Says how far was read, when somebody is looking; again when the line does not know it the next time. */
  tell(newest: number): void {
    this.see(newest);
    if (newest > this.#told.seq) this.#told = { seq: newest, tries: 0, at: -Infinity };
    const { seq, tries, at } = this.#told;
    if (newest === 0 || newest < seq || tries >= TRIES || Date.now() - at < AGAIN_MS || !this.#options.visible()) return;
    this.#told = { seq, tries: tries + 1, at: Date.now() };
    void this.#options.tell(newest).catch(() => undefined);
    if (tries + 1 < TRIES) setTimeout(() => this.#options.ask(), AGAIN_MS * (tries + 1));
  }
}
