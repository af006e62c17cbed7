import { useRef } from 'preact/hooks';
import type { Floor } from '../desk/floor';
import type { Account } from '../door/account';
import { Alerts } from '../parts/alerts';
import { ConversationPane } from '../parts/conversation-pane';
import { BlockedBoard } from '../parts/floor/blocked-board';
import { CarrierBoard } from '../parts/floor/carrier-board';
import { HealthBoard } from '../parts/floor/health-board';
import { PeopleBoard } from '../parts/floor/people-board';
import { QueueBoard } from '../parts/floor/queue-board';
import { WorkBoard } from '../parts/floor/work-board';
import { Header } from '../parts/header';
import { LiveRegion } from '../parts/live-region';
import { Narrowed } from '../parts/narrowed';
import { NoticeLine } from '../parts/notice-line';
import { strings } from '../strings';

/** The supervisor's page, and the admin's without its buttons: the line on the left, conversations on the right. */
export function FloorPage({ floor, account, onSignOut }: { floor: Floor; account: Account; onSignOut: () => void }) {
  const side = useRef<HTMLDivElement>(null);
  const one = floor.selected.value;
  const back = (): void => {
    floor.leave();
    requestAnimationFrame(() => side.current?.focus());
  };
  const open = (id: string): void => void floor.openById(id);
  return (
    <div class="desk desk--floor" data-pane={one === null ? 'list' : 'thread'} data-testid="floor">
      <Header place={floor} account={account} onSignOut={onSignOut} />
      <div class="desk__banner">
        <div role="alert">{floor.connection.value === 'offline' && <p class="banner">{strings.offline}</p>}</div>
        {floor.onDuty ? <Alerts place={floor} /> : <p class="banner banner--calm">{strings.floor.lookOn} {strings.floor.configured}</p>}
      </div>
      <div class="desk__side" ref={side} tabIndex={-1} role="region" aria-label={strings.floor.label}>
        <Narrowed account={account} />
        <div class="board"><NoticeLine place={floor} /></div>
        <CarrierBoard floor={floor} />
        <QueueBoard floor={floor} onOpen={open} />
        <HealthBoard floor={floor} />
        <PeopleBoard floor={floor} />
        <BlockedBoard floor={floor} onOpen={open} />
      </div>
      <main class="desk__main">
        {one === null ? <WorkBoard floor={floor} onOpen={open} /> : (
          <ConversationPane key={one.id} place={floor} one={one} onBack={back} onLeft={back} />
        )}
      </main>
      <LiveRegion place={floor} />
    </div>
  );
}
