import type { ComponentChildren } from 'preact';
import type { Message } from '../api/types';
import { strings } from '../strings';
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

interface Props {
  message: Message;
  me: string;
  /** A colleague's name by id; null where it is not known. */
  nameOf: (id: string) => string | null;
  /** What may be done about it. */
  children?: ComponentChildren;
}

export function MessageView({ message, me, nameOf, children }: Props) {
  const side = sideOf(message, me);
  const leaves = message.direction === 'outbound' || message.direction === 'system';
  return (
    <li class={`message message--${side}`} data-testid="message" data-direction={message.direction} data-seq={message.seq} data-status={message.status}>
      <p class="message__who">{author(message, me, nameOf)}</p>
      {message.content !== '' && <p class="message__words" dir="auto">{message.content}</p>}
      {message.attachments > 0 && <p class="message__pictures" data-testid="attachments">{strings.pictures(message.attachments)}</p>}
      <p class="message__facts">
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
      {children}
    </li>
  );
}

function sideOf(message: Message, me: string): 'texter' | 'mine' | 'other' | 'holdfast' | 'note' {
  if (message.direction === 'inbound') return 'texter';
  if (message.direction === 'note') return 'note';
  if (message.senderId === null) return 'holdfast';
  return message.senderId === me ? 'mine' : 'other';
}

function author(message: Message, me: string, nameOf: Props['nameOf']): string {
  if (message.direction === 'inbound') return strings.who.texter;
  const { senderId } = message;
  const name = senderId === null ? strings.who.holdfast : senderId === me ? strings.who.you : (nameOf(senderId) ?? strings.who.other);
  return message.direction === 'note' ? strings.who.note(name) : name;
}
