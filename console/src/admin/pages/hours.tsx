import { useEffect, useState } from 'preact/hooks';
import { strings } from '../../strings';
import '../../styles/admin-hours.css';
import type { Admin } from '../admin';
import type { Editing } from '../editing';
import { ChoiceField, Group, ZoneField, under, type Bind } from '../form';
import { useField } from '../form/context';
import { ChannelWeeks } from '../hours/channel-weeks';
import { HolidaysField } from '../hours/holidays-field';
import { readOpening, usualWeek, type Opening, type Week } from '../hours/opening';
import { ProgramHours, type HoursDoc, type HoursForm } from '../hours/program-hours';
import { StandingNote } from '../hours/standing-note';
import { standing } from '../hours/standing';
import { WeekField, sayWeek } from '../hours/week-field';
import type { DocOf } from '../kinds';
import { ProgramList, ToPrograms } from '../parts/program-list';
import { SingleSection } from '../parts/single-section';
import type { SectionProps } from '../sections';
import { textsOf, written } from '../texts/text-collection';

const words = strings.adminHours;

/** When each program's people are there. */
export function HoursSection({ admin, rest: [id = ''] }: SectionProps) {
  useEffect(() => admin.wantPrograms(), [admin]);
  if (id === '') return <ProgramList admin={admin} section="hours" title={words.title} lead={words.lead} none={words.none} factsOf={factsOf} />;
  return <OneProgram key={id} admin={admin} id={id} />;
}

function OneProgram({ admin, id }: { admin: Admin; id: string }) {
  const [single] = useState(() => new ProgramHours(admin.calls, id));
  const own = admin.collection('/api/admin/lines').listing('true');
  useEffect(() => own.want(), [own]);
  const channels = [...new Set((own.items.value ?? []).filter((one) => one.programId === id).map((one) => one.channel))];
  return (
    <div data-testid="one-hours">
      <ToPrograms admin={admin} section="hours" title={words.title} />
      <SingleSection<HoursDoc, HoursForm> admin={admin} place={admin.address('hours', id)} title={words.titleOf(admin.programName(id))} lead={words.oneLead} single={single}
        blank={() => ({ zone: null, hours: readOpening(null) })}>
        {(form) => <Fields admin={admin} id={id} form={form} channels={channels} />}
      </SingleSection>
    </div>
  );
}

function Fields({ admin, id, form, channels }: { admin: Admin; id: string; form: Editing<HoursDoc, HoursForm>; channels: readonly string[] }) {
  const hours = form.bind('hours');
  const { zone, hours: opening } = form.values.value;
  const closes = opening.week !== null || opening.holidays.length > 0 || Object.keys(opening.channels).length > 0;
  return (
    <>
      <StandingNote opening={opening} zone={zone} />
      {closes && <ClosedText admin={admin} id={id} />}
      {opening.zone === null
        ? <ZoneField bind={form.bind('zone')} label={words.zone} hint={words.zoneHint} {...(closes ? {} : { none: words.noZone })} />
        : <ZoneField bind={under(hours, 'zone')} label={words.zone} hint={words.ownZoneHint} />}
      <OpeningField bind={hours}>
        <WhenField bind={under(hours, 'week')} />
      </OpeningField>
      <HolidaysField bind={under(hours, 'holidays')} />
      <ChannelWeeks bind={under(hours, 'channels')} channels={channels} week={opening.week} />
    </>
  );
}

/** What is said of the hours as a whole is said here. */
function OpeningField({ bind, children }: { bind: Bind<Opening>; children: preact.ComponentChildren }) {
  const { id, problem } = useField(bind.path, { label: words.title, say: (value) => sayOpening(value as Opening) });
  return <Group id={id} label={words.when} problem={problem}>{children}</Group>;
}

/** Day and night, or by the week. The week that was typed is kept while one looks at the other. */
function WhenField({ bind }: { bind: Bind<Week | null> }) {
  const [last, setLast] = useState<Week>(usualWeek);
  const how = bind.value === null ? 'always' : 'week';
  return (
    <>
      <ChoiceField label={words.opens} options={(['always', 'week'] as const).map((value) => ({ value, label: words.hows[value], hint: words.howHints[value] }))}
        bind={{
          path: `${bind.path}.how`, value: how,
          set: (value) => {
            if (bind.value !== null) setLast(bind.value);
            bind.set(value === 'always' ? null : last);
          },
        }} />
      {bind.value !== null && <WeekField bind={bind as Bind<Week>} label={words.week} hint={words.weekHint} />}
    </>
  );
}

/** A line that closes says so to texters: whether it has the words. */
function ClosedText({ admin, id }: { admin: Admin; id: string }) {
  const texts = textsOf(admin).listing('true');
  useEffect(() => texts.want(), [texts]);
  if (texts.items.value === null || texts.loading.value) return null;
  const closed = texts.items.value.find((one) => one.programId === id && one.key === 'closed');
  const said = closed === undefined ? null : written(closed).sent;
  return (
    <div class="hint closed-text" data-testid="closed-text">
      {said === null ? <p>{words.noClosedText}</p> : <><p>{words.closedText}</p><blockquote dir="auto">{said}</blockquote></>}
      <a href={closed === undefined ? admin.address('texts', 'new') : admin.address('texts', closed.id)}>{said === null ? words.writeClosedText : words.changeClosedText}</a>
    </div>
  );
}

function factsOf(program: DocOf<'/api/programs'>): string {
  const opening = readOpening(program.hours);
  const zone = opening.zone ?? program.zone;
  if (program.hours === null || zone === null) return words.alwaysOpen;
  return `${standing(opening, zone, new Date()).open ? words.openNow : words.closedNow} · ${zone}`;
}

const sayOpening = ({ week, holidays, channels }: Opening): string => [
  week === null ? words.hows.always : sayWeek(week),
  ...holidays.map(({ day, name }) => `${day}: ${name}`),
  ...Object.entries(channels).map(([channel, own]) => `${words.channels[channel as keyof typeof words.channels] ?? channel}\n${sayWeek(own)}`),
].join('\n');
