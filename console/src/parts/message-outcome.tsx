import type { Message } from '../api/types';
import type { OpenConversation } from '../desk/open-conversation';
import { decideOutcome, deedOf } from '../desk/outcome';
import type { Workplace } from '../desk/workplace';
import { strings } from '../strings';
import { explain } from './explain';
import { keepFocusNear } from './focus';

const words = strings.outcome;

interface Props {
  place: Workplace;
  one: OpenConversation;
  message: Message;
  onRewrite: (text: string) => void;
}

/** What a person may do about a message that did not simply arrive. */
export function MessageOutcome({ place, one, message, onRewrite }: Props) {
  if (message.status === 'unknown') return one.mayDecide.value ? <Decision place={place} one={one} message={message} /> : null;
  const lost = message.status === 'failed' || message.status === 'undelivered';
  if (!lost || message.direction !== 'outbound' || !one.maySend.value || one.conversation.value.cannotReply) return null;
  return (
    <p class="message__buttons">
      <button type="button" class="button button--small" data-testid="write-again" onClick={() => onRewrite(message.content)}>{words.again}</button>
    </p>
  );
}

function Decision({ place, one, message }: Omit<Props, 'onRewrite'>) {
  const failure = one.failure.value?.deed === deedOf(message.seq) ? one.failure.value.error : null;
  const busy = one.busy.value !== null;
  const decide = (outcome: 'sent' | 'not_sent') => ({ currentTarget }: MouseEvent): void => {
    if (!busy) void decideOutcome(place, one, message.seq, outcome).then(keepFocusNear(currentTarget as Element));
  };
  return (
    <div class="message__decision" data-testid="unknown-outcome">
      <p>{words.unknown}</p>
      <p class="message__buttons">
        <button type="button" class="button button--small" data-testid="outcome-sent" aria-disabled={busy} onClick={decide('sent')}>{words.sent}</button>
        <button type="button" class="button button--small" data-testid="outcome-not-sent" aria-disabled={busy} onClick={decide('not_sent')}>{words.notSent}</button>
      </p>
      <div role="alert">{failure !== null && <p class="alert">{explain(failure)}</p>}</div>
    </div>
  );
}
