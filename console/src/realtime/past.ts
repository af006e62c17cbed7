import { signal } from '@preact/signals';
import type { Message } from '../api/types';
import { backOff } from './client';
import { isDenied, type ThreadOptions } from './thread';

interface Reader {
  fetchPage: ThreadOptions['fetchPage'];
  /** How many facts a page holds. */
  stride: number;
  take: (items: readonly Message[]) => void;
  /** A part of it was read; at the end of it all `done` follows. */
  onPart: () => void;
  onDone: () => void;
}

/** What lies before the known end of a thread: read backwards, the latest first, a page of the API at a time. */
export class Past {
  /** Everything from the first fact on has been read. */
  readonly complete = signal(false);
  readonly #reader: Reader;
  #floor = 0;
  #reading = false;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #disposed = false;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  /** Facts numbered up to it are still to be read. */
  get floor(): number {
    return this.#floor;
  }

  /** The thread is known from `floor` on. */
  begin(floor: number): void {
    this.#floor = floor;
  }

  /** Reads on until the beginning. What fails is tried again. */
  async read(): Promise<void> {
    if (this.#reading || this.complete.value || this.#disposed) return;
    this.#reading = true;
    clearTimeout(this.#retry);
    try {
      while (this.#floor > 0 && !this.#disposed) {
        await this.#readDownTo(Math.max(0, this.#floor - this.#reader.stride));
        this.#failures = 0;
      }
      if (!this.#disposed) this.complete.value = true;
    } catch (error) {
      // Who may not read it any more hears so from the reads that go forward.
      if (!this.#disposed && !isDenied(error)) this.#retry = setTimeout(() => void this.read(), 500 + backOff(this.#failures++));
    } finally {
      this.#reading = false;
      if (!this.#disposed) this.#reader.onDone();
    }
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#retry);
  }

  async #readDownTo(after: number): Promise<void> {
    let cursor: string | null = null;
    let reached = after;
    do {
      const page = await this.#reader.fetchPage(after, cursor);
      if (this.#disposed) return;
      this.#reader.take(page.items);
      reached = Math.max(reached, page.cursor);
      cursor = page.nextCursor === cursor ? null : page.nextCursor;
    } while (cursor !== null && reached < this.#floor);
    this.#floor = after;
    this.#reader.onPart();
  }
}
