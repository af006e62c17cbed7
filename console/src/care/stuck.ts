import { batch, signal } from '@preact/signals';
import { at, type Calls } from '../admin/calls';
import { asApiError, type ApiError } from '../api/problem';
import type { components } from '../api/schema';

type Schemas = components['schemas'];
export type StuckQueue = Schemas['DeadLetterQueue'];
export type Letters = Schemas['DeadLetters'];
export type Letter = Schemas['DeadLetter'];
export type Replayed = Schemas['Replayed'];

const PATH = '/api/admin/dead-letters';

/** What each queue gave up on, and putting one's own back. */
export class Stuck {
  /** Null before they were read. */
  readonly queues = signal<readonly StuckQueue[] | null>(null);
  readonly opened = signal<Letters | null>(null);
  readonly busy = signal<string | null>(null);
  readonly failure = signal<ApiError | null>(null);
  readonly #calls: Calls;

  constructor(calls: Calls) {
    this.#calls = calls;
  }

  load(): Promise<boolean> {
    return this.#act('load', async () => {
      this.queues.value = (await this.#calls.ask<Schemas['DeadLetterQueues']>('get', PATH)).items;
    });
  }

  open(queue: string): Promise<boolean> {
    return this.#act(queue, async () => {
      this.opened.value = await this.#calls.ask<Letters>('get', at(PATH, queue), { query: { limit: 100 } });
    });
  }

  close(): void {
    this.opened.value = null;
  }

  /** Puts back the given ones; what became of it, or null. */
  async replay(queue: string, ids: readonly string[]): Promise<Replayed | null> {
    let done: Replayed | null = null;
    await this.#act(queue, async () => {
      done = await this.#calls.ask<Replayed>('post', `${at(PATH, queue)}/replay`, { body: { ids } });
    });
    await this.load();
    if (this.opened.value?.queue === queue) await this.open(queue);
    return done;
  }

  async #act(what: string, deed: () => Promise<void>): Promise<boolean> {
    batch(() => {
      this.busy.value = what;
      if (what !== 'load') this.failure.value = null;
    });
    try {
      await deed();
      return true;
    } catch (caught) {
      this.failure.value = asApiError(caught);
      return false;
    } finally {
      this.busy.value = null;
    }
  }
}
