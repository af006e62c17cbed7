import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { ApiError } from '../api/problem';
import type { Message, MessageList, MessageStatus } from '../api/types';
import { backOff } from './client';
import { further, isUnsettled } from './delivery';

export interface ThreadOptions {
  /** One page of the facts numbered above `after`; `cursor` continues a page before. */
  fetchPage: (after: number, cursor: string | null) => Promise<Pick<MessageList, 'items' | 'nextCursor' | 'cursor'>>;
  /** Messages seen for the first time, in order; never those of the first load. */
  onArrival?: (messages: readonly Message[]) => void;
  /** The server says that this conversation may not be read any more (401, 403, 404): no further try is made. */
  onDenied?: (error: ApiError) => void;
}

/** How often a message that was announced and is not in the answer yet is looked for before giving up. */
const PATIENCE = 6;

/**
 * One conversation's messages, in order, each once, whatever the network does.
 *
 * Pushed frames only say that there is something to read. All words come through one reader, at most one at
 * a time, which asks for everything after `cursor`: the number up to which nothing is missing. The cursor
 * moves only when a read has reached its end, so a read cut in the middle is simply repeated. A message may
 * be known before the cursor reaches it (the answer to our own send); duplicates fall together by `seq`.
 */
export class Thread {
  readonly #options: ThreadOptions;
  readonly #messages = signal<readonly Message[]>([]);
  readonly #loaded = signal(false);
  readonly #failing = signal(false);
  readonly #bySeq = new Map<number, Message>();
  /** Receipts for messages that have not been read yet. */
  readonly #earlyReceipts = new Map<number, MessageStatus>();
  /** Announced messages that no read has brought yet. */
  readonly #missing = new Set<number>();
  #cursor = 0;
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
  }

  /** Sorted by `seq`, without duplicates. */
  get messages(): ReadonlySignal<readonly Message[]> {
    return this.#messages;
  }

  /** Whether one read has reached its end: before that, emptiness means nothing. */
  get loaded(): ReadonlySignal<boolean> {
    return this.#loaded;
  }

  /** The last read failed; another is scheduled. */
  get failing(): ReadonlySignal<boolean> {
    return this.#failing;
  }

  /** A pushed fact of this conversation. Reads on if it is news; late and repeated frames cost nothing. */
  announce(seq: number, kind: string): void {
    if (kind === 'message' && !this.#bySeq.has(seq)) this.#missing.add(seq);
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
  }

  #startingPoint(ticks: boolean): number {
    let after = this.#cursor;
    for (const seq of this.#missing) after = Math.min(after, seq - 1);
    if (ticks) {
      const unsettled = this.#messages.value.find(isUnsettled);
      if (unsettled !== undefined) after = Math.min(after, unsettled.seq - 1);
    }
    return Math.max(0, after);
  }

  async #readFrom(after: number): Promise<void> {
    let cursor: string | null = null;
    let reached = after;
    const announced = this.#announced;
    const arrived: Message[] = [];
    do {
      const page = await this.#options.fetchPage(after, cursor);
      if (this.#disposed) return;
      arrived.push(...this.#merge(page.items));
      this.#publish();
      reached = Math.max(reached, page.cursor, ...page.items.map((message) => message.seq));
      cursor = page.nextCursor === cursor ? null : page.nextCursor;
    } while (cursor !== null);
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
      this.#bySeq.set(item.seq, { ...item, status: known === undefined ? told : further(known.status, told) });
      this.#earlyReceipts.delete(item.seq);
      this.#missing.delete(item.seq);
      if (known === undefined) fresh.push(item);
    }
    return fresh.sort((a, b) => a.seq - b.seq);
  }

  #publish(): void {
    this.#messages.value = [...this.#bySeq.values()].sort((a, b) => a.seq - b.seq);
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
    if (error instanceof ApiError && [401, 403, 404].includes(error.status)) {
      this.#options.onDenied?.(error);
      return;
    }
    this.#retry = setTimeout(() => void this.#read(), 500 + backOff(this.#failures++));
  }
}
