import { signal, type Signal } from '@preact/signals';
import type { ApiClient } from '../api/client';
import type { User } from '../api/types';
import { addressOf } from '../nav/address';
import { Calls } from './calls';
import { Collection, type Use } from './collection';
import { Guard } from './guard';
import type { DocOf, Kinds, Singles, SpecOf } from './kinds';
import { Single } from './single';

/** What a list shows: what was searched for, which use, and the filters by name. It stays while one looks at others. */
export interface View {
  search: Signal<string>;
  use: Signal<Use>;
  filters: Signal<Readonly<Record<string, string>>>;
  /** Which one was opened last: it gets the focus when one comes back. */
  last: string | null;
}

type AnyCollection = Collection<DocOf<keyof Kinds>, SpecOf<keyof Kinds>>;

/** The settings of one affiliate, as long as one is on their page. */
export class Admin {
  readonly user: User;
  readonly calls: Calls;
  readonly guard = new Guard();
  /** The affiliate that a platform admin acts for; null for one's own. */
  readonly affiliateId: string | null;
  readonly #base: readonly string[];
  readonly #collections = new Map<string, AnyCollection>();
  readonly #views = new Map<string, View>();

  /** `base` is where the page's address begins: `settings`, or `affiliates` and one's id. */
  constructor(api: ApiClient, user: User, base: readonly string[], affiliateId: string | null = null) {
    this.user = user;
    this.#base = base;
    this.affiliateId = affiliateId;
    this.calls = new Calls(api.transport, affiliateId);
  }

  /** The documents of a kind; the same ones for everybody who asks. */
  collection<P extends keyof Kinds>(path: P): Collection<DocOf<P>, SpecOf<P>> {
    const known = this.#collections.get(path) ?? new Collection(this.calls, path);
    this.#collections.set(path, known as AnyCollection);
    return known as unknown as Collection<DocOf<P>, SpecOf<P>>;
  }

  /** What there is one of; `programId` fills the path where it needs one. */
  single<P extends keyof Singles>(path: P, programId = ''): Single<Singles[P][0], Singles[P][1]> {
    return new Single(this.calls, path.replace('{programId}', encodeURIComponent(programId)));
  }

  /** All programs, in use or not: their names stand everywhere. Read when they are first wanted. */
  get programs(): readonly DocOf<'/api/programs'>[] {
    const listing = this.collection('/api/programs').listing('all');
    return listing.items.value ?? [];
  }

  wantPrograms(): void {
    this.collection('/api/programs').listing('all').want();
  }

  programName(id: string): string {
    return this.programs.find((one) => one.id === id)?.name ?? id;
  }

  view(section: string): View {
    const known = this.#views.get(section) ?? { search: signal(''), use: signal<Use>('true'), filters: signal({}), last: null };
    this.#views.set(section, known);
    return known;
  }

  /** Where something stands: `address()` all sections, `address('tags')` a list, `address('tags', id)` one of them. */
  address(...rest: readonly string[]): string {
    const [page = '', ...within] = [...this.#base, ...rest];
    return addressOf(page, ...within);
  }
}
