import { useEffect } from 'preact/hooks';
import type { Account } from '../door/account';
import type { PageProps } from '../nav/pages';
import { NameSection } from '../parts/account/name-section';
import { PasswordSection } from '../parts/account/password-section';
import { ProgramSection } from '../parts/account/program-section';
import { SessionsSection } from '../parts/account/sessions-section';
import { explain } from '../parts/explain';
import { LanguageChoice } from '../parts/language-choice';
import { strings } from '../strings';
import { Shell } from './shell';

const words = strings.account;

/** One's own account. */
export function AccountPage({ work, onBack, onSignOut }: PageProps) {
  const { account, place } = work;
  useEffect(() => void account.load(), [account]);
  const { profile, sessions, failure } = account;
  return (
    <Shell work={work} name="account" heading={words.heading} onBack={onBack} onSignOut={onSignOut}>
      {profile.value === null ? <Loading account={account} /> : (
        <>
          <NameSection account={account} profile={profile.value} />
          {account.choice.value.length > 0 && <ProgramSection account={account} onChanged={() => place?.again()} />}
          <LanguageChoice />
          {sessions.value !== null && <SessionsSection account={account} sessions={sessions.value} />}
          <PasswordSection account={account} email={profile.value.email} />
        </>
      )}
      {failure.value?.deed === 'load' && profile.value !== null && <p role="alert" class="alert">{words.loadFailed} {explain(failure.value.error)}</p>}
    </Shell>
  );
}

function Loading({ account }: { account: Account }) {
  if (account.failure.value?.deed !== 'load') return <p role="status">{words.loading}</p>;
  return (
    <>
      <p role="alert" class="alert">{words.loadFailed} {explain(account.failure.value.error)}</p>
      <button type="button" class="button account__do" onClick={() => void account.load()}>{strings.signIn.again}</button>
    </>
  );
}
