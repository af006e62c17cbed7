import { useEffect, useState } from 'preact/hooks';
import { Labelled, described } from '../../parts/fields';
import { strings } from '../../strings';
import type { Bind } from '../bind';
import { useField } from './context';
import { UNITS, parted, type Unit } from './units';

const words = strings.admin.fields;

interface NumberProps {
  bind: Bind<number | null>;
  label: string;
  hint?: string;
  /** Stands behind the number: `days`. */
  unit?: string;
  least?: number;
  most?: number;
  /** Nothing may stand there, which is null. */
  optional?: boolean;
}

/** A whole number; null where nothing is written. What is no number is said when one saves. */
export function NumberField({ bind, label, hint, unit, least = 0, most = Number.MAX_SAFE_INTEGER, optional = false }: NumberProps) {
  const [typed, setTyped] = useTyped(bind.value, whole);
  const wrong = (): string | null => {
    if (typed.trim() === '') return optional ? null : words.missing;
    const number = whole(typed);
    if (number === null) return words.noNumber;
    return number < least || number > most ? words.range(least, most) : null;
  };
  const { id, problem } = useField(bind.path, { label, check: wrong });
  return (
    <Labelled id={id} label={label} hint={hint} problem={problem} optional={optional}>
      <span class="measure">
        <input {...described(id, hint, problem)} class="measure__number" type="text" inputMode="numeric" autocomplete="off" value={typed} data-testid={id}
          onInput={(event) => {
            setTyped(event.currentTarget.value);
            bind.set(whole(event.currentTarget.value));
          }} />
        {unit !== undefined && <span class="quiet">{unit}</span>}
      </span>
    </Labelled>
  );
}

interface DurationProps {
  /** Seconds. */
  bind: Bind<number | null>;
  label: string;
  hint?: string | undefined;
  least?: number;
  most?: number;
  optional?: boolean;
  /** What nothing written means, as `1 hour`. */
  placeholder?: string;
}

/** A span of time in the unit that fits it; its value is in seconds. */
export function DurationField({ bind, label, hint, least = 0, most = Number.MAX_SAFE_INTEGER, optional = false, placeholder }: DurationProps) {
  const begin = parted(bind.value);
  const [unit, setUnit] = useState<Unit>(begin.unit);
  const [typed, setTyped] = useTyped(bind.value === null ? null : bind.value / UNITS[unit], amount);
  // It was changed from elsewhere, to what is not said well in the unit that stands there.
  useEffect(() => {
    if (bind.value !== null && bind.value !== toSeconds(typed, unit)) setUnit(parted(bind.value).unit);
  }, [bind.value]);
  const wrong = (): string | null => {
    if (typed.trim() === '') return optional ? null : words.missing;
    const seconds = toSeconds(typed, unit);
    if (seconds === null) return words.noNumber;
    return seconds < least || seconds > most ? words.range(duration(least), duration(most)) : null;
  };
  const { id, problem } = useField(bind.path, { label, check: wrong, say: (value) => (value === null ? '' : duration(Number(value))) });
  return (
    <Labelled id={id} label={label} hint={hint} problem={problem} optional={optional}>
      <span class="measure">
        <input {...described(id, hint, problem)} class="measure__number" type="text" inputMode="decimal" autocomplete="off" placeholder={placeholder} value={typed}
          data-testid={id} onInput={(event) => {
            setTyped(event.currentTarget.value);
            bind.set(toSeconds(event.currentTarget.value, unit));
          }} />
        <select class="measure__unit" aria-label={words.unitOf(label)} value={unit} data-testid={`${id}-unit`} onChange={(event) => {
          const chosen = event.currentTarget.value as Unit;
          setUnit(chosen);
          bind.set(toSeconds(typed, chosen));
        }}>
          {(Object.keys(UNITS) as Unit[]).map((one) => <option key={one} value={one}>{words.units[one]}</option>)}
        </select>
      </span>
    </Labelled>
  );
}

/** A span in words: `90 minutes`, `2 days`. */
export function duration(seconds: number): string {
  const { count, unit } = parted(seconds);
  return words.span[unit](count);
}

const whole = (text: string): number | null => (/^\s*-?\d{1,12}\s*$/.test(text) ? Number(text) : null);
const amount = (text: string): number | null => (/^\s*\d{1,9}([.,]\d{1,3})?\s*$/.test(text) ? Number(text.replace(',', '.')) : null);

/** Whole seconds; null for what is no number. */
function toSeconds(text: string, unit: Unit): number | null {
  const number = amount(text);
  return number === null ? null : Math.round(number * UNITS[unit]);
}

/** What was typed, which need not be a number yet; anew when the value is changed from elsewhere. */
function useTyped(value: number | null, read: (text: string) => number | null): [string, (text: string) => void] {
  const [typed, setTyped] = useState(value === null ? '' : String(value));
  const differs = read(typed) !== value;
  useEffect(() => {
    if (differs && value !== null) setTyped(String(value));
    else if (value === null && read(typed) !== null) setTyped('');
  }, [value]);
  return [typed, setTyped];
}
