import { signal } from '@preact/signals';
import { at, type Calls } from '../admin/calls';
import type { Source } from '../admin/editing';
import { ApiError, asApiError } from '../api/problem';
import type { components } from '../api/schema';
import { Growing } from '../beside/growing';

type Schemas = components['schemas'];
export type Webhook = Schemas['Webhook'];
export type Delivery = Schemas['HookDelivery'];
type WithSecret = Schemas['WebhookWithSecret'];

/** Every field of the form. */
export interface HookForm {
  url: string;
  description: string;
  events: readonly string[];
  maxAttempts: number | null;
  disableAfter: number | null;
}

/** As it is shown in a form: nothing said is an empty text. */
export type HookDoc = Omit<Webhook, 'description'> & { description: string };

const PATH = '/api/admin/webhooks';
/** Most receivers answer within a second or two; then somebody looks again themselves. */
const LOOKS = 8;
const LOOK_MS = 1_500;
const FINAL: readonly Delivery['status'][] = ['delivered', 'gave_up', 'dropped'];

export const BLANK: HookForm = { url: '', description: '', events: [], maxAttempts: 8, disableAfter: 20 };

/** The affiliate's webhooks, and what is done with them. Every method throws `ApiError` and nothing else. */
export class Hooks {
  /** Null before they were read. */
  readonly items = signal<readonly Webhook[] | null>(null);
  readonly failure = signal<ApiError | null>(null);
  /** Secrets that were just made, by webhook: told once, and gone with this page. */
  readonly secrets = signal<ReadonlyMap<string, string>>(new Map());
  readonly #calls: Calls;

  constructor(calls: Calls) {
    this.#calls = calls;
  }

  async load(): Promise<void> {
    this.failure.value = null;
    try {
      this.items.value = (await this.#calls.ask<Schemas['WebhookList']>('get', PATH)).items;
    } catch (caught) {
      this.failure.value = asApiError(caught);
    }
  }

  async get(id: string): Promise<HookDoc> {
    return this.#heard(await this.#calls.ask<Webhook>('get', at(PATH, id)));
  }

  /** Where a form's webhook comes from and goes to. `doc` is the latest that is known of it. */
  source(doc: () => HookDoc | null): Source<HookDoc, HookForm> {
    return {
      read: () => this.get(doc()?.id ?? ''),
      change: (fields, version) => {
        const known = doc();
        if (known === null) throw new ApiError(0, { code: 'network' });
        return this.#put({ ...known, ...fields, version } as HookDoc);
      },
      create: async (whole) => this.#told(await this.#calls.ask<WithSecret>('post', PATH, { body: { ...wire(whole), active: true } })),
    };
  }

  /** Pauses it, or turns it on with a fresh start. */
  turn(doc: HookDoc, active: boolean): Promise<HookDoc> {
    return this.#put({ ...doc, active });
  }

  async rotate(id: string): Promise<HookDoc> {
    return this.#told(await this.#calls.ask<WithSecret>('post', `${at(PATH, id)}/rotate`));
  }

  async remove(id: string): Promise<void> {
    await this.#calls.tell('delete', at(PATH, id));
    if (this.items.value !== null) this.items.value = this.items.value.filter((one) => one.id !== id);
  }

  /** The id of the delivery that tests it. */
  async test(id: string): Promise<string> {
    return (await this.#calls.ask<Schemas['WebhookTest']>('post', `${at(PATH, id)}/test`)).deliveryId;
  }

  deliveries(id: string): Growing<Delivery> {
    return new Growing<Delivery>((cursor) => this.#calls.ask('get', `${at(PATH, id)}/deliveries`, { query: { limit: 25, ...(cursor === null ? {} : { cursor }) } }));
  }

  replay(id: string, delivery: string): Promise<Delivery> {
    return this.#calls.ask('post', `${at(PATH, id)}/deliveries/${encodeURIComponent(delivery)}/replay`);
  }

  forgetSecret(id: string): void {
    this.secrets.value = new Map([...this.secrets.value].filter(([of]) => of !== id));
  }

  async #put(doc: HookDoc): Promise<HookDoc> {
    const body = { ...wire(doc), active: doc.active, version: doc.version };
    try {
      return this.#heard(await this.#calls.ask<Webhook>('put', at(PATH, doc.id), { body }));
    } catch (caught) {
      const error = asApiError(caught);
      // Forms know a lost race by this status.
      if (error.status === 409) throw new ApiError(412, { code: error.code, detail: error.detail, requestId: error.requestId });
      throw error;
    }
  }

  #told({ secret, ...hook }: WithSecret): HookDoc {
    this.secrets.value = new Map([...this.secrets.value, [hook.id, secret]]);
    return this.#heard(hook);
  }

  #heard(hook: Webhook): HookDoc {
    const { value } = this.items;
    if (value !== null) this.items.value = value.some((one) => one.id === hook.id) ? value.map((one) => (one.id === hook.id ? hook : one)) : [...value, hook];
    return { ...hook, description: hook.description ?? '' };
  }
}

/** What the API takes of a form. */
function wire({ url, description, events, maxAttempts, disableAfter }: HookForm): object {
  return { url: url.trim(), description: description.trim() === '' ? null : description.trim(), events, maxAttempts: maxAttempts ?? BLANK.maxAttempts, disableAfter: disableAfter ?? BLANK.disableAfter };
}

/** Looks again until a delivery is done with, or nobody waits for it any more. */
export async function follow(list: Growing<Delivery>, id: string, left: () => boolean, rest = LOOK_MS): Promise<void> {
  for (let look = 0; look < LOOKS && !left(); look += 1) {
    await new Promise((resolve) => { setTimeout(resolve, rest); });
    if (left()) return;
    await list.load();
    const found = list.items.value?.find((one) => one.id === id);
    if (found !== undefined && FINAL.includes(found.status)) return;
  }
}

export const isFinal = (one: Delivery): boolean => FINAL.includes(one.status);
