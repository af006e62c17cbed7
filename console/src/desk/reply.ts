import { computed, signal, type Signal } from '@preact/signals';
import { ApiError, asApiError } from '../api/problem';
import type { Message } from '../api/types';
import { blanksIn } from './canned';

/** One text on its way to the server. Its key stays the same until an answer came or the text changes. */
export interface Attempt {
  key: string;
  text: string;
  failure: ApiError | null;
}

/** The longest text the API takes, in characters. */
export const LONGEST = 1600;

/** What would be sent of what is in the composer. */
export function outgoing(draft: string): string {
  return draft.trim();
}

/** What of a reply outlives the page it is written on. */
export interface Written {
  draft: Signal<string>;
  suggested: Signal<string | null>;
  /** The last text on its way that no answer came to. */
  tried: Signal<Pick<Attempt, 'key' | 'text'> | null>;
}

/** A conversation's draft and its sending. */
export class Reply {
  readonly draft: Signal<string>;
  /** What stood here when an assistant's draft was put in; null when the words are a person's alone. */
  readonly suggested: Signal<string | null>;
  /** Being sent (`failure` null) or failed; null otherwise. */
  readonly attempt = signal<Attempt | null>(null);
  readonly #tried: Written['tried'];
  readonly #post: (text: string, key: string) => Promise<Message>;

  constructor(post: (text: string, key: string) => Promise<Message>, written?: Written) {
    this.#post = post;
    this.draft = written?.draft ?? signal('');
    this.suggested = written?.suggested ?? signal(null);
    this.#tried = written?.tried ?? signal(null);
  }

  /** The last text that did not reach the server for sure, and why: also one of before a reload, which cut its answer off. */
  readonly failed = computed<(Attempt & { failure: ApiError }) | null>(() => {
    const [attempt, tried] = [this.attempt.value, this.#tried.value];
    if (attempt?.failure != null) return { ...attempt, failure: attempt.failure };
    return attempt === null && tried !== null ? { ...tried, failure: new ApiError(0, { code: 'network' }) } : null;
  });

  /** What a canned response left open, as it stands in the draft: `{opens}`. Nothing with a blank in it is sent. */
  readonly blanks = computed<readonly string[]>(() => blanksIn(this.draft.value));

  get sending(): boolean {
    return this.attempt.value !== null && this.attempt.value.failure === null;
  }

  /** Puts a draft made by an assistant below what was typed. It is marked as one, and never sent by itself. */
  suggest(text: string): void {
    const typed = this.draft.value.trimEnd();
    this.draft.value = typed === '' ? text : `${typed}\n${text}`;
    this.suggested.value = this.draft.value;
  }

  /** What a person types. With the last of the words the mark of a draft goes too. */
  type(text: string): void {
    this.draft.value = text;
    if (text.trim() === '') this.suggested.value = null;
  }

  /** Puts words that did not reach the texter below what was typed, to be sent again or changed. */
  rewrite(text: string): void {
    const typed = this.draft.value.trimEnd();
    if (!this.sending) this.draft.value = typed === '' ? text : `${typed}\n${text}`;
  }

  /** Nobody has touched the assistant's words yet. */
  get untouched(): boolean {
    return this.suggested.value !== null && this.suggested.value === this.draft.value;
  }

  /**
   * Sends the draft; null when there is nothing to send, one is on its way, or it failed.
   * After a failure the draft is still there, and sending the same text again uses the same key, so that the
   * texter never gets it twice. A changed text is another message and gets a key of its own.
   */
  async send(): Promise<Message | null> {
    const text = outgoing(this.draft.value);
    if (text === '' || [...text].length > LONGEST || this.sending || this.blanks.value.length > 0) return null;
    const last = this.#tried.value;
    const key = last !== null && last.text === text ? last.key : crypto.randomUUID();
    this.attempt.value = { key, text, failure: null };
    // Before it leaves: should the page go with the answer, the same text still goes out under the same key.
    this.#tried.value = { key, text };
    try {
      const message = await this.#post(text, key);
      this.attempt.value = null;
      this.#tried.value = null;
      this.draft.value = '';
      this.suggested.value = null;
      return message;
    } catch (caught) {
      this.attempt.value = { key, text, failure: asApiError(caught) };
      return null;
    }
  }
}
