import { signal } from '@preact/signals';
import { at, type Calls } from '../admin/calls';
import { asItIs, attempt } from '../api/attempt';
import { asApiError, type ApiError } from '../api/problem';
import type { components } from '../api/schema';
import { Growing } from '../beside/growing';
import { strings } from '../strings';
import { explain } from '../parts/explain';

type Schemas = components['schemas'];
export type Erasure = Schemas['ErasureFields'];

/** Something is being done about it: it is looked at again. */
const UNDER_WAY: readonly Erasure['status'][] = ['approved', 'erasing', 'asking'];
/** Those that ask for somebody come first, then what is under way, then what is over; each the newest first. */
const rank = (one: Erasure): number => (one.status === 'requested' ? 0 : UNDER_WAY.includes(one.status) ? 1 : 2);

/** The affiliate's erasures, and deciding about them. */
export class Erasures {
  readonly list: Growing<Erasure>;
  readonly busy = signal<string | null>(null);
  readonly failure = signal<ApiError | null>(null);
  readonly #calls: Calls;

  constructor(calls: Calls) {
    this.#calls = calls;
    this.list = new Growing<Erasure>((cursor) => calls.ask('get', '/api/erasures', { query: { limit: 100, ...(cursor === null ? {} : { cursor }) } }));
  }

  /** The list, and of those that wait for somebody why they were asked for: only who looks at one is told. */
  async load(): Promise<void> {
    await this.list.load();
    await this.#lookAt((one) => one.status === 'requested' && one.reason === null);
  }

  /** With its receipt; null when it cannot be had. */
  async whole(one: Erasure): Promise<Erasure | null> {
    this.failure.value = null;
    try {
      return await this.#calls.ask<Erasure>('get', pathOf(one));
    } catch (caught) {
      this.failure.value = asApiError(caught);
      return null;
    }
  }

  get sorted(): readonly Erasure[] {
    return (this.list.items.value ?? []).toSorted((a, b) => rank(a) - rank(b) || b.requestedAt.localeCompare(a.requestedAt));
  }

  get underWay(): boolean {
    return (this.list.items.value ?? []).some((one) => UNDER_WAY.includes(one.status));
  }

  /** How those that are under way stand now. What cannot be read stays as it was. */
  look(): Promise<void> {
    return this.#lookAt((one) => UNDER_WAY.includes(one.status));
  }

  /** True when it is decided. */
  async decide(one: Erasure, how: 'approve' | 'cancel'): Promise<boolean> {
    const done = await attempt<string | null, ApiError>(this, one.id, async () => this.#put(await this.#calls.ask<Erasure>('post', `${pathOf(one)}/${how}`)), asItIs);
    if (this.failure.value?.outcomeUnknown === true || this.failure.value?.status === 409) void this.load();
    return done;
  }

  async #lookAt(which: (one: Erasure) => boolean): Promise<void> {
    for (const one of (this.list.items.value ?? []).filter(which)) {
      const now = await this.#calls.ask<Erasure>('get', pathOf(one)).catch(() => null);
      if (now !== null) this.#put(now);
    }
  }

  #put(now: Erasure): void {
    this.list.change((items) => items.map((one) => (one.id === now.id ? now : one)));
  }
}

const pathOf = (one: Erasure): string => `${at('/api/texters', one.texterId)}/erase/${encodeURIComponent(one.id)}`;

/** Why something about a texter's data could not be done. */
export function whyNotErased(error: ApiError): string {
  if (error.outcomeUnknown) return strings.data.uncertain;
  return strings.data.erasures.errors[error.code] ?? explain(error);
}
