import { signal, type Signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { Calls } from '../admin/calls';
import { Names } from '../beside/names';
import { Attaching } from '../messages/attaching';
import { Board } from '../messages/board';
import { BoardView } from '../messages/board-view';
import { DM, Inbox } from '../messages/inbox';
import { Side } from '../messages/side';
import { Talk } from '../messages/talk';
import { TalkView } from '../messages/talk-view';
import { addressOf } from '../nav/address';
import type { PageProps } from '../nav/pages';
import { strings } from '../strings';
import '../styles/beside.css';
import '../styles/messages.css';
import { Shell } from './shell';

const words = strings.messages;
/** Who is not connected with the line is told nothing: this page asks. */
const ASK_MS = 15_000;

/** What colleagues write to each other, and what was announced to all. */
export function MessagesPage({ work, api, rest: [where = '', peerId = ''], onBack, onSignOut }: PageProps) {
  const { user, place } = work;
  const [calls] = useState(() => new Calls(api.transport, null));
  const [inbox] = useState(() => place?.inbox ?? new Inbox(api.transport));
  const [names] = useState(() => new Names(api.transport, user.id));
  const [board] = useState(() => new Board(calls, inbox));
  const [drafts] = useState(() => new Map<string, Signal<string>>());
  const draftOf = (about: string): Signal<string> => {
    if (place !== null) return place.kept.slot(`${DM}${about}`, 'message', '');
    const known = drafts.get(about) ?? signal('');
    drafts.set(about, known);
    return known;
  };
  useEffect(() => {
    void names.want();
    const ask = (): void => { for (const errand of inbox.catchUp()) void errand().catch(() => undefined); };
    ask();
    if (place !== null) return undefined;
    const asking = setInterval(ask, ASK_MS);
    return () => clearInterval(asking);
  }, [inbox, names]);
  // Announcements that are pushed while one reads them.
  const newest = inbox.announcements.value?.[0]?.id;
  useEffect(() => { if (where === 'announcements' && board.list.items.value !== null) void board.list.load(); }, [newest]);

  const open = where === 'announcements' || (where === 'with' && peerId !== '');
  return (
    <Shell work={work} name="messages" heading={words.heading} wide onBack={onBack} onSignOut={onSignOut}>
      <div class="sided messages" data-open={open}>
        <Side inbox={inbox} names={names} userId={user.id} open={where === 'with' ? peerId : where} />
        <div class="sided__main">
          {open && <a class="sided__up" href={addressOf('messages')} data-testid="all-places">{words.all}</a>}
          {where === 'announcements' && <BoardView board={board} user={user} names={names} draft={draftOf('announce')} />}
          {where === 'with' && peerId !== '' && <OneTalk key={peerId} calls={calls} inbox={inbox} peerId={peerId} userId={user.id} draft={draftOf(peerId)} />}
          {!open && <p class="quiet">{words.start}</p>}
        </div>
      </div>
    </Shell>
  );
}

function OneTalk({ calls, inbox, peerId, userId, draft }: { calls: Calls; inbox: Inbox; peerId: string; userId: string; draft: Signal<string> }) {
  const [attaching] = useState(() => new Attaching(calls));
  const [talk] = useState(() => new Talk(calls, peerId, (unread) => inbox.hasRead(peerId, unread)));
  useEffect(() => {
    void talk.catchUp();
    return inbox.listen((from) => { if (from === null || from === peerId) void talk.catchUp(); });
  }, [talk, inbox]);
  // What was sent belongs on top of the list of colleagues.
  const last = talk.messages.value?.at(-1);
  useEffect(() => { if (last?.senderId === userId) void inbox.refreshThreads().catch(() => undefined); }, [last?.seq]);
  return <TalkView talk={talk} attaching={attaching} userId={userId} draft={draft} />;
}
