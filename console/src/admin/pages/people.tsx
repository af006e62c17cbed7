import type { User } from '../../api/types';
import { strings } from '../../strings';
import { seen } from '../bind';
import { ChoiceField, LanguagesField, NumberField, ProgramsField, TextField } from '../form';
import { CollectionSection, type FormProps } from '../parts/collection-section';
import type { DocOf, SpecOf } from '../kinds';
import type { SectionProps } from '../sections';
import { Invitation } from './invitation';
import { namesOf, ofProgram } from './programs-of';

const words = strings.adminPages.people;
const roleNames = strings.account.roles;
/** The roles there are within an affiliate. */
const ROLES: readonly User['role'][] = ['responder', 'supervisor', 'outreach', 'admin'];

export type Member = DocOf<'/api/users'>;
export type MemberForm = Required<SpecOf<'/api/users'>>;

export function People({ admin, rest }: SectionProps) {
  const listed = admin.collection('/api/users').known(rest[0] ?? '');
  return (
    <CollectionSection<Member, MemberForm> admin={admin} rest={rest} section="people" collection={admin.collection('/api/users')} words={words}
      blank={() => ({ email: '', name: '', role: 'responder', programIds: [], maxConcurrent: 3, phone: null, languages: ['en'] })}
      row={(one) => ({
        title: one.name,
        marks: one.id === admin.user.id ? [words.you] : [],
        facts: [roleNames[one.role], namesOf(admin, one.programIds), one.role === 'responder' ? words.atOnce(one.maxConcurrent) : '', one.email ?? ''],
        also: one.phone ?? '',
      })}
      filters={[
        { name: 'role', label: words.role, every: words.everyRole, options: ROLES.map((value) => ({ value, label: roleNames[value] })), test: (one, role) => one.role === role },
        ofProgram(admin, (one) => one.programIds),
      ]}
      // Whoever is signed in here would lock themselves out.
      mayTakeOut={(listed?.id ?? rest[0]) !== admin.user.id} Fields={Fields} Below={Invitation} />
  );
}

function Fields({ admin, form, doc }: FormProps<Member, MemberForm>) {
  const self = doc?.id === admin.user.id;
  const own = ROLES.filter((one) => !self || one === form.values.value.role);
  return (
    <>
      {self && <p class="hint" data-testid="self-note">{words.selfNote}</p>}
      <TextField bind={form.bind('name')} label={words.name} hint={words.nameHint} required most={80} />
      <TextField bind={form.bind('email')} type="email" label={words.email} hint={words.emailHint} required most={254}
        check={(email) => (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? null : words.emailWrong)} />
      <TextField bind={seen(form.bind('phone'), (phone) => phone ?? '', (phone) => phone || null)} type="tel" label={words.phone} hint={words.phoneHint} most={20}
        check={(phone) => (phone === '' || /^\+[1-9][0-9]{6,14}$/.test(phone) ? null : words.phoneWrong)} />
      <ChoiceField bind={form.bind('role')} label={words.role} options={own.map((value) => ({ value, label: roleNames[value], hint: words.roles[value] }))} />
      <ProgramsField admin={admin} bind={form.bind('programIds')} label={words.programs} hint={words.programsHint} />
      <LanguagesField bind={form.bind('languages')} label={words.languages} hint={words.languagesHint} />
      <NumberField bind={seen(form.bind('maxConcurrent'), (count): number | null => count, (count) => count ?? 0)} label={words.limit} hint={words.limitHint}
        unit={words.limitUnit} least={1} most={50} />
    </>
  );
}
