import { Fragment } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Message, TimelineEntry } from '../api/types';
import type { OpenConversation } from '../desk/open-conversation';
import type { Workplace } from '../desk/workplace';
import { strings } from '../strings';
import { tell } from './history-words';
import { MessageOutcome } from './message-outcome';
import { MessageView } from './message-view';
import { dayOf, Time } from './times';

const words = strings.pane;
/** Closer to the end than this counts as reading the newest. */
const NEAR_PX = 60;

type Line = { key: string; seq: number; at: string } & ({ turn: TimelineEntry } | { message: Message });

interface Props {
  one: OpenConversation;
  place: Workplace;
  /** Words that did not reach the texter are to be written again. */
  onRewrite: (text: string) => void;
}

export function ThreadView({ one, place, onRewrite }: Props) {
  const me = place.user.id;
  const nameOf = (id: string): string | null => place.colleagues.nameOf(id);
  const scroller = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [unseen, setUnseen] = useState(false);
  const messages = one.thread.messages.value;
  const newest = messages.at(-1);

  const toEnd = (): void => {
    const box = scroller.current;
    if (box !== null) box.scrollTop = box.scrollHeight;
    atEnd.current = true;
    setUnseen(false);
  };
  // The newest stays in view, unless the reader has scrolled up to read; one's own words always show.
  useLayoutEffect(() => {
    if (atEnd.current || newest?.senderId === me) toEnd();
    else if (newest !== undefined) setUnseen(true);
  }, [newest?.seq]);
  useLayoutEffect(() => {
    if (atEnd.current) toEnd();
  });
  // The composer grows and an on-screen keyboard opens: that must not hide the newest either.
  useEffect(() => {
    const box = scroller.current;
    if (box === null) return undefined;
    const watch = new ResizeObserver(() => atEnd.current && toEnd());
    watch.observe(box);
    return () => watch.disconnect();
  }, []);

  function onScroll(): void {
    const box = scroller.current;
    if (box === null) return;
    atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
    if (atEnd.current) setUnseen(false);
  }

  const lines = inOrder(one.history.entries.value, messages);
  return (
    <div class="thread">
      <div class="thread__scroller" ref={scroller} onScroll={onScroll} tabIndex={0} role="region" aria-label={words.threadButton} data-testid="thread">
        {one.sealed.value ? <p class="thread__line">{words.sealed}</p> : !one.thread.loaded.value && <p class="thread__line">{words.loading}</p>}
        <ol>
          {lines.map((line, index) => (
            <Fragment key={line.key}>
              {dayOf(line.at) !== dayOf(lines[index - 1]?.at ?? '1970-01-01T00:00:00Z') && <li class="thread__day">{dayOf(line.at)}</li>}
              {'message' in line ? (
                <MessageView message={line.message} me={me} nameOf={nameOf}>
                  <MessageOutcome place={place} one={one} message={line.message} onRewrite={onRewrite} />
                </MessageView>
              ) : (
                <li class="thread__line" data-testid="turn" data-transition={line.turn.transition ?? line.turn.kind}>
                  {tell(line.turn, place)} · <Time at={line.at} />
                </li>
              )}
            </Fragment>
          ))}
        </ol>
      </div>
      {one.conversation.value.channel === 'webchat' && (
        <p class="thread__typing" role="status" data-testid="texter-typing" data-typing={one.typing.texter.value}>{one.typing.texter.value && strings.typing}</p>
      )}
      {unseen && <button type="button" class="button thread__newest" onClick={toEnd}>{words.newMessage} <span aria-hidden="true">↓</span></button>}
      <div role="status">{one.thread.failing.value && !one.sealed.value && <p class="alert thread__failing">{words.failing}</p>}</div>
    </div>
  );
}

/**
 * What counts as a turn of the conversation: who had it, and how it went on. The rest is told in its history; so is
 * the start that comes in one step with being taken.
 */
function isTurn(entry: TimelineEntry, index: number, all: readonly TimelineEntry[]): boolean {
  if (entry.transition == null || entry.transition === 'route_message') return false;
  const before = all[index - 1];
  return !(entry.transition === 'start_conversation' && before?.transition === 'assign_responder' && before.actor === entry.actor);
}

/** Messages and turns by number; a turn comes before a message of the same number, as it made the message possible. */
function inOrder(history: readonly TimelineEntry[], messages: readonly Message[]): Line[] {
  const lines: Line[] = [
    ...history.filter(isTurn).map((turn) => ({ key: `turn ${turn.seq}`, seq: turn.seq, at: turn.at, turn })),
    ...messages.map((message) => ({ key: `message ${message.seq}`, seq: message.seq, at: message.at, message })),
  ];
  return lines.sort((a, b) => a.seq - b.seq);
}
