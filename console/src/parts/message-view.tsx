import type { Message } from '../api/types';
import type { OpenConversation } from '../desk/open-conversation';
import type { Workplace } from '../desk/workplace';
import { strings } from '../strings';
import { MessageOutcome } from './message-outcome';
import { MessageFiles } from './thread/message-files';
import type { Said } from './thread/lines';
import { SurveyPart } from './thread/survey-part';
import { Time } from './times';

const TICKS: Record<Message['status'], string> = {
  received: '',
  queued: '○',
  sending: '…',
  sent: '✓',
  delivered: '✓✓',
  read: '✓✓',
  undelivered: '!',
  failed: '!',
  unknown: '?',
  blocked_opt_out: '!',
};

/** What came of it is no news: of several messages in one go it is told below the last. */
const SETTLED: ReadonlySet<Message['status']> = new Set(['received', 'sent', 'delivered', 'read']);

interface Props {
  line: Said;
  place: Workplace;
  one: OpenConversation;
  /** Words that did not reach the texter are to be written again. */
  onRewrite: (text: string) => void;
}

export function MessageView({ line, place, one, onRewrite }: Props) {
  const { message, side, author, first, last, part } = line;
  const leaves = message.direction === 'outbound' || message.direction === 'system';
  const told = last || !SETTLED.has(message.status) || message.errorCode !== null;
  return (
    <div class={`message message--${side} ${first ? '' : 'message--on'}`} role="listitem" data-testid="message" data-direction={message.direction}
      data-seq={message.seq} data-status={message.status} data-part={part?.role}>
      <p class={first ? 'message__who' : 'unseen'}>{author}</p>
      {part !== null && <SurveyPart place={place} part={part} />}
      {message.content !== '' && <p class="message__words" dir="auto">{message.content}</p>}
      {message.attachments > 0 && <p class="message__pictures" data-testid="attachments">{strings.pictures(message.attachments)}</p>}
      <MessageFiles one={one} message={message} />
      <p class={told ? 'message__facts' : 'unseen'}>
        {message.direction === 'note' && <span class="message__unsent">{strings.who.unsent}</span>}
        <Time at={message.at} />
        {leaves && message.status !== 'received' && (
          <span class="tick" data-status={message.status}>
            <span aria-hidden="true">{TICKS[message.status]} </span>
            {strings.status[message.status]}
          </span>
        )}
        {message.errorCode !== null && <span data-testid="error-code">{strings.outcome.code(message.errorCode)}</span>}
      </p>
      <MessageOutcome place={place} one={one} message={message} onRewrite={onRewrite} />
    </div>
  );
}

/** Whoever wrote a message, as a reader would call them. `nameOf` gives a colleague's name, null where it is not known. */
export function authorOf(message: Message, me: string, nameOf: (id: string) => string | null): string {
  if (message.direction === 'inbound') return strings.who.texter;
  const { senderId } = message;
  const name = senderId === null ? strings.who.holdfast : senderId === me ? strings.who.you : (nameOf(senderId) ?? strings.who.other);
  return message.direction === 'note' ? strings.who.note(name) : name;
}
