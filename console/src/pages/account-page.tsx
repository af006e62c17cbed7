import { useEffect } from 'preact/hooks';
import type { Account } from '../door/account';
import type { Work } from '../door/visit';
import { Alerts } from '../parts/alerts';
import { NameSection } from '../parts/account/name-section';
import { PasswordSection } from '../parts/account/password-section';
import { ProgramSection } from '../parts/account/program-section';
import { SessionsSection } from '../parts/account/sessions-section';
import { ArrivalHeading } from '../parts/door/card';
import { explain } from '../parts/explain';
import { Header } from '../parts/header';
import { LiveRegion } from '../parts/live-region';
import { PlainHeader } from '../parts/plain-header';
import { strings } from '../strings/en';

const words = strings.account;

/** One's own account. Whoever works the line is still called from here: the desk goes on behind it. */
export function AccountPage({ work, onBack, onSignOut }: { work: Work; onBack: () => void; onSignOut: () => void }) {
  const { account, place } = work;
  useEffect(() => void account.load(), [account]);
  const { profile, sessions, failure } = account;
  return (
    <div class="desk desk--account">
      {place === null ? <PlainHeader account={account} onSignOut={onSignOut} /> : <Header titled place={place} account={account} onSignOut={onSignOut} />}
      <div class="desk__banner">
        <div role="alert">{place?.connection.value === 'offline' && <p class="banner">{strings.offline}</p>}</div>
        {place !== null && place.onDuty && <Alerts place={place} onOpened={onBack} />}
      </div>
      <main class="account">
        <div class="account__inner" data-testid="account">
          <button type="button" class="link" data-testid="leave-account" onClick={onBack}>{words.back}</button>
          <ArrivalHeading>{words.heading}</ArrivalHeading>
          {profile.value === null ? <Loading account={account} /> : (
            <>
              <NameSection account={account} profile={profile.value} />
              {account.choice.value.length > 0 && <ProgramSection account={account} onChanged={() => place?.again()} />}
              {sessions.value !== null && <SessionsSection account={account} sessions={sessions.value} />}
              <PasswordSection account={account} email={profile.value.email} />
            </>
          )}
          {failure.value?.deed === 'load' && profile.value !== null && <p role="alert" class="alert">{words.loadFailed} {explain(failure.value.error)}</p>}
        </div>
      </main>
      {place !== null && <LiveRegion place={place} />}
    </div>
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
