import { strings } from '../../strings';
import { seen } from '../bind';
import { DurationField, ProgramField, TextField, duration } from '../form';
import { CollectionSection, type FormProps } from '../parts/collection-section';
import type { DocOf, SpecOf } from '../kinds';
import type { SectionProps } from '../sections';
import { ofProgram } from './programs-of';

const words = strings.adminPages.keywords;
/** As far ahead as a keyword may put somebody. */
const A_DAY = 86_400;

type Keyword = DocOf<'/api/keywords'>;
type Form = Required<SpecOf<'/api/keywords'>>;

export function Keywords({ admin, rest }: SectionProps) {
  const only = admin.programs.filter((one) => one.active);
  return (
    <CollectionSection<Keyword, Form> admin={admin} rest={rest} section="keywords" collection={admin.collection('/api/keywords')} words={words}
      blank={() => ({ programId: only.length === 1 && only[0] !== undefined ? only[0].id : '', keyword: '', opens: null, boostSeconds: 0 })}
      row={(one) => ({
        title: one.keyword,
        facts: [words.onLine(admin.programName(one.programId)), one.opens === null ? '' : words.opening(admin.programName(one.opens))],
        marks: one.boostSeconds > 0 ? [words.boosted(duration(one.boostSeconds))] : [],
      })}
      filters={[ofProgram(admin, (one) => [one.programId, one.opens ?? one.programId])]} Fields={Fields} />
  );
}

function Fields({ admin, form }: FormProps<Keyword, Form>) {
  return (
    <>
      <TextField bind={form.bind('keyword')} label={words.keyword} hint={words.keywordHint} required most={40} />
      <ProgramField admin={admin} bind={seen(form.bind('programId'), (id): string | null => id || null, (id) => id ?? '')} label={words.line} />
      <ProgramField admin={admin} bind={form.bind('opens')} label={words.opens} none={words.itself} />
      <DurationField bind={seen(form.bind('boostSeconds'), (seconds): number | null => seconds, (seconds) => seconds ?? 0)} label={words.boost} hint={words.boostHint} most={A_DAY} />
    </>
  );
}
