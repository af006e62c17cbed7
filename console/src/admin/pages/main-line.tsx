import { useEffect } from 'preact/hooks';
import { strings } from '../../strings';
import type { Admin } from '../admin';
import type { Editing } from '../editing';
import { ChoiceField } from '../form';
import type { Program, ProgramForm } from './programs';

const words = strings.adminPages.programs;
const { channels } = strings.adminPages.lines;

/**
 * By which line most texters reach a program. A number is not typed here: one of the program's own lines is chosen, and
 * with it the channel.
 */
export function MainLine({ admin, form, program }: { admin: Admin; form: Editing<Program, ProgramForm>; program: Program }) {
  const listing = admin.collection('/api/admin/lines').listing('true');
  useEffect(() => listing.want(), [listing]);
  const mine = (listing.items.value ?? []).filter((line) => line.programId === program.id);
  const { channel, shortCode } = form.values.value;
  const set = shortCode === '' ? '' : `${channel}#${shortCode}`;
  const lines = mine.map((line) => ({ value: `${line.channel}#${line.number}`, label: line.channel === 'webchat' ? channels.webchat : `${channels[line.channel]} ${line.number}` }));
  const none = set === '' ? [{ value: '', label: words.noMain }] : lines.some((one) => one.value === set) ? [] : [{ value: set, label: `${channels[channel]} ${shortCode}` }];
  const code = form.bind('shortCode');
  const choose = (value: string): void => {
    const [to = 'twilio', number = ''] = value.split('#');
    form.bind('channel').set(to as ProgramForm['channel']);
    code.set(number);
  };
  const hint = mine.length === 0 && listing.items.value !== null ? words.noLines : words.mainHint;
  return <ChoiceField as="select" label={words.main} hint={hint} options={[...none, ...lines]} bind={{ path: code.path, value: set, set: choose }} />;
}
