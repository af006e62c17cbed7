import { signal } from '@preact/signals';
import { asApiError, type ApiError } from '../api/problem';
import type { ChatPosted } from './api';

/** One message on its way. `id` is the server's name for it once it was taken; `failure` why it was not. */
export interface Outgoing {
  readonly clientId: string;
  readonly content: string;
  readonly id: string | null;
  readonly failure: ApiError | null;
  /** It will be tried again by itself. */
  readonly again: boolean;
}

/** Seconds before a message that did not go is tried again, one after another; then a person decides. */
export const TRIES_AFTER = [1, 3, 8, 20, 45] as const;

export interface OutboxOptions {
  post: (content: string, clientId: string) => Promise<ChatPosted>;
  /** A message was taken. */
  onTaken: () => void;
  /** The server knows this session no more: nothing will go. */
  onExpired: () => void;
  newId?: () => string;
}

/** What was written and has not been read back from the server yet: sent one by one, in order, each once. */
export class Outbox {
  readonly pending = signal<readonly Outgoing[]>([]);
  readonly #options: OutboxOptions;
  #sending = false;
  #tries = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  add(content: string): void {
    const clientId = (this.#options.newId ?? (() => crypto.randomUUID()))();
    this.pending.value = [...this.pending.value, { clientId, content, id: null, failure: null, again: false }];
    void this.#drain();
  }

  /** Tries again now, under the same name: it cannot arrive twice. */
  retry(): void {
    this.#tries = 0;
    void this.#drain();
  }

  /** What is among the server's messages by now is on its way no more. */
  settle(ids: ReadonlySet<string>): void {
    const left = this.pending.value.filter((one) => one.id === null || !ids.has(one.id));
    if (left.length !== this.pending.value.length) this.pending.value = left;
  }

  /** Takes back what never went, as one text; for a session that is over. */
  takeBack(): string {
    const words = this.pending.value.filter((one) => one.id === null).map((one) => one.content);
    this.pending.value = [];
    return words.join('\n');
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.pending.value = [];
  }

  async #drain(): Promise<void> {
    clearTimeout(this.#retry);
    if (this.#sending) return;
    this.#sending = true;
    try {
      let next: Outgoing | undefined;
      while (!this.#closed && (next = this.pending.value.find((one) => one.id === null)) !== undefined) {
        if (!(await this.#send(next))) return;
      }
    } finally {
      this.#sending = false;
    }
  }

  async #send(one: Outgoing): Promise<boolean> {
    this.#change(one.clientId, { failure: null, again: false });
    try {
      const { id } = await this.#options.post(one.content, one.clientId);
      this.#tries = 0;
      this.#change(one.clientId, { id });
      this.#options.onTaken();
      return true;
    } catch (caught) {
      this.#failed(one, asApiError(caught));
      return false;
    }
  }

  #failed(one: Outgoing, failure: ApiError): void {
    if (this.#closed) return;
    if (failure.status === 401) {
      this.#options.onExpired();
      return;
    }
    const wait = TRIES_AFTER[this.#tries];
    const again = wait !== undefined && (failure.outcomeUnknown || failure.status === 429);
    this.#change(one.clientId, { failure, again });
    if (!again) return;
    this.#tries += 1;
    this.#retry = setTimeout(() => void this.#drain(), 1000 * Math.max(wait, failure.retryAfterSeconds ?? 0));
  }

  #change(clientId: string, what: Partial<Outgoing>): void {
    this.pending.value = this.pending.value.map((one) => (one.clientId === clientId ? { ...one, ...what } : one));
  }
}
