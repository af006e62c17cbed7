import { strings } from '../../strings';
import { LongTextField, ProgramsField, TextField } from '../form';
import { CollectionSection, type FormProps } from '../parts/collection-section';
import type { DocOf, SpecOf } from '../kinds';
import type { SectionProps } from '../sections';
import { namesOf, ofProgram } from './programs-of';
import { isSlug } from './slug';

const words = strings.adminPages.tags;

type Tag = DocOf<'/api/tags'>;
/** Every field of the form is there, if only as nothing. */
type Form = Required<SpecOf<'/api/tags'>>;

export function Tags({ admin, rest }: SectionProps) {
  return (
    <CollectionSection<Tag, Form> admin={admin} rest={rest} section="tags" collection={admin.collection('/api/tags')} words={words}
      blank={() => ({ name: '', description: '', programIds: [] })}
      row={(tag) => ({ title: tag.name, facts: [tag.description, namesOf(admin, tag.programIds)] })}
      filters={[ofProgram(admin, (tag) => tag.programIds ?? [])]} Fields={Fields} />
  );
}

function Fields({ admin, form }: FormProps<Tag, Form>) {
  return (
    <>
      <TextField bind={form.bind('name')} label={words.name} hint={words.nameHint} required most={40} check={(name) => (isSlug(name) ? null : words.nameWrong)} />
      <LongTextField bind={form.bind('description')} label={words.description} hint={words.descriptionHint} most={500} />
      <ProgramsField admin={admin} bind={form.bind('programIds')} label={words.programs} />
    </>
  );
}
