import type { ComponentChildren } from 'preact';
import type { Work } from '../door/visit';
import { Alerts } from '../parts/alerts';
import { ArrivalHeading } from '../parts/door/card';
import { Header } from '../parts/header';
import { LiveRegion } from '../parts/live-region';
import { PlainHeader } from '../parts/plain-header';
import { strings } from '../strings';

interface Props {
  work: Work;
  onBack: () => void;
  onSignOut: () => void;
  /** The page's name, for its styles and tests. */
  name: string;
  heading: string;
  /** As wide as the window, for tables and boards; a column to read by default. */
  wide?: boolean;
  children: ComponentChildren;
}

/** What every page beside one's work stands in. Whoever works the line is still called from here: the work goes on behind it. */
export function Shell({ work, onBack, onSignOut, name, heading, wide, children }: Props) {
  const { account, place } = work;
  return (
    <div class={`desk desk--account ${wide ? 'desk--wide' : ''}`}>
      {place === null ? <PlainHeader account={account} onSignOut={onSignOut} /> : <Header titled place={place} account={account} onSignOut={onSignOut} />}
      <div class="desk__banner">
        <div role="alert">{place?.connection.value === 'offline' && <p class="banner">{strings.offline}</p>}</div>
        {place !== null && place.onDuty && <Alerts place={place} onOpened={onBack} />}
      </div>
      <main class="account">
        <div class="account__inner" data-testid={name}>
          <button type="button" class="link" data-testid={`leave-${name}`} onClick={onBack}>{place === null ? strings.nav.start : strings.nav.back}</button>
          <ArrivalHeading>{heading}</ArrivalHeading>
          {children}
        </div>
      </main>
      {place !== null && <LiveRegion place={place} />}
    </div>
  );
}
