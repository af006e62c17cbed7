import { useRef } from 'preact/hooks';
import type { Floor, Part } from '../desk/floor';
import type { Account } from '../door/account';
import { Alerts } from '../parts/alerts';
import { ConversationPane } from '../parts/conversation-pane';
import { BlockedBoard } from '../parts/floor/blocked-board';
import { CallsBoard } from '../parts/floor/calls-board';
import { CarrierBoard } from '../parts/floor/carrier-board';
import { HealthBoard } from '../parts/floor/health-board';
import { Jump } from '../parts/floor/jump';
import { PeopleBoard } from '../parts/floor/people-board';
import { QueueBoard } from '../parts/floor/queue-board';
import { WorkBoard } from '../parts/floor/work-board';
import { Header } from '../parts/header';
import { LiveRegion } from '../parts/live-region';
import { Narrowed } from '../parts/narrowed';
import { NoticeLine } from '../parts/notice-line';
import { BehindGlass } from '../care/behind-glass';
import { Announced } from '../messages/announced';
import { strings } from '../strings';

/**
 * The supervisor's page, and the admin's without its buttons: the whole line side by side; beside an open conversation,
 * and in a narrow window, one part of it at a time.
 */
export function FloorPage({ floor, account, onSignOut }: { floor: Floor; account: Account; onSignOut: () => void }) {
  const side = useRef<HTMLDivElement>(null);
  const one = floor.selected.value;
  const back = (): void => {
    const left = floor.selected.value?.id;
    floor.leave();
    // To the row one came from, or where it was.
    requestAnimationFrame(() => {
      const row = left === undefined ? null : side.current?.querySelector<HTMLElement>(`[data-conversation="${CSS.escape(left)}"]:not([hidden])`);
      const button = row instanceof HTMLButtonElement ? row : row?.querySelector<HTMLElement>('button');
      button?.focus();
      if (button == null || document.activeElement !== button) side.current?.focus();
    });
  };
  /** The part one came from stays beside the conversation. */
  const openFrom = (part: Part) => (id: string): void => {
    floor.part.value = part;
    void floor.openById(id);
  };
  return (
    <div class="desk desk--floor" data-pane={one === null ? 'list' : 'thread'} data-testid="floor">
      <Header place={floor} account={account} onSignOut={onSignOut} />
      <div class="desk__banner">
        <div role="alert">{floor.connection.value === 'offline' && <p class="banner">{strings.offline}</p>}</div>
        {floor.onDuty ? <Alerts place={floor} /> : <p class="banner banner--calm">{strings.floor.lookOn}</p>}
      </div>
      <div class="desk__side floor" ref={side} tabIndex={-1} role={one === null ? 'main' : 'region'} aria-label={strings.floor.label}>
        <Narrowed account={account} />
        <BehindGlass place={floor} />
        <Announced place={floor} />
        <div class="floor__notice"><NoticeLine place={floor} /></div>
        <CarrierBoard floor={floor} />
        <Jump floor={floor} />
        <div class="floor__board" data-shown={floor.part.value}>
          <div class="floor__column">
            <CallsBoard floor={floor} onOpen={openFrom('calls')} />
            <QueueBoard floor={floor} onOpen={openFrom('waiting')} />
          </div>
          <div class="floor__column">
            <WorkBoard floor={floor} onOpen={openFrom('work')} />
          </div>
          <div class="floor__column">
            <HealthBoard floor={floor} />
            <PeopleBoard floor={floor} />
            <BlockedBoard floor={floor} onOpen={openFrom('people')} />
          </div>
        </div>
      </div>
      {one !== null && (
        <main class="desk__main">
          <ConversationPane key={one.id} place={floor} one={one} onBack={back} onLeft={back} />
        </main>
      )}
      <LiveRegion place={floor} />
    </div>
  );
}
