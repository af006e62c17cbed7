import { strings } from '../../strings';
import { seen } from '../bind';
import { LanguageField, ListField, ProgramsField, TextField, VariablesField } from '../form';
import { CollectionSection, type FormProps } from '../parts/collection-section';
import type { DocOf, SpecOf } from '../kinds';
import type { SectionProps } from '../sections';
import { namesOf, ofProgram } from './programs-of';
import { ReplyPreview } from './reply-preview';
import { isSlug, toSlug } from './slug';

const words = strings.adminPages.replies;

export type CannedResponse = DocOf<'/api/canned-responses'>;
export type ReplyForm = Required<SpecOf<'/api/canned-responses'>>;

/** What a canned response may speak of. */
const VARIABLES = (['line', 'responder', 'opens'] as const).map((name) => ({ name, means: words.means[name] }));

export function Replies({ admin, rest }: SectionProps) {
  return (
    <CollectionSection<CannedResponse, ReplyForm> admin={admin} rest={rest} section="replies" collection={admin.collection('/api/canned-responses')} words={words}
      blank={() => ({ title: '', text: '', programIds: [], language: null, shortcut: null, tags: [] })}
      row={(one) => ({
        title: one.title,
        facts: [namesOf(admin, one.programIds), one.language === null ? '' : strings.languages[one.language], words.takes(one.segments), (one.tags ?? []).join(', ')],
        marks: one.shortcut === null ? [] : [`/${one.shortcut}`],
        also: one.text,
      })}
      filters={[
        ofProgram(admin, (one) => one.programIds ?? []),
        {
          name: 'language', label: words.language, every: words.everyLanguage, test: (one, language) => one.language === null || one.language === language,
          options: Object.entries(strings.languages).map(([value, label]) => ({ value, label })),
        },
      ]}
      Fields={Fields} />
  );
}

function Fields({ admin, form }: FormProps<CannedResponse, ReplyForm>) {
  return (
    <>
      <TextField bind={form.bind('title')} label={words.name} hint={words.nameHint} required most={80} />
      <VariablesField bind={form.bind('text')} label={words.text} required most={1600} variables={VARIABLES} />
      <ReplyPreview admin={admin} reply={form.values.value} />
      <TextField bind={seen(form.bind('shortcut'), (shortcut) => shortcut ?? '', (shortcut) => shortcut.replace(/^\//, '').toLowerCase() || null)} label={words.shortcut}
        hint={words.shortcutHint} most={32} check={(shortcut) => (shortcut === '' || isSlug(shortcut) ? null : words.shortcutWrong)} />
      <LanguageField bind={form.bind('language')} label={words.language} none={words.anyLanguage} />
      <ProgramsField admin={admin} bind={form.bind('programIds')} label={words.programs} all={words.everybody} />
      <ListField bind={form.bind('tags')} label={words.tags} hint={words.tagsHint} most={20} longest={40} read={toSlug} />
    </>
  );
}
