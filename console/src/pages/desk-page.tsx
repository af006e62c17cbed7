import { useRef } from 'preact/hooks';
import type { Desk } from '../desk/desk';
import type { Account } from '../door/account';
import { Alerts } from '../parts/alerts';
import { ConversationList } from '../parts/conversation-list';
import { ConversationPane } from '../parts/conversation-pane';
import { Header } from '../parts/header';
import { LiveRegion } from '../parts/live-region';
import { Narrowed } from '../parts/narrowed';
import { NextTexter } from '../parts/next-texter';
import { strings } from '../strings';

/** The responder's page: what is open on the left, the conversation on the right; on a narrow screen one of them. */
export function DeskPage({ desk, account, onSignOut }: { desk: Desk; account: Account; onSignOut: () => void }) {
  const nextButton = useRef<HTMLButtonElement>(null);
  const one = desk.selected.value;
  // The pane that had the focus is gone or hidden: go on where the work goes on.
  const leave = (): void => {
    requestAnimationFrame(() => nextButton.current?.focus());
  };
  const back = (): void => {
    desk.select(null);
    leave();
  };
  return (
    <div class="desk" data-pane={one === null ? 'list' : 'thread'}>
      <Header place={desk} account={account} onSignOut={onSignOut} />
      <div class="desk__banner">
        <div role="alert">{desk.connection.value === 'offline' && <p class="banner">{strings.offline}</p>}</div>
        <Alerts place={desk} />
      </div>
      <div class="desk__side">
        <Narrowed account={account} />
        <NextTexter desk={desk} button={nextButton} />
        <ConversationList desk={desk} />
      </div>
      <main class="desk__main">
        {one === null ? (
          <div class="empty">
            <p>{strings.pane.empty}</p>
            <p class="quiet">{strings.pane.emptyHint}</p>
          </div>
        ) : (
          <ConversationPane key={one.id} place={desk} one={one} onBack={back} onLeft={leave} />
        )}
      </main>
      <LiveRegion place={desk} />
    </div>
  );
}
