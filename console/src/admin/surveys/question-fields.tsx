import { useState } from 'preact/hooks';
import { Labelled, described } from '../../parts/fields';
import { strings } from '../../strings';
import { ChoiceField, LongTextField, NumberField, SwitchField, seen, under, type Bind } from '../form';
import { useField } from '../form/context';
import type { Question } from './asked';

const words = strings.adminSurveys;
const BOUND = 999;
const KINDS = ['scale', 'choice', 'text'] as const;

export const blankQuestion = (): Question => ({ id: '', kind: 'scale', text: '', least: 1, most: 5, choices: [], measuresDistress: false });

/** The fields of one question. What another kind has no use for is put back to what it is by default. */
export function QuestionFields({ bind }: { bind: Bind<Question> }) {
  const { kind, id, least, most, text } = bind.value;
  const kindBind: Bind<Question['kind']> = {
    path: `${bind.path}.kind`, value: kind,
    set: (value) => bind.set({ ...blankQuestion(), id, text, kind: value }, `${bind.path}.kind`),
  };
  const whole = (name: 'least' | 'most') => seen(under(bind, name), (value): number | null => value, (value) => value ?? 0);
  return (
    <>
      <ChoiceField as="select" bind={kindBind} label={words.kind} hint={words.kindHints[kind]} options={KINDS.map((value) => ({ value, label: words.kinds[value] }))} />
      <LongTextField bind={under(bind, 'text')} label={words.text} required most={600} rows={2} />
      {kind === 'scale' && (
        <>
          <div class="bounds">
            <NumberField bind={whole('least')} label={words.least} least={-BOUND} most={BOUND} />
            <NumberField bind={whole('most')} label={words.most} least={-BOUND} most={BOUND} />
          </div>
          {least >= most && <p class="field__problem">{words.wrongBounds}</p>}
          <SwitchField bind={under(bind, 'measuresDistress')} label={words.distress} hint={words.distressHint} />
        </>
      )}
      {kind === 'choice' && <ChoicesField bind={under(bind, 'choices')} />}
    </>
  );
}

/** A choice's labels, one a line, in their order. */
function ChoicesField({ bind }: { bind: Bind<string[]> }) {
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed !== null && read(typed).join('\n') === bind.value.join('\n') ? typed : bind.value.join('\n');
  const check = (): string | null => {
    const labels = bind.value.map((one) => one.toLowerCase());
    if (labels.length < 2 || labels.length > 10 || new Set(labels).size < labels.length) return words.choicesWrong;
    return bind.value.some((one) => one.length > 80) ? words.choiceLong : null;
  };
  const { id, problem } = useField(bind.path, { label: words.choices, check, say: (value) => (value as string[]).join(', ') });
  return (
    <Labelled id={id} label={words.choices} hint={words.choicesHint} problem={problem}>
      <textarea {...described(id, words.choicesHint, problem)} rows={4} dir="auto" value={shown} data-testid={id} onInput={(event) => {
        setTyped(event.currentTarget.value);
        bind.set(read(event.currentTarget.value));
      }} />
    </Labelled>
  );
}

const read = (typed: string): string[] => typed.split('\n').map((one) => one.trim()).filter((one) => one !== '');
