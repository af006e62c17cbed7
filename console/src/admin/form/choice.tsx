import type { ComponentChildren } from 'preact';
import { Labelled, described } from '../../parts/fields';
import { strings } from '../../strings';
import type { Bind } from '../bind';
import { useField } from './context';

const words = strings.admin.fields;

export interface Option<T extends string> {
  value: T;
  label: string;
  hint?: string;
}

/** The frame of several controls with one name: legend, hint and problem. */
export function Group({ id, label, hint, problem, optional, children }: {
  id: string;
  label: string;
  hint?: string | undefined;
  problem: string | null;
  optional?: boolean | undefined;
  children: ComponentChildren;
}) {
  const said = [hint !== undefined && `${id}-hint`, problem !== null && `${id}-problem`].filter(Boolean).join(' ');
  return (
    <fieldset class="field" id={id} aria-describedby={said || undefined} data-wrong={problem !== null || undefined} tabIndex={-1} data-testid={id}>
      <legend>{label} {optional && <span class="quiet">({strings.fields.optional})</span>}</legend>
      {hint !== undefined && <p class="quiet field__hint" id={`${id}-hint`}>{hint}</p>}
      {children}
      {problem !== null && <p class="field__problem" id={`${id}-problem`}>{problem}</p>}
    </fieldset>
  );
}

/** On or off. */
export function SwitchField({ bind, label, hint }: { bind: Bind<boolean>; label: string; hint?: string }) {
  const { id, problem } = useField(bind.path, { label, say: (value) => (value ? words.on : words.off) });
  return (
    <div class="field">
      <label class="choice">
        <input {...described(id, hint, problem)} type="checkbox" role="switch" class="switch" checked={bind.value} data-testid={id}
          onChange={(event) => bind.set(event.currentTarget.checked)} />
        {label}
      </label>
      {hint !== undefined && <p class="quiet field__hint" id={`${id}-hint`}>{hint}</p>}
      {problem !== null && <p class="field__problem" id={`${id}-problem`}>{problem}</p>}
    </div>
  );
}

interface ChoiceProps<T extends string> {
  bind: Bind<T>;
  label: string;
  hint?: string | undefined;
  options: readonly Option<T>[];
  /** A list that opens, for more than a handful. */
  as?: 'select';
  required?: boolean;
}

/** One of several. */
export function ChoiceField<T extends string>({ bind, label, hint, options, as, required }: ChoiceProps<T>) {
  const say = (value: unknown): string => options.find((one) => one.value === (value ?? ''))?.label ?? String(value ?? '');
  const check = (): string | null => (required && bind.value === '' ? words.choose : null);
  const { id, problem } = useField(bind.path, { label, say, check });
  if (as === 'select') {
    return (
      <Labelled id={id} label={label} hint={hint} problem={problem}>
        <select {...described(id, hint, problem)} required={required} value={bind.value} data-testid={id} onChange={(event) => bind.set(event.currentTarget.value as T)}>
          {!options.some((one) => one.value === bind.value) && <option value={bind.value}>{bind.value === '' ? words.chooseOne : bind.value}</option>}
          {options.map((one) => <option key={one.value} value={one.value}>{one.label}</option>)}
        </select>
      </Labelled>
    );
  }
  return (
    <Group id={id} label={label} hint={hint} problem={problem}>
      {options.map((one) => (
        <label class="choice" key={one.value}>
          <input type="radio" name={id} value={one.value} checked={bind.value === one.value} data-testid={`${id}-${one.value}`} onChange={() => bind.set(one.value)} />
          <span>{one.label}{one.hint !== undefined && <span class="quiet choice__hint">{one.hint}</span>}</span>
        </label>
      ))}
    </Group>
  );
}

interface SeveralProps<T extends string> {
  bind: Bind<readonly T[]>;
  label: string;
  hint?: string | undefined;
  options: readonly Option<T>[];
  required?: boolean;
}

/** Any of several, in the order of the options. */
export function SeveralField<T extends string>({ bind, label, hint, options, required }: SeveralProps<T>) {
  const say = (value: unknown): string => (value as T[]).map((one) => options.find((option) => option.value === one)?.label ?? one).join(', ');
  const check = (): string | null => (required && bind.value.length === 0 ? words.chooseSome : null);
  const { id, problem } = useField(bind.path, { label, say, check });
  return (
    <Group id={id} label={label} hint={hint} problem={problem}>
      <Boxes id={id} bind={bind} options={options} />
    </Group>
  );
}

/** The boxes of several, without their frame. What was chosen and is not offered any more stays to be taken away. */
export function Boxes<T extends string>({ id, bind, options }: { id: string; bind: Bind<readonly T[]>; options: readonly Option<T>[] }) {
  const gone = bind.value.filter((one) => !options.some((option) => option.value === one)).map((value) => ({ value, label: value }));
  const all: readonly Option<T>[] = [...options, ...gone];
  const order = all.map((one) => one.value);
  return (
    <div class="field__many">
      {all.map((one) => (
        <label class="choice" key={one.value}>
          <input type="checkbox" checked={bind.value.includes(one.value)} data-testid={`${id}-${one.value}`}
            onChange={(event) => bind.set(event.currentTarget.checked ? order.filter((each) => each === one.value || bind.value.includes(each)) : bind.value.filter((each) => each !== one.value))} />
          <span>{one.label}{one.hint !== undefined && <span class="quiet choice__hint">{one.hint}</span>}</span>
        </label>
      ))}
    </div>
  );
}
