import { useRef, useState } from 'preact/hooks';
import { described } from '../../parts/fields';
import { strings } from '../../strings';
import type { Bind } from '../bind';
import { Group } from './choice';
import { useField } from './context';

const words = strings.admin.fields;

/** A list of short texts: tags, origins. Enter or a comma adds what was typed. `read` makes it what is kept. */
export function ListField({ bind, label, hint, most = 100, longest = 200, read = (typed) => typed.trim(), spaced }: {
  bind: Bind<string[]>;
  label: string;
  hint?: string;
  /** The most there may be. */
  most?: number;
  longest?: number;
  read?: (typed: string) => string;
  /** A comma is part of what one types. */
  spaced?: boolean;
}) {
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLInputElement>(null);
  // What was typed and not added is not lost by saving: it is said.
  const check = (): string | null => (read(typed) !== '' ? words.notAdded(read(typed)) : bind.value.length > most ? words.tooMany(most) : null);
  const { id, problem } = useField(bind.path, { label, check, say: (value) => (value as string[]).join(', ') });

  function add(): void {
    const found = read(typed);
    if (found !== '' && !bind.value.includes(found)) bind.set([...bind.value, found]);
    setTyped('');
  }
  function remove(one: string): void {
    bind.set(bind.value.filter((each) => each !== one));
    field.current?.focus();
  }

  return (
    <Group id={id} label={label} hint={hint} problem={problem} optional>
      {bind.value.length > 0 && (
        <ul class="chips" aria-label={label}>
          {bind.value.map((one) => (
            <li class="chip" key={one}>
              {one}
              <button type="button" class="chip__button" aria-label={words.remove(one)} onClick={() => remove(one)}>×</button>
            </li>
          ))}
        </ul>
      )}
      <span class="measure measure--add">
        <input {...described(`${id}-new`, undefined, null)} ref={field} type="text" dir="auto" autocomplete="off" aria-label={words.addTo(label)} maxLength={longest} value={typed}
          data-testid={`${id}-new`} onInput={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if ((event.key !== 'Enter' && (spaced || event.key !== ',')) || event.isComposing) return;
            event.preventDefault();
            add();
          }} />
        <button type="button" class="button" aria-disabled={read(typed) === ''} data-testid={`${id}-add`} onClick={() => { add(); field.current?.focus(); }}>{words.add}</button>
      </span>
    </Group>
  );
}
