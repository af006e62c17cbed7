import type { Language } from '../../api/types';
import { strings } from '../../strings';
import '../../styles/admin-texts.css';
import { ChoiceField, LanguageField, TextField, VariablesField, seen } from '../form';
import { CollectionSection, type FormProps } from '../parts/collection-section';
import type { DocOf, SpecOf } from '../kinds';
import type { SectionProps } from '../sections';
import { FilledPreview } from '../texts/filled-preview';
import { NOTICES, type NoticeName } from '../texts/known';
import { filled } from '../texts/samples';

const words = strings.adminTemplates;
const means = strings.adminTexts.means;
const NAMES = Object.keys(NOTICES) as NoticeName[];
const MOST_SEGMENTS = 4;

type Template = DocOf<'/api/templates'>;
type Form = Required<SpecOf<'/api/templates'>>;

/** An affiliate's own words of what notices say to staff. */
export function Templates({ admin, rest }: SectionProps) {
  return (
    <CollectionSection<Template, Form> admin={admin} rest={rest} section="templates" collection={admin.collection('/api/templates')} words={words}
      blank={() => ({ name: 'nobody_online', language: 'en', subject: '', text: '', sms: '' })}
      row={(one) => ({ title: kindOf(one.name), facts: [strings.languages[one.language], one.subject], also: `${one.text} ${one.sms} ${one.name}` })}
      filters={[{
        name: 'language', label: words.language, every: strings.adminTexts.everyLanguage, test: (one, language) => one.language === language,
        options: (Object.keys(strings.languages) as Language[]).map((value) => ({ value, label: strings.languages[value] })),
      }]}
      programs={false} Fields={Fields} />
  );
}

function Fields({ form, doc }: FormProps<Template, Form>) {
  const { name, language, subject, text, sms } = form.values.value;
  const own: readonly string[] = NOTICES[name as NoticeName] ?? [];
  const variables = (doc?.variables ?? ['program', 'link', ...own]).map((one) => ({ name: one, means: means[one as keyof typeof means] ?? '' }));
  const linked = (typed: string): string | null => (typed.includes('{link}') ? null : words.needsLink);
  const spoken = language;
  return (
    <>
      {doc === null ? (
        <>
          <ChoiceField as="select" label={words.kind} bind={seen(form.bind('name'), (value) => value as NoticeName, (value): string => value)}
            options={NAMES.map((value) => ({ value, label: kindOf(value) })).sort((a, b) => a.label.localeCompare(b.label))} />
          <LanguageField label={words.language} hint={words.languageHint} bind={seen(form.bind('language'), (value): Language | null => value, (value) => value ?? 'en')} />
        </>
      ) : (
        <dl class="facts">
          <dt>{words.kind}</dt>
          <dd>{kindOf(doc.name)}</dd>
          <dt>{words.language}</dt>
          <dd>{strings.languages[doc.language]}</dd>
        </dl>
      )}
      <p class="hint">{words.neverWords}</p>
      <TextField bind={form.bind('subject')} label={words.subject} required most={120} />
      <VariablesField bind={form.bind('text')} label={words.mail} required most={4000} variables={variables} check={linked} />
      <VariablesField bind={form.bind('sms')} label={words.sms} required most={640} rows={3} variables={variables} check={linked} />
      <FilledPreview id="mail-preview" heading={words.mailPreview} text={text} language={spoken} sms={false}>
        {subject.trim() !== '' && <FilledSubject subject={subject} language={spoken} />}
      </FilledPreview>
      <FilledPreview id="sms-preview" heading={words.smsPreview} text={sms} language={spoken} most={MOST_SEGMENTS} />
    </>
  );
}

function FilledSubject({ subject, language }: { subject: string; language: Language }) {
  return <p class="preview__subject" dir="auto" lang={language} data-testid="subject-preview">{filled(subject, language)}</p>;
}

const kindOf = (name: string): string => words.kinds[name as keyof typeof words.kinds] ?? strings.alerts.kinds[name] ?? name;
