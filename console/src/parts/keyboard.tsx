import { signal } from '@preact/signals';
import type { ComponentChild } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Desk } from '../desk/desk';
import { strings } from '../strings';

const words = strings.thread.keys;
const KEPT_AS = 'holdfast.keys';

/** Whether `?` opens the list. A key by itself may be in somebody's way (dictation, a sensitive keyboard): it can be turned off. */
const helpByKey = signal(kept());

type Row = keyof typeof words.rows;
const KEYS: readonly [Row, readonly string[]][] = [
  ['unanswered', ['Alt + ↓', 'Alt + ↑']],
  ['next', ['Alt + N']],
  ['send', ['Enter']],
  ['line', ['Shift + Enter']],
  ['tabs', ['←', '→']],
  ['thread', ['↑', '↓', 'Home', 'End']],
  ['escape', ['Esc']],
  ['help', ['?']],
];

/** What keys do on the responder's page, for as long as it stands. `list` is to be drawn where nothing hides it. */
export function useKeys(desk: Desk): { list: ComponentChild; open: () => void } {
  const [listed, setListed] = useState(false);
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]') !== null) return;
      const deed = deedOf(event);
      if (deed === null) return;
      event.preventDefault();
      if (deed === 'help') setListed(true);
      else if (deed === 'next') void desk.takeNext();
      else desk.toUnanswered(deed === 'down' ? 1 : -1);
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [desk]);
  return { list: listed && <KeyList onClose={() => setListed(false)} />, open: () => setListed(true) };
}

/** Opens the list for who would not find the key. */
export function KeysButton({ onOpen }: { onOpen: () => void }) {
  return (
    <p class="list__keys">
      <button type="button" class="link" data-testid="open-keys" aria-haspopup="dialog" onClick={onOpen}>{strings.thread.panes.keys}</button>
    </p>
  );
}

type Deed = 'down' | 'up' | 'next' | 'help';

function deedOf(event: KeyboardEvent): Deed | null {
  const { key, altKey, ctrlKey, metaKey, shiftKey, target } = event;
  if (ctrlKey || metaKey) return null;
  if (!altKey) return key === '?' && helpByKey.value && !writes(target) ? 'help' : null;
  if (shiftKey) return null;
  // A list of choices opens by the same keys.
  if ((key === 'ArrowDown' || key === 'ArrowUp') && !(target instanceof HTMLSelectElement)) return key === 'ArrowDown' ? 'down' : 'up';
  // Where these keys write a sign of their own, such as the tilde of ñ, they do that: the sign then is the key.
  return key.toLowerCase() === 'n' || (event.code === 'KeyN' && !writes(target)) ? 'next' : null;
}

const writes = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input:not([type="checkbox"], [type="radio"]), textarea, select'));

function KeyList({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog class="dialog" ref={dialog} aria-labelledby="keys-heading" data-testid="keys" onClose={onClose}>
      <h2 id="keys-heading">{words.heading}</h2>
      <dl class="keys">
        {KEYS.map(([row, keys]) => (
          <div class="keys__row" key={row}>
            <dt>{keys.map((key, at) => <span key={key}>{at > 0 && ' '}<kbd>{key}</kbd></span>)}</dt>
            <dd>{words.rows[row]}</dd>
          </div>
        ))}
      </dl>
      <label class="choice">
        <input type="checkbox" checked={helpByKey.value} data-testid="help-by-key" onChange={(event) => keep(event.currentTarget.checked)} />
        {words.switch}
      </label>
      <div class="dialog__buttons">
        <button type="button" class="button button--primary" data-testid="close-keys" onClick={() => dialog.current?.close()}>{words.close}</button>
      </div>
    </dialog>
  );
}

function kept(): boolean {
  try {
    return localStorage.getItem(KEPT_AS) !== 'off';
  } catch {
    return true;
  }
}

function keep(on: boolean): void {
  helpByKey.value = on;
  try {
    localStorage.setItem(KEPT_AS, on ? 'on' : 'off');
  } catch {
    // Storage is forbidden here: it lasts as long as the page does.
  }
}
