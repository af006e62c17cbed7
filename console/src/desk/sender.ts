import { signal } from '@preact/signals';
import { asItIs, attempt } from '../api/attempt';
import type { ApiError } from '../api/problem';
import { revealed, senderOf, type RevealReason } from '../api/sender';
import type { Transport } from '../api/transport';
import { Lookup } from './lookup';

/** A whole number is shown for so long. */
export const SHOWN_SECONDS = 60;

/** The number somebody writes from: masked, and for a minute the whole of it. In memory only. */
export class SenderLookup {
  readonly masked;
  /** The whole number, while it is shown. */
  readonly number = signal<string | null>(null);
  readonly busy = signal(false);
  readonly failure = signal<ApiError | null>(null);
  readonly #ask: (reason: RevealReason | null) => Promise<string>;
  #over: ReturnType<typeof setTimeout> | undefined;
  /** Rises when it is hidden: an answer that was asked for before comes too late. */
  #turn = 0;

  constructor(transport: Transport, conversationId: string) {
    this.masked = new Lookup(() => senderOf(transport, conversationId));
    this.#ask = (reason) => revealed(transport, conversationId, reason);
  }

  /** Asks for the whole number, which is put on record; true when it is shown. */
  async reveal(reason: RevealReason | null): Promise<boolean> {
    const turn = this.#turn;
    const answered = await attempt(this, true, async () => {
      const number = await this.#ask(reason);
      if (turn !== this.#turn) return;
      this.number.value = number;
      clearTimeout(this.#over);
      this.#over = setTimeout(() => this.hide(), SHOWN_SECONDS * 1000);
    }, asItIs);
    return answered && turn === this.#turn;
  }

  /** After a minute, by a press, or because nobody looks at the conversation any more. */
  hide(): void {
    this.#turn += 1;
    clearTimeout(this.#over);
    this.number.value = null;
  }
}
