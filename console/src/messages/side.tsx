import { useState } from 'preact/hooks';
import type { Names } from '../beside/names';
import { addressOf } from '../nav/address';
import { sinceWhen } from '../parts/times';
import { strings } from '../strings';
import type { Inbox, ThreadView } from './inbox';

const words = strings.messages;

/** Announcements, and with whom one writes; and the way to write to somebody else. */
export function Side({ inbox, names, userId, open }: { inbox: Inbox; names: Names; userId: string; open: string }) {
  const threads = inbox.threads.value;
  const announcements = inbox.unreadAnnouncements.value;
  return (
    <div class="sided__side messages__side">
      <nav aria-label={words.label}>
        <ul>
          <li>
            <a class="sided__link" href={addressOf('messages', 'announcements')} aria-current={open === 'announcements' ? 'page' : undefined} data-testid="place-announcements">
              {words.announcements}<Count count={announcements} />
            </a>
          </li>
        </ul>
        <h2 class="messages__title">{words.colleagues}</h2>
        <WriteTo names={names} userId={userId} />
        {threads?.length === 0 && <p class="quiet messages__nobody">{words.nobody}</p>}
        <ul data-testid="threads">
          {threads?.map((one) => <Thread key={one.peer.id} one={one} userId={userId} current={one.peer.id === open} />)}
        </ul>
      </nav>
    </div>
  );
}

function Thread({ one, userId, current }: { one: ThreadView; userId: string; current: boolean }) {
  const { peer, lastMessage, unread } = one;
  return (
    <li>
      <a class="sided__link thread-link" href={addressOf('messages', 'with', peer.id)} aria-current={current ? 'page' : undefined} data-testid="thread" data-peer={peer.id} data-unread={unread}>
        <span class="thread-link__words">
          <span class="thread-link__name"><strong dir="auto">{peer.name}</strong> <span class="quiet">{sinceWhen(one.lastAt)}</span></span>
          {lastMessage !== null && <span class="thread-link__preview quiet" dir="auto">{lastMessage.senderId === userId ? words.you : ''}{lastMessage.preview}</span>}
        </span>
        <Count count={unread} />
      </a>
    </li>
  );
}

/** How much is unread; nothing for nothing. */
export function Count({ count }: { count: number }) {
  if (count === 0) return null;
  return <span class="count"><span aria-hidden="true">{count}</span><span class="unseen"> {words.unread(count)}</span></span>;
}

function WriteTo({ names, userId }: { names: Names; userId: string }) {
  const [chosen, setChosen] = useState('');
  const people = names.members.value.filter((one) => one.active && one.id !== userId).toSorted((a, b) => a.name.localeCompare(b.name));
  const go = (): void => {
    if (chosen === '') return;
    location.hash = addressOf('messages', 'with', chosen);
    setChosen('');
  };
  return (
    <form class="write-to" onSubmit={(event) => { event.preventDefault(); go(); }}>
      <label class="unseen" for="write-to">{words.write}</label>
      <select id="write-to" value={chosen} data-testid="write-to" onChange={(event) => setChosen(event.currentTarget.value)}>
        <option value="">{words.choose}</option>
        {people.map((one) => <option key={one.id} value={one.id}>{one.name} ({strings.account.roles[one.role]})</option>)}
      </select>
      <button type="submit" class="button" data-testid="write-to-open" aria-disabled={chosen === ''}>{words.open}</button>
    </form>
  );
}
