import { useState } from 'preact/hooks';
import { strings } from '../../strings';
import type { Admin } from '../admin';
import type { Bind } from '../bind';
import { Boxes, ChoiceField, Group, type Option } from './choice';
import { useField } from './context';

const words = strings.admin.fields;

/** Programs to choose from: those in use, and those named here already. */
function choices(admin: Admin, named: readonly string[]): Option<string>[] {
  admin.wantPrograms();
  return admin.programs.filter((one) => one.active || named.includes(one.id))
    .map((one) => ({ value: one.id, label: one.active ? one.name : words.outOfUse(one.name) }))
    .sort((a, b) => a.label.localeCompare(b.label));
}

/** One program. `none` is offered as well where there may be none, and is null. */
export function ProgramField({ admin, bind, label, hint, none }: { admin: Admin; bind: Bind<string | null>; label: string; hint?: string; none?: string }) {
  const options = choices(admin, bind.value === null ? [] : [bind.value]);
  const all = none === undefined ? options : [{ value: '', label: none }, ...options];
  return (
    <ChoiceField as="select" required={none === undefined} label={label} hint={hint} options={all}
      bind={{ path: bind.path, value: bind.value ?? '', set: (value, at) => bind.set(value === '' && none !== undefined ? null : value, at) }} />
  );
}

/** Any programs. None means all of them, and that is how it is asked. */
export function ProgramsField({ admin, bind, label, hint, all }: { admin: Admin; bind: Bind<string[]>; label: string; hint?: string; all?: string }) {
  const [some, setSome] = useState(bind.value.length > 0);
  const chosen = some || bind.value.length > 0;
  const say = (value: unknown): string => ((value as string[]).length === 0 ? words.allPrograms : (value as string[]).map((one) => admin.programName(one)).join(', '));
  const { id, problem } = useField(bind.path, { label, say, check: () => (chosen && bind.value.length === 0 ? words.chooseProgram : null) });
  return (
    <Group id={id} label={label} hint={hint} problem={problem}>
      <label class="choice">
        <input type="radio" name={id} checked={!chosen} data-testid={`${id}-all`} onChange={() => { setSome(false); bind.set([]); }} />
        {all ?? words.allPrograms}
      </label>
      <label class="choice">
        <input type="radio" name={id} checked={chosen} data-testid={`${id}-some`} onChange={() => setSome(true)} />
        {words.somePrograms}
      </label>
      {chosen && <div class="field__within"><Boxes id={id} bind={bind as Bind<readonly string[]>} options={choices(admin, bind.value)} /></div>}
    </Group>
  );
}
