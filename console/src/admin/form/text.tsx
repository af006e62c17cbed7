import { useRef } from 'preact/hooks';
import { Labelled, described } from '../../parts/fields';
import { strings } from '../../strings';
import type { Bind } from '../bind';
import { useField } from './context';

const words = strings.admin.fields;

export interface TextProps {
  bind: Bind<string>;
  label: string;
  hint?: string | undefined;
  /** Must not be empty. */
  required?: boolean;
  /** The most characters there may be. */
  most?: number;
  /** What else may be wrong, in words; null for nothing. */
  check?: (value: string) => string | null;
}

const useText = ({ bind, label, required, check }: TextProps) =>
  useField(bind.path, { label, check: () => (required && bind.value.trim() === '' ? words.missing : (check?.(bind.value.trim()) ?? null)) });

/** A line of text. */
export function TextField(props: TextProps & { type?: 'text' | 'email' | 'tel' | 'url'; autocomplete?: string; readOnly?: boolean }) {
  const { bind, label, hint, required, most } = props;
  const { id, problem } = useText(props);
  return (
    <Labelled id={id} label={label} hint={hint} problem={problem} optional={!required && !props.readOnly}>
      <input {...described(id, hint, problem)} type={(props.type ?? 'text') as 'text'} dir={props.type === 'tel' ? 'ltr' : 'auto'} autocomplete={props.autocomplete ?? 'off'}
        required={required} maxLength={most} readOnly={props.readOnly} value={bind.value} data-testid={id} onInput={(event) => bind.set(event.currentTarget.value)} />
    </Labelled>
  );
}

/** Several lines of text. */
export function LongTextField(props: TextProps & { rows?: number }) {
  const { bind, label, hint, required, most } = props;
  const { id, problem } = useText(props);
  return (
    <Labelled id={id} label={label} hint={hint} problem={problem} optional={!required}>
      <textarea {...described(id, hint, problem)} rows={props.rows ?? 3} required={required} maxLength={most} dir="auto" value={bind.value} data-testid={id}
        onInput={(event) => bind.set(event.currentTarget.value)} />
    </Labelled>
  );
}

/** What a text may speak of, by name, and what that is. */
export interface Variable {
  name: string;
  means: string;
}

/** Several lines of text that may speak of something: a chip puts `{line}` where one writes. */
export function VariablesField(props: TextProps & { rows?: number; variables: readonly Variable[] }) {
  const { bind, label, hint, required, most, variables } = props;
  const { id, problem } = useText(props);
  const area = useRef<HTMLTextAreaElement>(null);

  function insert(name: string): void {
    const at = area.current;
    if (at === null) return;
    at.focus();
    at.setRangeText(`{${name}}`, at.selectionStart, at.selectionEnd, 'end');
    bind.set(at.value);
  }

  return (
    <Labelled id={id} label={label} hint={hint} problem={problem} optional={!required}>
      <textarea {...described(id, hint, problem)} ref={area} rows={props.rows ?? 5} required={required} maxLength={most} dir="auto" value={bind.value}
        data-testid={id} onInput={(event) => bind.set(event.currentTarget.value)} />
      <ul class="variables" aria-label={words.variables}>
        {variables.map(({ name, means }) => (
          <li key={name}>
            <button type="button" class="chip chip--offer" aria-label={words.insert(name, means)} data-testid={`insert-${name}`} onClick={() => insert(name)}>{`{${name}}`}</button>
            <span class="quiet" aria-hidden="true">{means}</span>
          </li>
        ))}
      </ul>
    </Labelled>
  );
}
