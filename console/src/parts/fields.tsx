import type { ComponentChildren } from 'preact';
import type { ResponderStatus, Urgency } from '../api/types';
import type { Field } from '../desk/moves';
import { language, strings } from '../strings';
import { fromLocalInput, toLocalInput } from './times';

const words = strings.fields;
const URGENCIES: readonly Urgency[] = ['immediate', 'urgent', 'routine'];

interface Props<F extends Field> {
  field: F;
  value: string | boolean;
  problem: string | null;
  onChange: (value: string | boolean) => void;
}

/** A label, its control, what helps to fill it in, and what is wrong with it. `control` gets what it must carry. */
export function Labelled({ id, label, hint, problem, optional, children }: {
  id: string;
  label: string;
  hint?: string | undefined;
  problem: string | null;
  optional?: boolean;
  children: ComponentChildren;
}) {
  return (
    <div class="field">
      <label for={id}>{label} {optional && <span class="quiet">({words.optional})</span>}</label>
      {children}
      {hint !== undefined && <p class="quiet field__hint" id={`${id}-hint`}>{hint}</p>}
      {problem !== null && <p class="field__problem" id={`${id}-problem`}>{problem}</p>}
    </div>
  );
}

/** What a control says about itself to assistive technology. */
export const described = (id: string, hint: string | undefined, problem: string | null) => ({
  id,
  'aria-invalid': problem !== null,
  'aria-describedby': [hint !== undefined && `${id}-hint`, problem !== null && `${id}-problem`].filter(Boolean).join(' ') || undefined,
});

export function MoveField({ responders, ...props }: Props<Field> & { responders: readonly ResponderStatus[] }) {
  const { field } = props;
  if (field.kind === 'words') return <WordsField {...props} field={field} />;
  if (field.kind === 'urgency') return <UrgencyField {...props} field={field} />;
  if (field.kind === 'moment') return <MomentField {...props} field={field} />;
  if (field.kind === 'agreed') return <AgreedField {...props} field={field} />;
  return <ResponderField {...props} field={field} responders={responders} />;
}

function WordsField({ field, value, problem, onChange }: Props<Extract<Field, { kind: 'words' }>>) {
  const id = `field-${field.name}`;
  const hint = field.name === 'location' ? words.locationHint : undefined;
  return (
    <Labelled id={id} label={words[field.name]} hint={hint} problem={problem} optional={!field.required}>
      <textarea {...described(id, hint, problem)} rows={3} maxLength={field.longest} required={field.required} dir="auto" value={String(value)}
        onInput={(event) => onChange(event.currentTarget.value)} />
    </Labelled>
  );
}

function UrgencyField({ field, value, onChange }: Props<Extract<Field, { kind: 'urgency' }>>) {
  return (
    <fieldset class="field">
      <legend>{words.urgency}</legend>
      {URGENCIES.map((one) => (
        <label class="choice" key={one}>
          <input type="radio" name={field.name} value={one} checked={value === one} onChange={() => onChange(one)} />
          {words.urgencies[one]}
        </label>
      ))}
    </fieldset>
  );
}

function MomentField({ value, problem, onChange }: Props<Extract<Field, { kind: 'moment' }>>) {
  const id = 'field-scheduledTime';
  return (
    <Labelled id={id} label={words.scheduledTime} hint={words.scheduledTimeHint} problem={problem}>
      <input {...described(id, words.scheduledTimeHint, problem)} type="datetime-local" required value={toLocalInput(String(value))}
        onInput={(event) => onChange(fromLocalInput(event.currentTarget.value))} />
    </Labelled>
  );
}

function AgreedField({ field, value, problem, onChange }: Props<Extract<Field, { kind: 'agreed' }>>) {
  return (
    <div class="field">
      <label class="choice">
        <input {...described(`field-${field.name}`, undefined, problem)} type="checkbox" checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)} />
        {words.consent}
      </label>
      {problem !== null && <p class="field__problem" id={`field-${field.name}-problem`}>{problem}</p>}
    </div>
  );
}

function ResponderField({ field, value, problem, onChange, responders }: Props<Extract<Field, { kind: 'responder' }>> & { responders: readonly ResponderStatus[] }) {
  const instead = field.or === null ? null : { queue: words.toQueue, me: words.toMe }[field.or];
  return (
    <fieldset class="field" aria-describedby={problem === null ? undefined : 'field-responderId-problem'}>
      <legend>{words.responderId}</legend>
      <div class="field__many">
        {instead !== null && (
          <label class="choice">
            <input type="radio" name={field.name} value={field.or ?? ''} checked={value === field.or} onChange={() => onChange(field.or ?? '')} />
            {instead}
          </label>
        )}
        {responders.map((one) => (
          <label class="choice" key={one.id}>
            <input type="radio" name={field.name} value={one.id} checked={value === one.id} onChange={() => onChange(one.id)} />
            <span>
              <strong>{one.name}</strong>{' '}
              <span class="quiet">{[strings.presence[one.state], strings.floor.load(one.load, one.limit), ...one.languages.filter((name) => name !== language).map((name) => strings.languages[name])].join(' · ')}</span>
            </span>
          </label>
        ))}
      </div>
      {responders.length === 0 && <p class="quiet">{words.nobody}</p>}
      {problem !== null && <p class="field__problem" id="field-responderId-problem">{problem}</p>}
    </fieldset>
  );
}
