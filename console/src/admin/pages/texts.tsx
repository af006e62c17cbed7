import { useEffect } from 'preact/hooks';
import type { Language } from '../../api/types';
import { strings } from '../../strings';
import '../../styles/admin-texts.css';
import { seen } from '../bind';
import { ChoiceField, ProgramField, VariablesField } from '../form';
import { CollectionSection, type FormProps } from '../parts/collection-section';
import type { SectionProps } from '../sections';
import { Approval } from '../texts/approval';
import { FilledPreview } from '../texts/filled-preview';
import { TEXTS, keyOf, partsOf, variablesOf, type TextName } from '../texts/known';
import { textsOf, written, type AutomaticText, type TextSpec } from '../texts/text-collection';
import { ofProgram } from './programs-of';

const words = strings.adminTexts;
const NAMES = Object.keys(TEXTS) as TextName[];
const LANGUAGES = Object.keys(strings.languages) as Language[];
const MOST_SEGMENTS = 6;

type Props = FormProps<AutomaticText, TextSpec>;

/** What Holdfast says to texters by itself. */
export function Texts({ admin, rest }: SectionProps) {
  const only = admin.programs.filter((one) => one.active);
  return (
    <CollectionSection<AutomaticText, TextSpec> admin={admin} rest={rest} section="texts" collection={textsOf(admin)} words={words}
      blank={() => ({ programId: only.length === 1 && only[0] !== undefined ? only[0].id : '', key: 'welcome', text: '' })}
      row={(doc) => row(written(doc), admin.programName(doc.programId))}
      filters={[
        ofProgram(admin, (one) => [one.programId]),
        {
          name: 'state', label: words.state, every: words.everyState, options: (['draft', 'unsent', 'sent'] as const).map((value) => ({ value, label: words.states[value] })),
          test: (one, state) => (state === 'draft' ? one.draft !== null : (written(one).sent === null) === (state === 'unsent')),
        },
        {
          name: 'language', label: words.language, every: words.everyLanguage, test: (one, language) => partsOf(one.key).language === (language === 'none' ? '' : language),
          options: [{ value: 'none', label: words.whoever }, ...LANGUAGES.map((value) => ({ value, label: strings.languages[value] }))],
        },
      ]}
      Fields={Fields} Below={Approval} />
  );
}

function row(doc: AutomaticText, program: string) {
  const { name, language } = partsOf(doc.key);
  return {
    title: [nameOf(name), language === '' ? '' : (strings.languages[language as Language] ?? language)].filter(Boolean).join(', '),
    facts: [program, whenOf(name, doc.when)],
    marks: [...(doc.sent === null ? [words.notSent] : []), ...(doc.draft !== null ? [words.draftWaits] : [])],
    also: `${doc.text} ${doc.sent ?? ''} ${doc.key}`,
  };
}

function Fields({ admin, form, doc }: Props) {
  const { programId, key, text } = form.values.value;
  const { name, language } = partsOf(key);
  const program = admin.programs.find((one) => one.id === programId);
  const may = doc?.variables ?? variablesOf(name);
  const variables = may.map((one) => ({ name: one, means: words.means[one as keyof typeof words.means] ?? '' }));
  const must = doc?.mustUse ?? (name in TEXTS ? variablesOf(name).filter((one) => (TEXTS[name as TextName] as { must?: readonly string[] }).must?.includes(one)) : []);
  const missing = (typed: string): string | null => {
    const gone = must.filter((one) => !typed.includes(`{${one}}`));
    return gone.length === 0 ? null : words.mustUse(gone.map((one) => `{${one}}`).join(' '));
  };
  return (
    <>
      {doc === null ? <Which admin={admin} form={form} /> : (
        <dl class="facts">
          <dt>{words.program}</dt>
          <dd dir="auto">{admin.programName(programId)}</dd>
          <dt>{words.language}</dt>
          <dd>{language === '' ? words.whoever : (strings.languages[language as Language] ?? language)}</dd>
          <dt>{words.when}</dt>
          <dd>{whenOf(name, doc.when)}</dd>
        </dl>
      )}
      {doc?.required === true && <p class="hint">{words.required}</p>}
      <VariablesField bind={form.bind('text')} label={words.text} hint={words.textHint} required most={4000} variables={variables} check={missing} />
      <FilledPreview id="text-preview" heading={words.preview} text={text} language={language === 'es' ? 'es' : 'en'} most={MOST_SEGMENTS}
        {...(program === undefined ? {} : { values: { line: program.name } })} />
    </>
  );
}

/** Of which program, which text, and in which language: a new one's, and it stays what it is. */
function Which({ admin, form }: Omit<Props, 'doc'>) {
  const all = textsOf(admin).listing('all');
  useEffect(() => all.want(), [all]);
  const key = form.bind('key');
  const { name, language } = partsOf(key.value);
  const { programId } = form.values.value;
  const there = all.items.value?.find((one) => one.programId === programId && one.key === key.value);
  return (
    <>
      <ProgramField admin={admin} bind={seen(form.bind('programId'), (id): string | null => id || null, (id) => id ?? '')} label={words.program} />
      <ChoiceField as="select" label={words.which} hint={whenOf(name, '')} options={NAMES.map((value) => ({ value, label: nameOf(value) }))}
        bind={{ path: key.path, value: name as TextName, set: (value) => key.set(keyOf(value, language)) }} />
      <ChoiceField label={words.language} hint={words.languageHint} options={[{ value: '', label: words.whoever }, ...LANGUAGES.map((value) => ({ value: value as string, label: strings.languages[value] }))]}
        bind={{ path: `${key.path}.language`, value: language, set: (value) => key.set(keyOf(name, value)) }} />
      <div role="status">
        {there !== undefined && <p class="hint">{words.there} <a class="link" href={admin.address('texts', there.id)} data-testid="text-there">{words.openThere}</a></p>}
      </div>
    </>
  );
}

const nameOf = (name: string): string => words.names[name as TextName] ?? name;
const whenOf = (name: string, otherwise: string): string => words.whens[name as TextName] ?? otherwise;
