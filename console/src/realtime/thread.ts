import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { ApiError } from '../api/problem';
import type { Message, MessageList, MessageStatus } from '../api/types';
import { backOff } from './client';
import { further, isUnsettled } from './delivery';
import { Past } from './past';

export interface ThreadOptions {
  /** One page of the facts numbered above `after`; `cursor` continues a page before. */
  fetchPage: (after: number, cursor: string | null) => Promise<Pick<MessageList, 'items' | 'nextCursor' | 'cursor'>>;
  /** The number of the newest fact, as far as is known when the first read begins: it begins near it. Else at the start. */
  newest?: () => number;
  /** How many facts a page of the API holds. */
  stride?: number;
  /** Messages seen for the first time, in order; never those of the first load. */
  onArrival?: (messages: readonly Message[]) => void;
  /** The server says that this conversation may not be read any more (401, 403, 404): no further try is made. */
  onDenied?: (error: ApiError) => void;
}

/** How often a message that was announced and is not in the answer yet is looked for before giving up. */
const PATIENCE = 6;
const STRIDE = 100;

/**
 * One conversation's messages, in order, each once, whatever the network does.
 *
 * Pushed frames only say that there is something to read. All words come through one reader, at most one at
 * a time, which asks for everything after `cursor`: the number up to which nothing is missing. The cursor
 * moves only when a read has reached its end, so a read cut in the middle is simply repeated. A message may
 * be known before the cursor reaches it (the answer to our own send); duplicates fall together by `seq`.
 *
 * A long thread is read from its end: from the floor to the cursor nothing is missing, and what lies below the
 * floor is fetched after, backwards (`Past`). However many pages that takes, it is published as often as what is known has doubled.
 */
export class Thread {
  readonly #options: ThreadOptions;
  readonly #messages = signal<readonly Message[]>([]);
  readonly #loaded = signal(false);
  readonly #failing = signal(false);
  readonly #stride: number;
  readonly #past: Past;
  readonly #bySeq = new Map<number, Message>();
  /** Receipts for messages that have not been read yet. */
  readonly #earlyReceipts = new Map<number, MessageStatus>();
  /** Announced messages that no read has brought yet. */
  readonly #missing = new Set<number>();
  #cursor = 0;
  #begun = false;
  #unpublished = 0;
  #announced = 0;
  #recheckTicks = false;
  #running: Promise<void> | null = null;
  #again = false;
  #misses = 0;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #disposed = false;

  constructor(options: ThreadOptions) {
    this.#options = options;
    this.#stride = options.stride ?? STRIDE;
    this.#past = new Past({
      fetchPage: options.fetchPage,
      stride: this.#stride,
      take: (items) => void this.#merge(items),
      onPart: () => this.#publishSoon(),
      onDone: () => this.#publish(),
    });
  }

  /** Sorted by `seq`, without duplicates. */
  get messages(): ReadonlySignal<readonly Message[]> {
    return this.#messages;
  }

  /** Whether one read has reached its end: before that, emptiness means nothing. */
  get loaded(): ReadonlySignal<boolean> {
    return this.#loaded;
  }

  /** Whether everything from the first fact on has been read. */
  get complete(): ReadonlySignal<boolean> {
    return this.#past.complete;
  }

  /** The last read failed; another is scheduled. */
  get failing(): ReadonlySignal<boolean> {
    return this.#failing;
  }

  /** A pushed fact of this conversation. Reads on if it is news; late and repeated frames cost nothing. */
  announce(seq: number, kind: string): void {
    if (kind === 'message' && !this.#bySeq.has(seq) && seq > this.#past.floor) this.#missing.add(seq);
    this.#announced = Math.max(this.#announced, seq);
    if (this.#isBehind()) void this.#read();
  }

  /** A pushed delivery status. A message's status never moves backwards. */
  deliver(seq: number, status: MessageStatus): void {
    const message = this.#bySeq.get(seq);
    if (message === undefined) {
      const early = this.#earlyReceipts.get(seq);
      this.#earlyReceipts.set(seq, early === undefined ? status : further(early, status));
      return;
    }
    const next = further(message.status, status);
    if (next === message.status) return;
    this.#bySeq.set(seq, { ...message, status: next });
    this.#unpublished += 1;
    this.#publish();
    if (next !== 'failed' && next !== 'undelivered') return;
    // The frame does not tell why: the carrier's code is read.
    this.#missing.add(seq);
    void this.#read();
  }

  /** The answer to our own send or decision. It does not move the cursor: facts before it may not have been read. */
  insert(message: Message): void {
    this.#merge([message]);
    this.#publish();
  }

  /** After a (re)connect, or while polling: reads what was missed, ticks of messages on their way included. */
  resync(): Promise<void> {
    this.#recheckTicks = true;
    return this.#read();
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#retry);
    this.#past.dispose();
  }

  #isBehind(): boolean {
    return this.#recheckTicks || this.#announced > this.#cursor || this.#missing.size > 0;
  }

  #read(): Promise<void> {
    if (this.#disposed) return Promise.resolve();
    if (this.#running !== null) {
      this.#again = true;
      return this.#running;
    }
    clearTimeout(this.#retry);
    this.#running = this.#drain().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #drain(): Promise<void> {
    do {
      this.#again = false;
      const ticks = this.#recheckTicks;
      this.#recheckTicks = false;
      try {
        await this.#readFrom(this.#startingPoint(ticks));
      } catch (error) {
        this.#recheckTicks ||= ticks;
        this.#failed(error);
        return;
      }
      // However many frames came meanwhile, one more read answers them; none if this one already did.
    } while (this.#again && this.#isBehind() && !this.#disposed);
    this.#lookAgainForMissing();
    void this.#past.read();
  }

  #startingPoint(ticks: boolean): number {
    if (!this.#begun) {
      this.#begun = true;
      this.#cursor = Math.max(0, (this.#options.newest?.() ?? 0) - this.#stride);
      this.#past.begin(this.#cursor);
    }
    let after = this.#cursor;
    for (const seq of this.#missing) after = Math.min(after, seq - 1);
    if (ticks) {
      const unsettled = this.#messages.value.find(isUnsettled);
      if (unsettled !== undefined) after = Math.min(after, unsettled.seq - 1);
    }
    return Math.max(this.#past.floor, after);
  }

  async #readFrom(after: number): Promise<void> {
    let cursor: string | null = null;
    let reached = after;
    const announced = this.#announced;
    const arrived: Message[] = [];
    try {
      do {
        const page = await this.#options.fetchPage(after, cursor);
        if (this.#disposed) return;
        arrived.push(...this.#merge(page.items));
        this.#publishSoon();
        reached = Math.max(reached, page.cursor, ...page.items.map((message) => message.seq));
        cursor = page.nextCursor === cursor ? null : page.nextCursor;
      } while (cursor !== null);
    } finally {
      if (!this.#disposed) this.#publish();
    }
    this.#cursor = Math.max(this.#cursor, reached);
    // A fact that is no message may never show up here: what was announced before this read is settled by it.
    if (this.#announced === announced) this.#announced = Math.min(announced, this.#cursor);
    const first = !this.#loaded.value;
    this.#loaded.value = true;
    this.#failing.value = false;
    this.#failures = 0;
    if (!first && arrived.length > 0) this.#options.onArrival?.(arrived);
  }

  /** Takes in `items` and returns those seen for the first time. */
  #merge(items: readonly Message[]): Message[] {
    const fresh: Message[] = [];
    for (const item of items) {
      const known = this.#bySeq.get(item.seq);
      const early = this.#earlyReceipts.get(item.seq);
      const told = early === undefined ? item.status : further(item.status, early);
      const now = { ...item, status: known === undefined ? told : further(known.status, told) };
      // What is the same stays the same object: then nobody needs to look at it again.
      if (known === undefined || !isSame(known, now)) {
        this.#bySeq.set(item.seq, now);
        this.#unpublished += 1;
      }
      this.#earlyReceipts.delete(item.seq);
      this.#missing.delete(item.seq);
      if (known === undefined) fresh.push(item);
    }
    return fresh.sort((a, b) => a.seq - b.seq);
  }

  #publish(): void {
    if (this.#unpublished === 0) return;
    this.#unpublished = 0;
    this.#messages.value = [...this.#bySeq.values()].sort((a, b) => a.seq - b.seq);
  }

  /** In the middle of a long read: the more is shown already, the longer the rest may wait. */
  #publishSoon(): void {
    if (this.#unpublished >= this.#messages.value.length) this.#publish();
  }

  /** A message was announced and the answer lacks it (a reader a little behind the writer): look again, not for ever. */
  #lookAgainForMissing(): void {
    if (this.#missing.size === 0 || this.#misses >= PATIENCE) {
      this.#missing.clear();
      this.#misses = 0;
      return;
    }
    this.#retry = setTimeout(() => void this.#read(), 200 + backOff(this.#misses++));
  }

  #failed(error: unknown): void {
    if (this.#disposed) return;
    this.#failing.value = true;
    if (isDenied(error)) {
      this.#options.onDenied?.(error);
      return;
    }
    this.#retry = setTimeout(() => void this.#read(), 500 + backOff(this.#failures++));
  }
}

/** Words and files never change; what became of a message does. */
function isSame(known: Message, now: Message): boolean {
  return known.status === now.status && known.errorCode === now.errorCode && known.content === now.content;
}

/** The server says that this may not be read. */
export function isDenied(error: unknown): error is ApiError {
  return error instanceof ApiError && [401, 403, 404].includes(error.status);
}
