import { useEffect, useRef, useState } from 'preact/hooks';
import type { Desk } from '../desk/desk';
import type { Account } from '../door/account';
import { Alerts } from '../parts/alerts';
import { ConversationList } from '../parts/conversation-list';
import { ConversationPane } from '../parts/conversation-pane';
import { ConversationTabs, tabOf } from '../parts/conversation-tabs';
import { Header } from '../parts/header';
import { KeysButton, useKeys } from '../parts/keyboard';
import { LiveRegion } from '../parts/live-region';
import { Narrowed } from '../parts/narrowed';
import { NextTexter } from '../parts/next-texter';
import { Announced } from '../messages/announced';
import { strings } from '../strings';

/** From these widths on there is room for so many conversations side by side; see desk.css. */
const ROOM = [['(width >= 120rem)', 3], ['(width >= 80rem)', 2]] as const;
const PHONE = '(width < 48rem)';

/**
 * The responder's page: what is open on the left, conversations on the right, side by side where there is room. On a
 * phone the list, or one conversation with the others as tabs above it.
 */
export function DeskPage({ desk, account, onSignOut }: { desk: Desk; account: Account; onSignOut: () => void }) {
  const nextButton = useRef<HTMLButtonElement>(null);
  const phone = useRoom(desk);
  const keys = useKeys(desk);
  const shown = desk.panes.shown.value;
  const room = desk.panes.room.value;
  // The pane that had the focus is gone or hidden: go on where the work goes on.
  const leave = (): void => {
    if (desk.selected.value !== null && desk.panes.room.value > 1) desk.panes.turn.value += 1;
    else requestAnimationFrame(() => nextButton.current?.focus());
  };
  const back = (): void => {
    desk.select(null);
    requestAnimationFrame(() => nextButton.current?.focus());
  };
  const tabbed = phone && desk.open.value.length > 1;
  return (
    <div class="desk" data-pane={desk.selected.value === null && room === 1 ? 'list' : 'thread'} data-panes={shown.length}>
      <Header place={desk} account={account} onSignOut={onSignOut} />
      <div class="desk__banner">
        <div role="alert">{desk.connection.value === 'offline' && <p class="banner">{strings.offline}</p>}</div>
        <Alerts place={desk} />
      </div>
      <main class="desk__work">
        <div class="desk__side">
          <Narrowed account={account} />
          <Announced place={desk} />
          <NextTexter desk={desk} button={nextButton} />
          <ConversationList desk={desk} />
          <KeysButton onOpen={keys.open} />
        </div>
        <div class="desk__main">
          {tabbed && <ConversationTabs desk={desk} />}
          {shown.length === 0 ? (
            <div class="empty">
              <p>{strings.pane.empty}</p>
              <p class="quiet">{strings.pane.emptyHint}</p>
            </div>
          ) : (
            <div class="panes" data-testid="panes">
              {shown.map((one) => (
                <ConversationPane key={one.id} place={desk} one={one} onBack={back} onLeft={leave} tab={tabbed ? tabOf(one) : undefined}
                  onClose={shown.length > 1 ? () => desk.panes.close(one) : undefined} />
              ))}
            </div>
          )}
        </div>
      </main>
      <LiveRegion place={desk} />
      {keys.list}
    </div>
  );
}

/** Tells how many conversations the window has room for, as long as the page stands; true on a phone. */
function useRoom({ panes }: Desk): boolean {
  const [phone, setPhone] = useState(() => matchMedia(PHONE).matches);
  useEffect(() => {
    const small = matchMedia(PHONE);
    const large = ROOM.map(([query, count]) => ({ found: matchMedia(query), count }));
    const measure = (): void => {
      panes.room.value = large.find(({ found }) => found.matches)?.count ?? 1;
      setPhone(small.matches);
    };
    measure();
    const all = [small, ...large.map(({ found }) => found)];
    for (const one of all) one.addEventListener('change', measure);
    return () => {
      for (const one of all) one.removeEventListener('change', measure);
    };
  }, [panes]);
  return phone;
}
