import { strings } from '../../strings';
import '../../styles/admin-surveys.css';
import { seen } from '../bind';
import { ChoiceField, LongTextField, ProgramField, RowsField, TextField } from '../form';
import { CollectionSection, type FormProps } from '../parts/collection-section';
import type { DocOf, SpecOf } from '../kinds';
import type { SectionProps } from '../sections';
import type { Question } from '../surveys/asked';
import { QuestionFields, blankQuestion } from '../surveys/question-fields';
import { SurveyPreview } from '../surveys/survey-preview';
import { ofProgram } from './programs-of';

const words = strings.adminSurveys;
const TYPES = ['entry', 'exit'] as const;

type Survey = DocOf<'/api/surveys'>;
type Form = Omit<Required<SpecOf<'/api/surveys'>>, 'questions'> & { questions: Question[] };

export function Surveys({ admin, rest }: SectionProps) {
  const only = admin.programs.filter((one) => one.active);
  return (
    <CollectionSection<Survey, Form> admin={admin} rest={rest} section="surveys" collection={admin.collection('/api/surveys')} words={words}
      blank={() => ({ programId: only.length === 1 && only[0] !== undefined ? only[0].id : '', type: 'entry', title: '', intro: null, questions: [blankQuestion()] })}
      row={(one) => ({
        title: one.title,
        facts: [words.usedBy(admin.programName(one.programId)), words.count(one.questions.length)],
        marks: [words.types[one.type]],
        also: one.questions.map(({ text }) => text).join(' '),
      })}
      filters={[
        ofProgram(admin, (one) => [one.programId]),
        { name: 'type', label: words.type, every: words.everyType, options: TYPES.map((value) => ({ value, label: words.types[value] })), test: (one, type) => one.type === type },
      ]}
      Fields={Fields} Below={Preview} />
  );
}

function Fields({ admin, form, doc }: FormProps<Survey, Form>) {
  return (
    <>
      <TextField bind={form.bind('title')} label={words.name} hint={words.nameHint} required most={80} />
      <ProgramField admin={admin} bind={seen(form.bind('programId'), (id): string | null => id || null, (id) => id ?? '')} label={words.program} hint={words.programHint} />
      <ChoiceField bind={form.bind('type')} label={words.type} options={TYPES.map((value) => ({ value, label: words.types[value], hint: words.typeHints[value] }))} />
      <LongTextField bind={seen(form.bind('intro'), (intro) => intro ?? '', (intro) => intro || null)} label={words.intro} hint={words.introHint} most={600} rows={2} />
      <RowsField bind={form.bind('questions')} label={words.questions} hint={words.questionsHint} blank={blankQuestion} add={words.addQuestion} most={20}
        name={({ text }, place) => (text.trim() === '' ? words.question(place + 1) : `${words.question(place + 1)}: ${short(text)}`)}>
        {(bind) => <QuestionFields bind={bind} />}
      </RowsField>
      {doc === null && <SurveyPreview survey={form.values.value} />}
    </>
  );
}

/** Below the form of one that is there: it is as wide as the page. */
function Preview({ form }: FormProps<Survey, Form>) {
  return <SurveyPreview survey={form.values.value} />;
}

const LONGEST = 32;
const short = (text: string): string => (text.trim().length <= LONGEST ? text.trim() : `${text.trim().slice(0, LONGEST).trimEnd()}…`);
