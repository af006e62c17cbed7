import { Fragment } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { OpenConversation } from '../../desk/open-conversation';
import type { Workplace } from '../../desk/workplace';
import { strings } from '../../strings';
import { memo } from '../memo';
import { MessageView } from '../message-view';
import { Time } from '../times';
import type { Line } from './lines';

interface Around {
  place: Workplace;
  one: OpenConversation;
  onRewrite: (text: string) => void;
}

/** Lines that are laid out when they come near the window, and until then stand there by about their size. */
export const ThreadChunk = memo(function Chunk({ lines, ...around }: Around & { lines: readonly Line[] }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => box.current?.style.setProperty('--lines', String(lines.length)), [lines.length]);
  return (
    <div class="thread__chunk" ref={box}>
      {lines.map((line) => <ThreadLine key={line.key} line={line} {...around} />)}
    </div>
  );
});

/** One line, with the day that begins with it and the mark where the new begins. */
const ThreadLine = memo(function LineView({ line, ...around }: Around & { line: Line }) {
  return (
    <Fragment>
      {line.day !== null && <div class="thread__day" role="listitem">{line.day}</div>}
      {line.fresh && <div class="thread__new" role="listitem" data-testid="new-since">{strings.thread.talk.newSince}</div>}
      {'message' in line ? <MessageView line={line} {...around} /> : (
        <div class="thread__line" role="listitem" data-testid="turn" data-transition={line.name}>
          {line.text} · <Time at={line.at} />
        </div>
      )}
    </Fragment>
  );
});
