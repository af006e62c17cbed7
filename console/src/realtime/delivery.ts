import type { Message, MessageStatus } from '../api/types';

/** Statuses only move forward; `unknown` is the platform's own doubt, so any receipt resolves it. */
const RANK: Record<MessageStatus, number> = {
  received: 0,
  queued: 0,
  sending: 1,
  unknown: 2,
  sent: 3,
  delivered: 9,
  undelivered: 9,
  failed: 9,
  blocked_opt_out: 9,
  read: 10,
};

const FINAL = 9;

/** The one of two statuses that stands: the later in the message's life, the first told of two equals. */
export function further(known: MessageStatus, told: MessageStatus): MessageStatus {
  return (RANK[told] ?? -1) > RANK[known] ? told : known;
}

/** A message on its way to the texter, about whose delivery more may be learned. */
export function isUnsettled(message: Message): boolean {
  const leaves = message.direction === 'outbound' || message.direction === 'system';
  return leaves && message.status !== 'received' && RANK[message.status] < FINAL;
}
