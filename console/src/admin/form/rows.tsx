import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { strings } from '../../strings';
import { row, type Bind } from '../bind';
import { Group } from './choice';
import { useField } from './context';

const words = strings.admin.fields;

let made = 0;
const fresh = (): string => `row-${(made += 1)}`;

/**
 * A list of rows with fields of their own: added, removed, and moved up and down by buttons. The focus stays with the row
 * that moved, and goes to the next one when a row is removed.
 */
export function RowsField<T>({ bind, label, hint, blank, add, name, most = 500, ordered = true, children }: {
  bind: Bind<T[]>;
  label: string;
  hint?: string;
  /** What a new row begins with. */
  blank: () => T;
  /** On the button that adds one: `Add a question`. */
  add: string;
  /** What a row is called, for its buttons: `Question 2`. */
  name: (value: T, place: number) => string;
  most?: number;
  /** Whether the order says something. */
  ordered?: boolean;
  children: (row: Bind<T>, place: number) => ComponentChildren;
}) {
  const { id, problem } = useField(bind.path, { label, say: (value) => words.rows((value as T[]).length) });
  const [said, setSaid] = useState('');
  const list = useRef<HTMLOListElement>(null);
  const adder = useRef<HTMLButtonElement>(null);
  // A row keeps its identity while it moves; rows that came otherwise are new ones.
  const keys = useRef<string[]>([]);
  if (keys.current.length !== bind.value.length) keys.current = bind.value.map((_, place) => keys.current[place] ?? fresh());

  const focus = (place: number, what: string): void =>
    void requestAnimationFrame(() => {
      const found = list.current?.children[place]?.querySelector<HTMLElement>(what);
      (found ?? adder.current)?.focus();
    });

  function append(): void {
    keys.current = [...keys.current, fresh()];
    bind.set([...bind.value, blank()]);
    focus(bind.value.length, 'input:not([type=hidden]), textarea, select');
  }
  function remove(place: number): void {
    setSaid(words.removed(name(bind.value[place] as T, place)));
    keys.current = keys.current.toSpliced(place, 1);
    bind.set(bind.value.toSpliced(place, 1));
    focus(Math.min(place, bind.value.length - 2), '[data-remove]');
  }
  function move(from: number, to: number): void {
    if (to < 0 || to >= bind.value.length) return;
    setSaid(words.moved(name(bind.value[from] as T, from), to + 1));
    keys.current = moved(keys.current, from, to);
    bind.set(moved(bind.value, from, to));
    focus(to, from < to ? '[data-down]' : '[data-up]');
  }

  return (
    <Group id={id} label={label} hint={hint} problem={problem}>
      <ol class="rows" ref={list}>
        {bind.value.map((value, place) => (
          <li class="rows__row" key={keys.current[place]} data-testid={`${id}-${place}`}>
            <div role="group" aria-label={name(value, place)}>
              <div class="rows__head">
                <p class="rows__name">{name(value, place)}</p>
                {ordered && (
                  <>
                    <button type="button" class="button button--small" data-up aria-disabled={place === 0} aria-label={words.up(name(value, place))} onClick={() => move(place, place - 1)}>↑</button>
                    <button type="button" class="button button--small" data-down aria-disabled={place === bind.value.length - 1} aria-label={words.down(name(value, place))}
                      onClick={() => move(place, place + 1)}>↓</button>
                  </>
                )}
                <button type="button" class="button button--small" data-remove aria-label={words.remove(name(value, place))} onClick={() => remove(place)}>{words.removeIt}</button>
              </div>
              {children(row(bind as Bind<readonly T[]>, place), place)}
            </div>
          </li>
        ))}
      </ol>
      <p class="unseen" role="status">{said}</p>
      <button ref={adder} type="button" class="button rows__add" aria-disabled={bind.value.length >= most} data-testid={`${id}-add`}
        onClick={() => { if (bind.value.length < most) append(); }}>{add}</button>
    </Group>
  );
}

const moved = <T,>(list: readonly T[], from: number, to: number): T[] => list.toSpliced(from, 1).toSpliced(to, 0, list[from] as T);
