import { strings } from '../../strings';
import { LongTextField, TextField, ZoneField } from '../form';
import { CollectionSection, type FormProps } from '../parts/collection-section';
import type { DocOf, SpecOf } from '../kinds';
import type { SectionProps } from '../sections';
import { MainLine } from './main-line';

const words = strings.adminPages.programs;

export type Program = DocOf<'/api/programs'>;
/** Hours and timers have pages of their own. */
export type ProgramForm = Pick<Required<SpecOf<'/api/programs'>>, 'name' | 'description' | 'zone' | 'channel' | 'shortCode'>;

export function Programs({ admin, rest }: SectionProps) {
  return (
    <CollectionSection<Program, ProgramForm> admin={admin} rest={rest} section="programs" collection={admin.collection('/api/programs')} words={words}
      blank={() => ({ name: '', description: '', zone: Intl.DateTimeFormat().resolvedOptions().timeZone, channel: 'twilio', shortCode: '' })}
      row={(one) => ({
        title: one.name,
        facts: [one.shortCode === '' ? '' : `${strings.adminPages.lines.channels[one.channel]} ${one.shortCode}`, one.zone ?? '', one.hours === null ? words.always : words.byHours],
        also: `${one.description} ${one.id}`,
      })}
      Fields={Fields} />
  );
}

function Fields({ admin, form, doc }: FormProps<Program, ProgramForm>) {
  return (
    <>
      <TextField bind={form.bind('name')} label={words.name} hint={words.nameHint} required most={80} />
      <LongTextField bind={form.bind('description')} label={words.description} hint={words.descriptionHint} most={500} />
      <ZoneField bind={form.bind('zone')} label={words.zone} hint={words.zoneHint} none={words.noZone} />
      {doc !== null && <MainLine admin={admin} form={form} program={doc} />}
    </>
  );
}
