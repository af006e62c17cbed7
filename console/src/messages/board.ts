import { signal } from '@preact/signals';
import { at, type Calls } from '../admin/calls';
import { asItIs, attempt } from '../api/attempt';
import type { ApiError } from '../api/problem';
import { Growing } from '../beside/growing';
import type { Announcement, Inbox } from './inbox';

/** Announcements, and what is done with them. */
export class Board {
  readonly list: Growing<Announcement>;
  readonly busy = signal<string | null>(null);
  readonly failure = signal<ApiError | null>(null);
  readonly #calls: Calls;
  readonly #inbox: Inbox;
  #attempt: { said: string; key: string } | null = null;

  constructor(calls: Calls, inbox: Inbox) {
    this.#calls = calls;
    this.#inbox = inbox;
    this.list = new Growing<Announcement>((cursor) => calls.ask('get', '/api/announcements', { query: { limit: 20, ...(cursor === null ? {} : { cursor }) } }));
  }

  /** Null: to the whole affiliate. True when it is announced; the same words are announced once. */
  announce(content: string, programId: string | null): Promise<boolean> {
    const said = JSON.stringify([content, programId]);
    if (this.#attempt?.said !== said) this.#attempt = { said, key: crypto.randomUUID() };
    const { key } = this.#attempt;
    return this.#act('announce', async () => {
      const made = await this.#calls.ask<Announcement>('post', '/api/announcements', { body: { content, programId }, idempotencyKey: key });
      this.#attempt = null;
      this.list.change((items) => [made, ...items.filter((one) => one.id !== made.id)]);
      this.#inbox.put(made.id, made);
    });
  }

  markRead(one: Announcement): Promise<boolean> {
    return this.#act(one.id, async () => {
      const read = await this.#calls.ask<Announcement>('post', `${at('/api/announcements', one.id)}/read`);
      this.list.change((items) => items.map((other) => (other.id === one.id ? read : other)));
      this.#inbox.put(one.id, read);
    });
  }

  takeBack(one: Announcement): Promise<boolean> {
    return this.#act(one.id, async () => {
      await this.#calls.tell('delete', at('/api/announcements', one.id));
      this.list.change((items) => items.filter((other) => other.id !== one.id));
      this.#inbox.put(one.id, null);
    });
  }

  #act(what: string, deed: () => Promise<void>): Promise<boolean> {
    return attempt<string | null, ApiError>(this, what, deed, asItIs);
  }
}
