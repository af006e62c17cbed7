import type { Account } from '../door/account';
import { ACCOUNT } from '../nav/address';
import { ArrivalHeading } from '../parts/door/card';
import { PlainHeader } from '../parts/plain-header';
import { strings } from '../strings';

const words = strings.lobby;

/** For who has no work with texters: what this console is to them, and no more than that. */
export function LobbyPage({ account, onSignOut }: { account: Account; onSignOut: () => void }) {
  const { role } = account.user;
  const says = role === 'outreach' || role === 'platform_admin' ? words[role] : [];
  return (
    <div class="desk desk--account">
      <PlainHeader account={account} onSignOut={onSignOut} />
      <main class="account">
        <div class="account__inner" data-testid="lobby" data-role={role}>
          <ArrivalHeading>{words.heading(account.name.value)}</ArrivalHeading>
          <p>{words.signedIn(strings.account.roles[role].toLowerCase())}</p>
          {says.map((one) => <p key={one}>{one}</p>)}
          <p>{words.here}</p>
          <p><a class="button button--primary button--link" href={ACCOUNT}>{words.button}</a></p>
        </div>
      </main>
    </div>
  );
}
