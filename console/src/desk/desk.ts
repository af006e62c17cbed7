import { signal } from '@preact/signals';
import { asApiError } from '../api/problem';
import type { Conversation, State } from '../api/types';
import { STANDINGS, TRANSITIONS } from '../lifecycle/table';
import { coalesce } from './coalesce';
import { Workplace } from './workplace';

export { POLL_MS, type Connection } from './watch';
export type { Notice } from './notice';

/** The states in which a conversation has an owner: those a responder can start from, write in or be handed. */
const OWNED = (Object.keys(STANDINGS) as State[]).filter(
  (state) => STANDINGS[state].maySend || TRANSITIONS['start_conversation']?.sources.includes(state),
);

/** Everything the responder's page shows, and everything its buttons do. */
export class Desk extends Workplace {
  /** How many texters wait; null while unknown. */
  readonly waiting = signal<number | null>(null);
  readonly takingNext = signal(false);
  /** Stays until an answer came, so that a press repeated after a lost answer takes no second texter. */
  #nextKey: string | null = null;

  override start(): void {
    super.start();
    this.onQueue();
  }

  /** Reads everything anew: what belongs here has changed. */
  again(): void {
    this.reread();
    this.onQueue();
  }

  /** "Help the next texter". */
  async takeNext(): Promise<void> {
    if (this.takingNext.value) return;
    this.takingNext.value = true;
    this.notice.value = null;
    this.#nextKey ??= crypto.randomUUID();
    try {
      const conversation = await this.api.takeNext(this.#nextKey);
      if (this.stopped) return;
      this.#nextKey = null;
      if (conversation === null) this.notice.value = { kind: 'nobody' };
      else this.select(this.put(conversation));
    } catch (caught) {
      const error = asApiError(caught);
      if (!error.outcomeUnknown) this.#nextKey = null;
      this.notice.value = { kind: 'next-failed', error };
      // A texter may have been handed to us although no answer said so.
      void this.watch.run(this.reload);
    } finally {
      this.takingNext.value = false;
      if (!this.stopped) void this.watch.run(this.#countWaiting);
    }
  }

  /** Goes to the next conversation that waits for an answer, downwards (1) or upwards (-1) in the list; stays if none does. */
  toUnanswered(step: 1 | -1): void {
    const open = this.open.value;
    const at = this.selected.value === null ? (step === 1 ? -1 : open.length) : open.indexOf(this.selected.value);
    for (let far = 1; far <= open.length; far++) {
      const one = open[(at + step * far + open.length * 2) % open.length];
      if (one?.unanswered.value) return this.select(one);
    }
  }

  /** Reads which conversations are ours. */
  readonly reload = coalesce(async () => {
    const lists = await Promise.all(OWNED.map((state) => this.api.myConversations(state)));
    if (this.stopped) return;
    const listed = new Set<string>();
    for (const conversation of lists.flat()) {
      listed.add(conversation.id);
      this.put(conversation);
    }
    this.loaded.value = true;
    // One that is not listed was closed or handed on, or taken after the list was made: ask which.
    const unlisted = this.open.value.filter((one) => !listed.has(one.id) && one.standing.value === 'mine');
    await Promise.all(unlisted.map((one) => this.watch.run(one.refresh)));
  });

  protected override reread(): void {
    void this.watch.run(this.reload);
  }

  protected override wants(conversation: Conversation): boolean {
    const me = this.user.id;
    if (STANDINGS[conversation.state]?.terminal === true) return false;
    return conversation.responderId === me || conversation.receiverId === me;
  }

  protected override onQueue(): void {
    void this.watch.run(this.#countWaiting);
  }

  readonly #countWaiting = coalesce(async () => {
    const { depth } = await this.api.queue();
    this.waiting.value = depth;
    if (depth > 0 && this.notice.value?.kind === 'nobody') this.notice.value = null;
  });
}
