import { useEffect, useState } from 'preact/hooks';
import { strings } from '../../strings';
import '../../styles/admin-rules.css';
import type { Admin } from '../admin';
import type { Editing } from '../editing';
import { under, type Bind } from '../form';
import type { Singles } from '../kinds';
import { ProgramList, ToPrograms } from '../parts/program-list';
import { SingleSection } from '../parts/single-section';
import { GivenSingle, type Numbers } from '../rules/given-single';
import { RuleField } from '../rules/rule-field';
import { GROUPS, unknownRules, type GroupName } from '../rules/timers';
import type { SectionProps } from '../sections';

const words = strings.adminRules;

type Timers = Singles['/api/admin/timers/{programId}'][0];
type Form = Record<'timers', Numbers>;

/** How long each thing may last in a program. */
export function TimersSection({ admin, rest: [id = ''] }: SectionProps) {
  useEffect(() => admin.wantPrograms(), [admin]);
  if (id === '') {
    return (
      <ProgramList admin={admin} section="timers" title={words.timers} lead={words.timersLead} none={strings.adminHours.none}
        factsOf={(program) => words.changed(Object.keys(program.timers ?? {}).length)} />
    );
  }
  return <OneProgram key={id} admin={admin} id={id} />;
}

function OneProgram({ admin, id }: { admin: Admin; id: string }) {
  const [single] = useState(() => new GivenSingle<Timers, 'timers'>(admin.calls, `/api/admin/timers/${encodeURIComponent(id)}`, 'timers'));
  return (
    <div data-testid="one-timers">
      <ToPrograms admin={admin} section="timers" title={words.timers} />
      <SingleSection<Timers, Form> admin={admin} place={admin.address('timers', id)} title={words.timersOf(admin.programName(id))} lead={words.oneLead} single={single} blank={() => ({ timers: {} })}>
        {(form, doc) => <Fields form={form} doc={doc} />}
      </SingleSection>
    </div>
  );
}

function Fields({ form, doc }: { form: Editing<Timers, Form>; doc: Timers }) {
  const timers = form.bind('timers');
  const rest = unknownRules(Object.keys(doc.defaults));
  const groups: [string, string[]][] = (Object.keys(GROUPS) as GroupName[]).map((name) => [words.groups[name], Object.keys(GROUPS[name])]);
  if (rest.length > 0) groups.push([words.others, rest]);
  return (
    <>
      {groups.map(([title, names]) => (
        <fieldset class="rules" key={title}>
          <legend>{title}</legend>
          {names.filter((name) => name in doc.defaults).map((name) => <RuleField key={name} name={name} bind={at(timers, name)} byDefault={doc.defaults[name] ?? 0} />)}
        </fieldset>
      ))}
    </>
  );
}

/** One of the numbers; null where none is given. */
function at(bind: Bind<Numbers>, name: string): Bind<number | null> {
  const one = under(bind, name);
  return { ...one, value: one.value ?? null };
}
