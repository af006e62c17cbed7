import { useState } from 'preact/hooks';
import { Labelled, described } from '../../parts/fields';
import { strings } from '../../strings';
import type { Bind } from '../bind';
import { useField } from '../form/context';

const words = strings.adminPages.lines;
const MILLIONTHS = 1_000_000;

/** US dollars, kept in millionths: a segment costs less than a cent. */
export function PriceField({ bind, label, hint }: { bind: Bind<number | null>; label: string; hint: string }) {
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed !== null && read(typed) === bind.value ? typed : inDollars(bind.value);
  const check = (): string | null => (typed !== null && typed.trim() !== '' && read(typed) === null ? words.noPrice : null);
  const { id, problem } = useField(bind.path, { label, check, say: (value) => inDollars(value as number | null) });
  return (
    <Labelled id={id} label={label} hint={hint} problem={problem} optional>
      <span class="measure">
        <input {...described(id, hint, problem)} class="measure__number" type="text" inputMode="decimal" autocomplete="off" value={typed !== null && read(typed) === null ? typed : shown}
          data-testid={id} onInput={(event) => {
            setTyped(event.currentTarget.value);
            bind.set(read(event.currentTarget.value));
          }} />
        <span class="quiet">{words.dollars}</span>
      </span>
    </Labelled>
  );
}

const read = (typed: string): number | null => (/^\s*\d{1,2}([.,]\d{0,6})?\s*$/.test(typed) ? Math.round(Number(typed.replace(',', '.')) * MILLIONTHS) : null);

const inDollars = (millionths: number | null): string => (millionths === null ? '' : String(millionths / MILLIONTHS));
