import { batch, signal } from '@preact/signals';
import { asApiError, type ApiError } from '../api/problem';

export interface Page<T> {
  items: readonly T[];
  nextCursor?: string | null;
}

/** A list that is read page by page, further only when somebody asks for more. A page may be empty and not the last. */
export class Growing<T> {
  /** Null before the first page came. */
  readonly items = signal<readonly T[] | null>(null);
  readonly busy = signal(false);
  readonly failure = signal<ApiError | null>(null);
  readonly more = signal(false);
  readonly #read: (cursor: string | null) => Promise<Page<T>>;
  /** A short page that is not the last is filled up, so often at most. */
  readonly #patience: number;
  #cursor: string | null = null;
  #turn = 0;

  constructor(read: (cursor: string | null) => Promise<Page<T>>, patience = 5) {
    this.#read = read;
    this.#patience = patience;
  }

  /** From the beginning; what is shown stays until the new first page is there. */
  async load(): Promise<void> {
    await this.#go(null, []);
  }

  async next(): Promise<void> {
    if (this.busy.value || !this.more.value) return;
    await this.#go(this.#cursor, this.items.value ?? []);
  }

  /** Changes what is shown: an item was changed, made, or is gone. */
  change(to: (items: readonly T[]) => readonly T[]): void {
    if (this.items.value !== null) this.items.value = to(this.items.value);
  }

  async #go(from: string | null, before: readonly T[]): Promise<void> {
    const turn = ++this.#turn;
    batch(() => {
      this.busy.value = true;
      this.failure.value = null;
    });
    let cursor = from;
    let found: readonly T[] = [];
    try {
      for (let tries = 0; tries === 0 || (found.length === 0 && cursor !== null && tries < this.#patience); tries += 1) {
        const page = await this.#read(cursor);
        if (turn !== this.#turn) return;
        found = [...found, ...page.items];
        cursor = page.nextCursor ?? null;
      }
      batch(() => {
        this.items.value = [...before, ...found];
        this.more.value = cursor !== null;
        this.#cursor = cursor;
      });
    } catch (caught) {
      if (turn === this.#turn) this.failure.value = asApiError(caught);
    }
    if (turn === this.#turn) this.busy.value = false;
  }
}
