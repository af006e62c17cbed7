import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { explain } from '../../parts/explain';
import { strings } from '../../strings';
import type { Admin } from '../admin';
import type { Collection, Use } from '../collection';
import type { Doc } from '../kinds';
import { plain } from '../plain';
import { SectionHeading } from './heading';

const words = strings.admin.list;

/** What a section says of itself. */
export interface SectionWords {
  title: string;
  lead: string;
  /** On the button that begins a new one, and where it is made. */
  add: string;
  newOne: string;
  create: string;
  /** When there are none. */
  none: string;
  /** What taking one out of use means. */
  takeOut: string;
}

/** How one stands in the list. */
export interface Row {
  title: string;
  facts: readonly string[];
  marks?: readonly string[];
  /** What else it is found by. */
  also?: string;
}

/** A filter beside the search: `test` says whether a document is one of `value`. */
export interface Filter<D> {
  name: string;
  label: string;
  every: string;
  options: readonly { value: string; label: string }[];
  test: (doc: D, value: string) => boolean;
}

export interface ListProps<D extends Doc> {
  admin: Admin;
  section: string;
  collection: Collection<D, never>;
  words: SectionWords;
  row: (doc: D) => Row;
  filters?: readonly Filter<D>[] | undefined;
  /** More in the head of the list, such as another way to add. */
  beside?: ComponentChildren;
  mayAdd?: boolean;
}

/** All documents of a kind: searched, filtered, each a way to its form. */
export function DocumentList<D extends Doc>({ admin, section, collection, words: own, row, filters = [], beside, mayAdd = true }: ListProps<D>) {
  const view = admin.view(section);
  const use = view.use.value;
  const listing = collection.listing(use);
  const chosen = view.filters.value;
  const list = useRef<HTMLUListElement>(null);
  // What was there is shown at once, and read anew behind it.
  useEffect(() => void listing.load(), [listing]);
  const docs = listing.items.value;
  const wanted = plain(view.search.value);
  const all = useMemo(
    () => (docs ?? []).map((doc) => ({ doc, ...row(doc) })).map((one) => ({ ...one, text: plain([one.title, ...one.facts, ...(one.marks ?? []), one.also ?? ''].join(' ')) }))
      .sort((a, b) => ORDER.compare(a.title, b.title)),
    [docs, admin.programs],
  );
  const shown = all.filter((one) => one.text.includes(wanted) && filters.every(({ name, test }) => (chosen[name] ?? '') === '' || test(one.doc, chosen[name] ?? '')));
  useEffect(() => {
    if (docs === null || view.last === null) return;
    const row = list.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(view.last)}"]`);
    (row ?? list.current?.closest('section')?.querySelector<HTMLElement>('h2'))?.focus();
    view.last = null;
  }, [docs === null]);
  const { failure, loading } = listing;
  const narrowed = shown.length < all.length;
  return (
    <section class="records" aria-labelledby={`section-${section}`} data-testid={`list-${section}`}>
      <div class="records__head">
        <SectionHeading quiet={view.last !== null}><span id={`section-${section}`}>{own.title}</span></SectionHeading>
        {beside}
        {mayAdd && <a class="button button--primary button--link" href={admin.address(section, 'new')} data-testid="add">{own.add}</a>}
      </div>
      <p class="quiet">{own.lead}</p>
      <div class="records__filters" role="search" aria-label={words.search(own.title)}>
        <input type="search" aria-label={words.searchIn} placeholder={words.searchIn} autocomplete="off" dir="auto" value={view.search.value} data-testid="search"
          onInput={(event) => { view.search.value = event.currentTarget.value; }} />
        {filters.map(({ name, label, every, options }) => (
          <select key={name} aria-label={label} value={chosen[name] ?? ''} data-testid={`filter-${name}`}
            onChange={(event) => { view.filters.value = { ...chosen, [name]: event.currentTarget.value }; }}>
            <option value="">{every}</option>
            {options.map((one) => <option key={one.value} value={one.value}>{one.label}</option>)}
          </select>
        ))}
        <select aria-label={words.use} value={use} data-testid="filter-use" onChange={(event) => { view.use.value = event.currentTarget.value as Use; }}>
          {(['true', 'false', 'all'] as const).map((one) => <option key={one} value={one}>{words.uses[one]}</option>)}
        </select>
      </div>
      <div role="alert">
        {failure.value !== null && (
          <p class="alert">
            {docs === null ? words.failed : words.stale} {explain(failure.value)}{' '}
            <button type="button" class="link" data-testid="again" onClick={() => void listing.load()}>{words.again}</button>
          </p>
        )}
      </div>
      <p class="records__count quiet" role="status" data-testid="count">{docs === null ? (failure.value === null ? words.loading : '') : countOf(shown.length, all.length, narrowed, loading.value)}</p>
      {docs !== null && shown.length === 0 && !loading.value && (
        <p class="records__none" data-testid="none">
          {narrowed ? words.nothingFound : use === 'true' ? own.none : words.noneSo}
          {narrowed && <> <button type="button" class="link" data-testid="show-all" onClick={() => { view.search.value = ''; view.filters.value = {}; }}>{words.showAll}</button></>}
        </p>
      )}
      <ul class="records__list" ref={list}>
        {shown.map(({ doc, title, facts, marks = [] }) => (
          <li key={doc.id}>
            <a class="record" href={admin.address(section, doc.id)} data-id={doc.id} data-testid="record" onClick={() => { view.last = doc.id; }}>
              <span class="record__title" dir="auto">{title}</span>
              {(marks.length > 0 || !doc.active) && (
                <span class="record__marks">
                  {!doc.active && <span class="mark">{words.out}</span>}
                  {marks.map((one) => <span class="mark mark--ask" key={one}>{one}</span>)}
                </span>
              )}
              {facts.length > 0 && <span class="record__facts">{facts.filter((one) => one !== '').join(' · ')}</span>}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

const ORDER = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

function countOf(shown: number, all: number, narrowed: boolean, loading: boolean): string {
  if (all === 0) return loading ? words.loading : '';
  return narrowed ? words.someOf(shown, all) : words.count(all);
}
