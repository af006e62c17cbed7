import { useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import type { OpenConversation } from '../desk/open-conversation';
import type { Workplace } from '../desk/workplace';
import { strings } from '../strings';
import { called } from './called';
import { tell } from './history-words';
import { authorOf } from './message-view';
import { ThreadChunk } from './thread/chunk';
import { Lines } from './thread/lines';
import { tellEnd } from './thread/survey-part';
import { useEnd } from './thread/use-end';
import { dayOf } from './times';

const words = strings.pane;
const talk = strings.thread.talk;

interface Props {
  one: OpenConversation;
  place: Workplace;
  /** Words that did not reach the texter are to be written again. Always the same function. */
  onRewrite: (text: string) => void;
}

export function ThreadView({ one, place, onRewrite }: Props) {
  const me = place.user.id;
  const lines = useMemo(() => new Lines(), [one]);
  const messages = one.thread.messages.value;
  const chunks = lines.read(one.history.entries.value, messages, one.newSince.value, {
    me,
    authorOf: (message) => authorOf(message, me, (id) => place.colleagues.nameOf(id)),
    tell: (turn) => tell(turn, place),
    tellEnd,
    dayOf,
  });
  const newest = messages.at(-1);
  const { scroller, list, away, toEnd, goTo, stay } = useEnd();
  const [unseen, setUnseen] = useState(false);

  // The newest stays in view, unless the reader has scrolled up to read; one's own words always show.
  useLayoutEffect(() => {
    if (newest?.senderId === me || !away.peek()) toEnd();
    else if (newest !== undefined) setUnseen(true);
  }, [newest?.seq]);
  useLayoutEffect(stay);
  // Who comes back sees first what is new, and from there on.
  useLayoutEffect(() => {
    const mark = scroller.current?.querySelector('.thread__new');
    if (mark != null) goTo(mark);
  }, [one]);
  const atEnd = !away.value;
  useEffect(() => {
    if (atEnd) setUnseen(false);
  }, [atEnd]);

  const goToEnd = (): void => {
    toEnd();
    // The button goes, and the focus with it.
    scroller.current?.focus({ preventScroll: true });
  };

  return (
    <div class="thread">
      <div class="thread__scroller" ref={scroller} tabIndex={0} role="region" aria-label={`${words.threadButton}, ${called(place, one)}`} data-testid="thread">
        {one.sealed.value ? <p class="thread__line">{words.sealed}</p> : !one.thread.loaded.value && <p class="thread__line">{words.loading}</p>}
        {one.thread.loaded.value && !one.thread.complete.value && <p class="thread__line" data-testid="earlier-messages">{talk.earlier}</p>}
        <div role="list" ref={list}>
          {chunks.map((chunk) => <ThreadChunk key={chunk.key} lines={chunk.lines} place={place} one={one} onRewrite={onRewrite} />)}
        </div>
      </div>
      {one.conversation.value.channel === 'webchat' && (
        <p class="thread__typing" role="status" data-testid="texter-typing" data-typing={one.typing.texter.value}>{one.typing.texter.value && strings.typing}</p>
      )}
      {!atEnd && (
        <button type="button" class={`button thread__newest ${unseen ? 'button--primary' : ''}`} data-testid="to-newest" onClick={goToEnd}>
          {unseen ? words.newMessage : talk.newest} <span aria-hidden="true">↓</span>
        </button>
      )}
      <div role="status">{one.thread.failing.value && !one.sealed.value && <p class="alert thread__failing">{words.failing}</p>}</div>
    </div>
  );
}
