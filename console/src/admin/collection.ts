import { batch, signal } from '@preact/signals';
import { asApiError, type ApiError } from '../api/problem';
import { at, type Calls } from './calls';
import type { Doc } from './kinds';

/** Which documents are looked at: those in use, the others, or both. */
export type Use = 'true' | 'false' | 'all';

/** The most the API gives at once. */
const PAGE = 100;

/** The documents of one kind in use, out of use, or both: all of them, over as many pages as it takes. */
export class Listing<D extends Doc> {
  /** Null before the first page came. */
  readonly items = signal<readonly D[] | null>(null);
  readonly loading = signal(false);
  readonly failure = signal<ApiError | null>(null);
  readonly #read: (cursor: string | null) => Promise<{ items: D[]; nextCursor?: string | null }>;
  #turn = 0;

  constructor(read: (cursor: string | null) => Promise<{ items: D[]; nextCursor?: string | null }>) {
    this.#read = read;
  }

  /** Reads them anew. What was there stays until all of it came; at first each page is shown when it comes. */
  async load(): Promise<void> {
    const turn = ++this.#turn;
    const first = this.items.value === null;
    let found: D[] = [];
    let cursor: string | null = null;
    batch(() => {
      this.loading.value = true;
      this.failure.value = null;
    });
    try {
      do {
        const page = await this.#read(cursor);
        if (turn !== this.#turn) return;
        found = [...found, ...page.items];
        cursor = page.nextCursor ?? null;
        if (first || cursor === null) this.items.value = found;
      } while (cursor !== null);
    } catch (caught) {
      if (turn === this.#turn) this.failure.value = asApiError(caught);
    }
    if (turn === this.#turn) this.loading.value = false;
  }

  /** Reads them if nobody has yet, or the reading failed. */
  want(): void {
    if (!this.loading.value && (this.items.value === null || this.failure.value !== null)) void this.load();
  }

  /** A document as it is now; `here` says whether it belongs here. */
  put(doc: D, here: boolean): void {
    const { value } = this.items;
    // What is being read may be older than this.
    if (this.loading.value) void this.load();
    if (value === null) return;
    const place = value.findIndex((one) => one.id === doc.id);
    if (!here) this.items.value = value.filter((one) => one.id !== doc.id);
    else this.items.value = place < 0 ? [...value, doc] : value.with(place, doc);
  }
}

/** The documents of one kind of an affiliate, at `/api/tags` and the like. Every method throws `ApiError` and nothing else. */
export class Collection<D extends Doc, S extends object> {
  readonly path: string;
  readonly #calls: Calls;
  readonly #listings = new Map<Use, Listing<D>>();

  constructor(calls: Calls, path: string) {
    this.#calls = calls;
    this.path = path;
  }

  listing(use: Use): Listing<D> {
    const known = this.#listings.get(use);
    if (known !== undefined) return known;
    const made = new Listing<D>((cursor) =>
      this.#calls.ask('get', this.path, { query: { active: use, limit: PAGE, ...(cursor === null ? {} : { cursor }) } }));
    this.#listings.set(use, made);
    return made;
  }

  /** A document by its id, in use or not, if it was listed. */
  known(id: string): D | undefined {
    for (const listing of this.#listings.values()) {
      const found = listing.items.value?.find((one) => one.id === id);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  async get(id: string): Promise<D> {
    return this.heard(await this.#calls.ask<D>('get', at(this.path, id)));
  }

  /** Repeated with the same key it is made once. */
  async create(spec: S, idempotencyKey: string): Promise<D> {
    return this.heard(await this.#calls.ask<D>('post', this.path, { body: spec, idempotencyKey }));
  }

  /** Changes the given fields of what was at `version`: 412 when somebody was faster. */
  async change(id: string, fields: Partial<S>, version: number): Promise<D> {
    return this.heard(await this.#calls.ask<D>('put', at(this.path, id), { body: { ...fields, version } }));
  }

  async deactivate(id: string): Promise<D> {
    return this.heard(await this.#calls.ask<D>('delete', at(this.path, id)));
  }

  async restore(id: string, version: number): Promise<D> {
    return this.heard(await this.#calls.ask<D>('put', at(this.path, id), { body: { active: true, version } }));
  }

  /** Whatever else can be done with one: `POST {path}/{id}/{verb}`, answered by the document as it is then. */
  async act(id: string, verb: string, body: object = {}): Promise<D> {
    return this.heard(await this.#calls.ask<D>('post', `${at(this.path, id)}/${verb}`, { body }));
  }

  /** A document as it is now, wherever it came from: the lists show it. */
  heard(doc: D): D {
    for (const [use, listing] of this.#listings) listing.put(doc, use === 'all' || doc.active === (use === 'true'));
    return doc;
  }
}
