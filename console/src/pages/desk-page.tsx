import { useRef } from 'preact/hooks';
import type { Desk } from '../desk/desk';
import { ConversationList } from '../parts/conversation-list';
import { Header } from '../parts/header';
import { NextTexter } from '../parts/next-texter';
import { ConversationPane } from '../parts/conversation-pane';
import { strings } from '../strings/en';

/** The responder's page: what is open on the left, the conversation on the right; on a narrow screen one of them. */
export function DeskPage({ desk, onSignOut }: { desk: Desk; onSignOut: () => void }) {
  const nextButton = useRef<HTMLButtonElement>(null);
  const one = desk.selected.value;
  // The pane that had the focus is gone or hidden: go on where the work goes on.
  const leave = (): void => {
    requestAnimationFrame(() => nextButton.current?.focus());
  };
  return (
    <div class="desk" data-pane={one === null ? 'list' : 'thread'}>
      <Header desk={desk} onSignOut={onSignOut} />
      <div class="desk__banner" role="alert">
        {desk.connection.value === 'offline' && <p class="banner">{strings.offline}</p>}
      </div>
      <div class="desk__side">
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
          <ConversationPane key={one.id} desk={desk} one={one} onLeft={leave} />
        )}
      </main>
      <LiveRegion desk={desk} />
    </div>
  );
}

/** Reads arriving texter messages out, politely: for the open conversation its words, for others only that one came. */
function LiveRegion({ desk }: { desk: Desk }) {
  const arrival = desk.arrival.value;
  let words = '';
  if (arrival !== null && arrival.message === null) words = strings.live.assigned;
  else if (arrival !== null && arrival.message !== null) {
    words = arrival.of === desk.selected.value ? strings.live.here(arrival.message.content) : strings.live.elsewhere;
  }
  return (
    <div class="unseen" aria-live="polite">
      <p key={`${arrival?.of.id} ${arrival?.message?.seq}`}>{words}</p>
    </div>
  );
}
