import type { Account } from '../door/account';
import { ACCOUNT } from '../nav/address';
import { strings } from '../strings';

/** That not all of one's programs are shown: whoever waits in another would be missed without a word. */
export function Narrowed({ account }: { account: Account }) {
  const program = account.narrowed.value;
  if (program === null) return null;
  return (
    <p class="narrowed" data-testid="narrowed">
      {strings.account.narrowed(program.name)} <a href={ACCOUNT}>{strings.account.change}</a>
    </p>
  );
}
