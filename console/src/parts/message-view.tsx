import type { Message } from '../api/types';
import { strings } from '../strings/en';
import { Time } from './times';

const TICKS: Record<Message['status'], string> = {
  received: '',
  queued: '○',
  sending: '…',
  sent: '✓',
  delivered: '✓✓',
  undelivered: '!',
  failed: '!',
  unknown: '?',
  blocked_opt_out: '!',
};

export function MessageView({ message, me }: { message: Message; me: string }) {
  const side = sideOf(message, me);
  const leaves = message.direction === 'outbound' || message.direction === 'system';
  return (
    <li class={`message message--${side}`} data-testid="message" data-direction={message.direction} data-seq={message.seq} data-status={message.status}>
      <p class="message__who">{nameOf(message, me)}</p>
      <p class="message__words" dir="auto">{message.content}</p>
      <p class="message__facts">
        <Time at={message.at} />
        {leaves && message.status !== 'received' && (
          <span class="tick" data-status={message.status}>
            <span aria-hidden="true">{TICKS[message.status]} </span>
            {strings.status[message.status]}
          </span>
        )}
      </p>
    </li>
  );
}

function sideOf(message: Message, me: string): 'texter' | 'mine' | 'other' | 'holdfast' | 'note' {
  if (message.direction === 'inbound') return 'texter';
  if (message.direction === 'note') return 'note';
  if (message.senderId === null) return 'holdfast';
  return message.senderId === me ? 'mine' : 'other';
}

function nameOf(message: Message, me: string): string {
  if (message.direction === 'inbound') return strings.who.texter;
  const author = message.senderId === null ? strings.who.holdfast : message.senderId === me ? strings.who.you : strings.who.other;
  return message.direction === 'note' ? strings.who.note(author) : author;
}
