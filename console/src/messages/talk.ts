import { batch, computed, signal } from '@preact/signals';
import { at, type Calls } from '../admin/calls';
import { ApiError, asApiError } from '../api/problem';
import type { components } from '../api/schema';
import { coalesce } from '../desk/coalesce';

type Schemas = components['schemas'];
/** A file that hangs on a message, as long as its link lasts. */
export interface FileLink {
  id: string;
  name: string;
  type: string;
  size: number;
  url: string;
}
export type StaffMessage = Schemas['StaffMessageView'] & { fileLinks?: FileLink[] };
export type Peer = Schemas['Peer'];

/** The most characters a message may have; the server's own rule. */
export const LONGEST = 4000;
const PAGE = 50;

type Page = Omit<Schemas['DirectMessages'], 'items'> & { items: StaffMessage[] };

/** What is being sent: the same words keep their key until the server has answered for them. */
interface Attempt {
  said: string;
  key: string;
}

/** The thread with one colleague: each message once, in order. */
export class Talk {
  readonly peerId: string;
  readonly peer = signal<Peer | null>(null);
  /** Null before the first page came. */
  readonly messages = signal<readonly StaffMessage[] | null>(null);
  /** There are older ones. */
  readonly more = computed(() => this.#cursor.value !== null);
  readonly failure = signal<ApiError | null>(null);
  readonly loadingOlder = signal(false);
  readonly sending = signal(false);
  readonly sendFailure = signal<ApiError | null>(null);
  /** Up to where the reader had read when they came: what is new begins after it. */
  readonly newAfter = signal<number | null>(null);
  readonly #calls: Calls;
  readonly #onRead: (unread: number) => void;
  readonly #cursor = signal<string | null>(null);
  #readSeq = 0;
  /** Up to which number nothing is missing: one's own message may be here before what the other wrote. */
  #whole = 0;
  #attempt: Attempt | null = null;

  /** `onRead` is told how much is unread after something was read. */
  constructor(calls: Calls, peerId: string, onRead: (unread: number) => void) {
    this.#calls = calls;
    this.peerId = peerId;
    this.#onRead = onRead;
  }

  /** The newest page at first; then whatever came since. Never rejects. */
  readonly catchUp = coalesce(async () => {
    try {
      if (this.messages.value === null) await this.#begin();
      else await this.#goOn();
      this.failure.value = null;
    } catch (caught) {
      this.failure.value = asApiError(caught);
    }
  });

  async older(): Promise<void> {
    const cursor = this.#cursor.value;
    if (cursor === null || this.loadingOlder.value) return;
    this.loadingOlder.value = true;
    try {
      const page = await this.#read({ cursor });
      batch(() => {
        this.#put(page.items);
        this.#cursor.value = page.nextCursor;
        this.failure.value = null;
      });
    } catch (caught) {
      this.failure.value = asApiError(caught);
    }
    this.loadingOlder.value = false;
  }

  /** True when the server has it. After a failure the same words are sent under the same key: never twice. */
  async send(words: string, files: readonly string[] = []): Promise<boolean> {
    if (this.sending.value) return false;
    const said = [words, ...files].join('\n\n');
    if (this.#attempt?.said !== said) this.#attempt = { said, key: crypto.randomUUID() };
    batch(() => {
      this.sending.value = true;
      this.sendFailure.value = null;
    });
    try {
      const sent = await this.#calls.ask<StaffMessage>('post', this.#path, { body: { content: words, files }, idempotencyKey: this.#attempt.key });
      this.#attempt = null;
      this.#put([sent]);
      // What the other wrote meanwhile comes before it.
      void this.catchUp();
      return true;
    } catch (caught) {
      const error = asApiError(caught);
      if (!error.outcomeUnknown) this.#attempt = null;
      this.sendFailure.value = error;
      return false;
    } finally {
      this.sending.value = false;
    }
  }

  /** All that is here was before the reader's eyes. */
  async read(): Promise<void> {
    const last = this.#whole;
    if (last <= this.#readSeq) return;
    const before = this.#readSeq;
    this.#readSeq = last;
    try {
      const { unread } = await this.#calls.ask<Schemas['ThreadRead']>('post', `${this.#path}/read`, { body: { seq: last } });
      this.#onRead(unread);
    } catch {
      // It is said again with the next message, or when somebody comes back here.
      this.#readSeq = before;
    }
  }

  get #path(): string {
    return at('/api/dm', this.peerId);
  }

  async #begin(): Promise<void> {
    const page = await this.#read({});
    batch(() => {
      this.peer.value = page.peer;
      this.#readSeq = page.readSeq;
      this.newAfter.value = page.unread > 0 ? page.readSeq : null;
      this.#cursor.value = page.nextCursor;
      this.#whole = page.items.at(-1)?.seq ?? page.lastSeq;
      this.#put(page.items);
    });
  }

  async #goOn(): Promise<void> {
    for (;;) {
      const after = this.#whole;
      const page = await this.#read({ after });
      this.peer.value = page.peer;
      // What is missing here was removed: all that there is came.
      this.#whole = page.items.at(-1)?.seq ?? this.#whole;
      this.#put(page.items);
      if (page.items.length === 0 || this.#whole >= page.lastSeq) return;
    }
  }

  #read(query: { cursor: string } | { after: number } | object): Promise<Page> {
    return this.#calls.ask('get', this.#path, { query: { limit: PAGE, ...query } });
  }

  #put(fresh: readonly StaffMessage[]): void {
    const all = new Map((this.messages.value ?? []).map((one) => [one.seq, one]));
    for (const one of fresh) all.set(one.seq, one);
    while (all.has(this.#whole + 1)) this.#whole += 1;
    this.messages.value = [...all.values()].sort((a, b) => a.seq - b.seq);
  }
}
