import type { Account } from '../door/account';
import { Nav } from './nav';
import { strings } from '../strings';
import { ACCOUNT } from '../nav/address';

/** The head of the page for who has no line to be connected with. */
export function PlainHeader({ account, onSignOut }: { account: Account; onSignOut: () => void }) {
  return (
    <header class="header header--plain">
      <p class="brand">{strings.product}</p>
      <Nav role={account.user.role} />
      <AccountLink account={account} />
      <button type="button" class="button header__out" data-testid="sign-out" onClick={onSignOut}>{strings.header.signOut}</button>
    </header>
  );
}

/** One's name, and on a narrow screen a shorter word, that leads to one's account. */
export function AccountLink({ account }: { account: Account }) {
  const name = account.name.value;
  return (
    <a class="header__name" href={ACCOUNT} aria-label={strings.account.open(name)} data-testid="open-account">
      <span class="header__full">{name}</span>
      <span class="header__short">{strings.account.link}</span>
    </a>
  );
}
