import type { Desk } from '../desk/desk';
import { strings } from '../strings/en';

export function Header({ desk, onSignOut }: { desk: Desk; onSignOut: () => void }) {
  const connection = desk.connection.value;
  return (
    <header class="header">
      <h1 class="brand">{strings.product}</h1>
      <p class="connection" role="status" data-testid="connection" data-state={connection}>
        <span class="connection__lamp" aria-hidden="true" />
        {strings.header.connection[connection]}
      </p>
      <p class="header__name">{desk.user.name}</p>
      <button type="button" class="button header__out" data-testid="sign-out" onClick={onSignOut}>
        {strings.header.signOut}
      </button>
    </header>
  );
}
