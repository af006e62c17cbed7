import { batch, signal } from '@preact/signals';
import { at, type Calls } from '../admin/calls';
import { asItIs, attempt } from '../api/attempt';
import type { ApiError } from '../api/problem';
import type { components } from '../api/schema';
import type { Transport } from '../api/transport';
import { Growing } from '../beside/growing';
import type { Workplace } from '../desk/workplace';

export type Grant = components['schemas']['BreakGlassGrant'];

const PATH = '/api/admin/break-glass';

/** Emergency access: who opened it, opening and ending it. What this window has open stands in its transport. */
export class Glass {
  readonly list: Growing<Grant>;
  readonly busy = signal(false);
  readonly failure = signal<ApiError | null>(null);
  readonly #calls: Calls;
  readonly #open: Transport['glass'];

  constructor(calls: Calls, open: Transport['glass']) {
    this.#calls = calls;
    this.#open = open;
    this.list = new Growing<Grant>((cursor) => calls.ask('get', PATH, { query: { limit: 50, ...(cursor === null ? {} : { cursor }) } }));
  }

  /** True when it is open. */
  open(reason: string, minutes: number, place: Workplace | null): Promise<boolean> {
    return this.#act(async () => {
      const grant = await this.#calls.ask<Grant>('post', PATH, { body: { reason, minutes } });
      batch(() => {
        this.#open.value = { id: grant.id, until: grant.until };
        this.list.change((items) => [grant, ...items]);
      });
      // What was closed to them is opened anew, and then can be read.
      for (const one of place?.open.value ?? []) if (one.sealed.value) place?.putAway(one);
    });
  }

  end(id: string): Promise<boolean> {
    return this.#act(async () => {
      await this.#calls.tell('delete', at(PATH, id));
      if (this.#open.value?.id === id) this.#open.value = null;
      await this.list.load();
    });
  }

  #act(deed: () => Promise<void>): Promise<boolean> {
    return attempt(this, true, deed, asItIs);
  }
}
