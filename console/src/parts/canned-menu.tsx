import Combobox from '@github/combobox-nav';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { blanksIn, DOUBTED_MS, filled, fitting, putIn, slashAt, type CannedList, type CannedResponse, type Known } from '../desk/canned';
import type { Conversation } from '../api/types';
import { strings } from '../strings';

const words = strings.writing;

export interface Canning {
  list: CannedList;
  /** The texter's; null where it is not known. */
  language: Conversation['language'];
  known: Known;
}

interface Wanted extends Canning {
  /** Of the element that holds the list; unique on the page. */
  id: string;
  input: { current: HTMLTextAreaElement | null };
}

/** Where a response would be put in, and what was typed to find it. */
interface Place {
  from: number;
  to: number;
  query: string;
}

/**
 * Canned responses in a text box: a slash at the start of a word opens them, and so does a button. Returns what the box
 * has to tell, what it has to show, and whether a key is the menu's.
 */
export function useCannedMenu({ id, input, list, language, known }: Wanted) {
  const [place, setPlace] = useState<Place | null>(null);
  const [told, setTold] = useState('');
  /** By the button: where it was pressed. By a slash: nothing. */
  const pressedAt = useRef<number | null>(null);
  /** A slash that Escape has closed stays closed. */
  const dismissed = useRef<number | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const options = useRef<HTMLUListElement>(null);
  const combobox = useRef<Combobox | null>(null);
  const choose = useRef<(response: string) => void>(() => undefined);

  const items = list.items.value;
  const found = useMemo(() => (place === null ? [] : fitting(items ?? [], place.query, language)), [place, items, language]);
  // Among several words, a slash that finds nothing is just a slash.
  const shown = place !== null && (found.length > 0 || !/\s/.test(place.query));
  const choosing = shown && found.length > 0;

  const close = (): void => {
    pressedAt.current = null;
    setPlace(null);
  };

  /** The text or the caret has changed. */
  function look(): void {
    const element = input.current;
    if (element === null) return;
    const { value, selectionStart, selectionEnd } = element;
    const slash = selectionStart === selectionEnd ? slashAt(value, selectionEnd) : null;
    if (slash === null) dismissed.current = null;
    const began = pressedAt.current;
    if (slash !== null && slash.from !== dismissed.current) setPlace({ ...slash, to: selectionEnd });
    else if (began !== null && selectionEnd >= began && !value.slice(began, selectionEnd).includes('\n')) {
      setPlace({ from: began, to: selectionEnd, query: value.slice(began, selectionEnd) });
    } else close();
  }

  function press(byTouch: boolean): void {
    if (shown) return close();
    const element = input.current;
    if (element === null || element.readOnly) return;
    pressedAt.current = element.selectionEnd;
    setPlace({ from: element.selectionEnd, to: element.selectionEnd, query: '' });
    // By touch, the keyboard would cover the list.
    if (!byTouch) element.focus({ preventScroll: true });
  }

  function put(one: CannedResponse): void {
    const element = input.current;
    if (element === null || place === null) return;
    const said = filled(one, known);
    const { text, start, end } = putIn(element.value, place.from, place.to, said);
    close();
    element.focus({ preventScroll: true });
    element.setSelectionRange(place.from, place.to);
    // The one way that can be undone by the keyboard; browsers that lack it get the text all the same.
    const inserted = text.slice(place.from, text.length - (element.value.length - place.to));
    if (!document.execCommand('insertText', false, inserted)) {
      element.value = text;
      element.dispatchEvent(new Event('input', { bubbles: true }));
    }
    const [blank] = blanksIn(said);
    if (blank === undefined) element.setSelectionRange(end, end);
    else element.setSelectionRange(start + said.indexOf(blank), start + said.indexOf(blank) + blank.length);
    setTold(words.put(one.title));
  }
  choose.current = (response) => {
    const one = found.find(({ id }) => id === response);
    if (one !== undefined) put(one);
  };

  // Read when there is something to write in, so that the first slash need not wait.
  useEffect(() => void list.freshen(), [place !== null, list]);
  useEffect(() => {
    if (place !== null && found.length === 0) void list.freshen(DOUBTED_MS);
  }, [place, found]);

  useLayoutEffect(() => {
    const [element, box] = [input.current, options.current];
    if (!choosing || element === null || box === null) return;
    // What Enter takes is what is marked and read out.
    const menu = new Combobox(element, box, { firstOptionSelectionMode: 'selected', scrollIntoViewOptions: { block: 'nearest' } });
    combobox.current = menu;
    menu.start();
    const chosen = ({ target }: Event): void => choose.current((target as HTMLElement).dataset['response'] ?? '');
    box.addEventListener('combobox-commit', chosen);
    // A text area may not be called a combobox, and a text box neither folds nor unfolds: it stays one, with a list
    // beside it (`aria-controls`) and the one of it that Enter takes (`aria-activedescendant`).
    for (const name of ['role', 'aria-expanded']) element.removeAttribute(name);
    return () => {
      combobox.current = null;
      box.removeEventListener('combobox-commit', chosen);
      menu.destroy();
    };
  }, [choosing]);
  // After the event that changed the list: the combobox lets go of its mark in the same event.
  useEffect(() => combobox.current?.resetSelection(), [found]);

  useEffect(() => {
    if (!shown) return;
    const elsewhere = ({ target }: Event): void => {
      if (target instanceof Node && !box.current?.closest('form')?.contains(target)) close();
    };
    for (const kind of ['pointerdown', 'focusin']) document.addEventListener(kind, elsewhere);
    return () => {
      for (const kind of ['pointerdown', 'focusin']) document.removeEventListener(kind, elsewhere);
    };
  }, [shown]);

  useEffect(() => {
    if (!shown) return;
    setTold(found.length > 0 ? words.found(found.length) : hintOf(list, place?.query ?? ''));
  }, [shown, found.length, items, list.failure.value]);

  /** True for a key that is the menu's: nothing else is to be done with it. */
  function onKey(event: KeyboardEvent): boolean {
    if (!shown) return false;
    if (event.key === 'Escape') {
      dismissed.current = place?.from ?? null;
      close();
      event.preventDefault();
      event.stopPropagation();
      return true;
    }
    const marked = (): boolean => options.current?.querySelector('[aria-selected="true"]') != null;
    // From the last one on to the first, and back.
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setTimeout(() => { if (!marked()) combobox.current?.navigate(step); });
      return true;
    }
    if ((event.key !== 'Enter' && event.key !== 'Tab') || event.shiftKey) return false;
    // The combobox takes the one that is marked: when the last letter was typed just now, that is the first.
    if (choosing && !marked()) combobox.current?.resetSelection();
    if (choosing) return true;
    // It is known in a moment.
    if (event.key === 'Enter' && items === null && list.failure.value === null) {
      event.preventDefault();
      return true;
    }
    // Nothing fits. Half a search is not sent to a texter by a habit of the hand: the key only closes the list.
    dismissed.current = place?.from ?? null;
    close();
    if (event.key === 'Enter') event.preventDefault();
    return true;
  }

  const view = (
    <>
      <div class="unseen" role="status">{told}</div>
      <div class="canned" ref={box} hidden={!shown} data-testid="canned">
        {choosing ? (
          <ul class="canned__list" id={id} role="listbox" aria-label={words.canned} ref={options} onMouseDown={(event) => event.preventDefault()}>
            {found.map((one) => <Option key={one.id} id={`${id}-${one.id}`} one={one} text={filled(one, known)} />)}
          </ul>
        ) : <p class="canned__hint">{hintOf(list, place?.query ?? '')}</p>}
      </div>
    </>
  );
  return { shown, look, onKey, press, view };
}

function Option({ id, one, text }: { id: string; one: CannedResponse; text: string }) {
  const blanks = blanksIn(text);
  return (
    <li class="canned__option" id={id} role="option" data-response={one.id} data-testid="canned-option">
      <span class="canned__top">
        <span class="canned__title" dir="auto">{one.title}</span>
        {one.shortcut !== null && <span class="quiet">/{one.shortcut}</span>}
        {one.language !== null && <span class="mark" lang={one.language}>{strings.languages[one.language]}</span>}
      </span>
      <span class="canned__text" dir="auto">{text}</span>
      {blanks.length > 0 && <span class="canned__blanks">{words.hasBlanks(blanks.join(' '))}</span>}
    </li>
  );
}

function hintOf(list: CannedList, query: string): string {
  const [items, failure] = [list.items.value, list.failure.value];
  if (failure !== null && (items === null || items.length === 0)) return words.failed;
  if (items === null) return words.loading;
  return query === '' ? words.none : words.nothing;
}
