import { batch, computed, signal } from '@preact/signals';
import { asApiError, type ApiError } from '../api/problem';
import type { Bind } from './bind';
import { Claims } from './claims';
import { sayRefusal } from './refusals';
import { same } from './same';

/** Where what is edited comes from and goes to. All of it throws `ApiError` and nothing else. */
export interface Source<D, S> {
  read: () => Promise<D>;
  change: (fields: Partial<S>, version: number) => Promise<D>;
  /** Left out where nothing new can be made. */
  create?: (whole: S, idempotencyKey: string) => Promise<D>;
}

/** What the last attempt came to. `applied`: one's own fields stand on the newer version, and are not saved yet. */
export type Told = 'saved' | 'created' | 'applied' | 'back' | null;

/** Somebody changed it meanwhile: how it is now, and what one wanted to change oneself. */
export interface Conflict<D, S> {
  newer: D;
  mine: Partial<S>;
}

/** What was being typed, to go on with after signing in anew. */
export interface Typed<D, S> {
  doc: D | null;
  values: S;
}

/**
 * A document being edited, or a new one being made: the values typed, what is wrong with them, and whether they are
 * saved. Only what changed is sent, with the version it was changed from.
 */
export class Editing<D extends { version: number }, S extends object> {
  /** As the server has it; null for a new one. */
  readonly doc;
  readonly values;
  readonly busy = signal(false);
  readonly failure = signal<ApiError | null>(null);
  /** What is wrong, by path. */
  readonly problems = signal<ReadonlyMap<string, string>>(new Map());
  readonly conflict = signal<Conflict<D, S> | null>(null);
  readonly told = signal<Told>(null);
  /** Rises whenever a save was refused: the first problem gets the focus. */
  readonly refused = signal(0);
  /** The fields on the page. */
  readonly claims = new Claims();
  readonly dirty = computed(() => this.changed.value.length > 0);
  /** The fields that differ from what the server has. */
  readonly changed = computed(() => this.#names.filter((name) => !same(this.values.value[name], this.#base.value[name])));
  readonly #source: Source<D, S>;
  readonly #names: (keyof S & string)[];
  readonly #base;
  #key: string | null = null;

  /** `blank` has every field of the form, with what a new document begins with. */
  constructor(source: Source<D, S>, blank: S, doc: D | null = null, typed: Typed<D, S> | null = null) {
    this.#source = source;
    this.#names = Object.keys(blank) as (keyof S & string)[];
    const known = typed === null ? doc : typed.doc;
    this.doc = signal<D | null>(known);
    this.#base = signal<S>(known === null ? blank : this.#pick(known));
    this.values = signal<S>(typed?.values ?? this.#base.value);
    if (typed !== null) this.told.value = 'back';
  }

  bind<K extends keyof S & string>(name: K): Bind<S[K]> {
    return { path: name, value: this.values.value[name], set: (value, changed = name) => this.#set(name, value, changed) };
  }

  /** Saves what changed; true when the server has it. */
  async save(): Promise<boolean> {
    if (this.busy.value) return false;
    const wrong = this.claims.check();
    if (wrong.size > 0) return this.#refuse(wrong);
    const sent = this.values.value;
    const { value: doc } = this.doc;
    const fields = this.#only(this.changed.value, sent);
    batch(() => {
      this.busy.value = true;
      this.failure.value = null;
      this.told.value = null;
      this.problems.value = new Map();
    });
    try {
      if (doc === null) this.#saved(await this.#create(sent), sent, 'created');
      else if (this.dirty.value) this.#saved(await this.#source.change(fields, doc.version), sent, 'saved');
      else this.told.value = 'saved';
      return true;
    } catch (caught) {
      const error = asApiError(caught);
      if (error.status === 412) return await this.#overtaken(fields, sent);
      return this.#fail(error);
    } finally {
      this.busy.value = false;
    }
  }

  /** Puts one's own fields upon the newer version; they are still to be saved. */
  applyMine(): void {
    const { value } = this.conflict;
    if (value === null) return;
    this.#adopt(value.newer, { ...this.#pick(value.newer), ...value.mine }, 'applied');
  }

  /** Lets go of what one typed for the newer version. */
  takeNewer(): void {
    const { value } = this.conflict;
    if (value !== null) this.#adopt(value.newer, this.#pick(value.newer), null);
  }

  /** Back to what the server has. */
  discard(): void {
    batch(() => {
      this.values.value = this.#base.value;
      this.problems.value = new Map();
      this.failure.value = null;
      this.conflict.value = null;
      this.told.value = null;
    });
  }

  /** Something else than saving changed the document, such as taking it out of use: what is typed stays. */
  heard(doc: D): void {
    const mine = this.#only(this.changed.value, this.values.value);
    this.#adopt(doc, { ...this.#pick(doc), ...mine }, null);
  }

  get typed(): Typed<D, S> {
    return { doc: this.doc.value, values: this.values.value };
  }

  #set<K extends keyof S & string>(name: K, value: S[K], changed: string): void {
    batch(() => {
      this.values.value = { ...this.values.value, [name]: value };
      this.told.value = null;
      // What is wrong with something is said until it is changed; in a list that was changed as such, of all of it.
      const beside = ([path]: [string, string]): boolean => !within(path, changed) && !within(changed, path);
      if (this.problems.value.size > 0) this.problems.value = new Map([...this.problems.value].filter(beside));
    });
  }

  async #create(whole: S): Promise<D> {
    if (this.#source.create === undefined) throw new Error('nothing new can be made here');
    // The same key until an answer comes: it is not made twice.
    this.#key ??= crypto.randomUUID();
    try {
      const made = await this.#source.create(whole, this.#key);
      this.#key = null;
      return made;
    } catch (caught) {
      if (!asApiError(caught).outcomeUnknown) this.#key = null;
      throw caught;
    }
  }

  /** What was typed while it was on its way stays, and is still to be saved. */
  #saved(doc: D, sent: S, told: Told): void {
    const later = this.#names.filter((name) => !same(this.values.value[name], sent[name]));
    this.#adopt(doc, { ...this.#pick(doc), ...this.#only(later, this.values.value) }, told);
  }

  /** Somebody was faster; or it was oneself, and the answer got lost. */
  async #overtaken(mine: Partial<S>, sent: S, tries = 3): Promise<boolean> {
    try {
      const newer = await this.#source.read();
      const now = this.#pick(newer);
      if (Object.keys(mine).every((name) => same(now[name as keyof S], mine[name as keyof S]))) this.#saved(newer, sent, 'saved');
      // What changed is not on this page: its version goes up with parts that are edited elsewhere.
      else if (tries > 0 && same(now, this.#base.value)) this.#saved(await this.#source.change(mine, newer.version), sent, 'saved');
      else {
        this.conflict.value = { newer, mine };
        return false;
      }
      return true;
    } catch (caught) {
      const error = asApiError(caught);
      return error.status === 412 && tries > 0 ? this.#overtaken(mine, sent, tries - 1) : this.#fail(error);
    }
  }

  #adopt(doc: D, values: S, told: Told): void {
    batch(() => {
      this.doc.value = doc;
      this.#base.value = this.#pick(doc);
      this.values.value = values;
      this.problems.value = new Map();
      this.failure.value = null;
      this.conflict.value = null;
      this.told.value = told;
    });
  }

  #fail(error: ApiError): false {
    this.failure.value = error;
    return this.#refuse(new Map(error.fields.map(({ field, message }) => [pathOf(field), sayRefusal(message)])));
  }

  #refuse(problems: ReadonlyMap<string, string>): false {
    batch(() => {
      this.problems.value = problems;
      this.told.value = null;
      this.refused.value += 1;
    });
    return false;
  }

  #pick(doc: D): S {
    return this.#only(this.#names, doc as unknown as S) as S;
  }

  #only(names: readonly (keyof S & string)[], of: S): Partial<S> {
    return Object.fromEntries(names.map((name) => [name, of[name]])) as Partial<S>;
  }
}

/** `hours.week[0].from` and `hours.week.0.from` are the same place. */
export const pathOf = (field: string): string => field.replace(/\[(\w+)\]/g, '.$1');

const within = (path: string, around: string): boolean => path === around || path.startsWith(`${around}.`);
