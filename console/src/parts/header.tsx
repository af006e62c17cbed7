import { useEffect, useState } from 'preact/hooks';
import type { ChosenPresence } from '../api/types';
import { regained } from '../desk/regained';
import type { Workplace } from '../desk/workplace';
import type { Account } from '../door/account';
import { strings } from '../strings';
import { explain } from './explain';
import { Nav } from './nav';
import { AccountLink } from './plain-header';
import { SoundToggle } from './sound-toggle';

const CHOICES: readonly ChosenPresence[] = ['available', 'busy', 'away'];

/** `titled`: the page below has a heading of its own. */
export function Header({ place, account, titled, onSignOut }: { place: Workplace; account: Account; titled?: boolean; onSignOut: () => void }) {
  const connection = place.connection.value;
  const back = useRegained(place);
  return (
    <header class="header">
      {titled ? <p class="brand">{strings.product}</p> : <h1 class="brand">{strings.product}</h1>}
      <p class="connection" role="status" data-testid="connection" data-state={connection} data-again={back || undefined}>
        <span class="connection__lamp" aria-hidden="true" />
        {back ? strings.attention.again : strings.header.connection[connection]}
      </p>
      <Nav role={place.user.role} unread={place.inbox.unread.value} />
      <AccountLink account={account} />
      {place.onDuty && <PresenceControl place={place} />}
      {place.onDuty && <SoundToggle />}
      <button type="button" class="button header__out" data-testid="sign-out" onClick={onSignOut}>
        {strings.header.signOut}
      </button>
    </header>
  );
}

/** The connection was lost and is back since a moment. */
function useRegained(place: Workplace): boolean {
  const [back, setBack] = useState(false);
  useEffect(() => {
    const { again, stop } = regained(place.connection);
    const unsubscribe = again.subscribe(setBack);
    return () => {
      unsubscribe();
      stop();
    };
  }, [place]);
  return back;
}

/** Says whether one is there. Being gone is found out by others; it cannot be chosen. */
function PresenceControl({ place }: { place: Workplace }) {
  const state = place.colleagues.own.value?.state ?? null;
  const failure = place.colleagues.failure.value;
  const chosen = CHOICES.find((one) => one === state);
  return (
    <div class="presence" data-state={state ?? 'unknown'}>
      <label class="unseen" for="presence">{strings.header.presence}</label>
      <select id="presence" data-testid="presence" value={chosen ?? ''} onChange={(event) => void place.colleagues.say(event.currentTarget.value as ChosenPresence)}>
        {chosen === undefined && <option value="" disabled>{state === null ? strings.header.presenceUnknown : strings.presence[state]}</option>}
        {CHOICES.map((one) => <option key={one} value={one}>{strings.presence[one]}</option>)}
      </select>
      <div role="alert">{failure !== null && <span class="presence__problem">{explain(failure)}</span>}</div>
    </div>
  );
}
