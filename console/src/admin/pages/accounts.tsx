import { useEffect } from 'preact/hooks';
import { dayAndTime } from '../../parts/times';
import { strings } from '../../strings';
import '../../styles/admin-accounts.css';
import { CredentialsForm, type Account, type AccountForm } from '../accounts/credentials-form';
import type { Admin } from '../admin';
import { ChoiceField, TextField } from '../form';
import { CollectionSection, type FormProps } from '../parts/collection-section';
import type { SectionProps } from '../sections';
import { titleOf } from './lines';

const words = strings.adminAccounts;
const { channels } = strings.adminPages.lines;
const CHANNELS = ['twilio', 'aws', 'partner'] as const;

/** The accounts at providers that lines belong to. */
export function Accounts({ admin, rest }: SectionProps) {
  return (
    <CollectionSection<Account, AccountForm> admin={admin} rest={rest} section="accounts" collection={admin.collection('/api/admin/provider-accounts')} words={words}
      blank={() => ({ channel: 'twilio', account: '', description: '' })}
      row={(one) => ({
        title: one.description === '' ? one.account : one.description,
        facts: [channels[one.channel], one.description === '' ? '' : one.account, one.credentialsSetAt == null ? '' : words.since(dayAndTime(one.credentialsSetAt))],
        marks: one.credentialsSetAt == null ? [words.noCredentials] : [],
        also: one.account,
      })}
      filters={[{
        name: 'channel', label: words.channel, every: strings.adminPages.lines.everyChannel, test: (one, channel) => one.channel === channel,
        options: CHANNELS.map((value) => ({ value, label: channels[value] })),
      }]}
      Fields={Fields} Below={Below} />
  );
}

function Fields({ form, doc }: FormProps<Account, AccountForm>) {
  return (
    <>
      {doc === null ? (
        <>
          <ChoiceField bind={form.bind('channel')} label={words.channel} options={CHANNELS.map((value) => ({ value, label: channels[value] }))} />
          <TextField bind={form.bind('account')} label={words.account} hint={words.accountHints[form.values.value.channel]} required most={64} check={(typed) => (/^[\w-]+$/.test(typed) ? null : words.accountWrong)} />
        </>
      ) : (
        <dl class="facts">
          <dt>{words.channel}</dt>
          <dd>{channels[doc.channel]}</dd>
          <dt>{words.account}</dt>
          <dd><bdi dir="ltr">{doc.account}</bdi></dd>
        </dl>
      )}
      <TextField bind={form.bind('description')} label={words.description} hint={words.descriptionHint} most={200} />
    </>
  );
}

function Below({ admin, form, doc }: FormProps<Account, AccountForm> & { doc: Account }) {
  return (
    <>
      <CredentialsForm admin={admin} form={form} doc={doc} />
      <LinesOf admin={admin} account={doc} />
    </>
  );
}

/** Which lines send and hear by an account. */
function LinesOf({ admin, account }: { admin: Admin; account: Account }) {
  const listing = admin.collection('/api/admin/lines').listing('true');
  useEffect(() => void listing.load(), [listing]);
  const lines = (listing.items.value ?? []).filter((one) => one.channel === account.channel && one.account === account.account);
  return (
    <section class="card one__below" aria-labelledby="account-lines" data-testid="account-lines">
      <h3 id="account-lines">{words.lines}</h3>
      {listing.items.value === null ? <p role="status">{strings.admin.list.loading}</p> : lines.length === 0 ? <p class="quiet">{words.noLines}</p> : (
        <ul class="account-lines">
          {lines.map((one) => (
            <li key={one.id}>
              <a href={admin.address('lines', one.id)}><bdi dir="ltr">{titleOf(admin, one)}</bdi></a> <span class="quiet">{strings.adminPages.lines.opens(admin.programName(one.programId))}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
