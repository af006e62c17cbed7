import { useState } from 'preact/hooks';
import type { Conversation } from '../../api/types';
import type { Floor } from '../../desk/floor';
import { MOVES, movesOf } from '../../desk/moves';
import type { OpenConversation } from '../../desk/open-conversation';
import { strings } from '../../strings';
import { OpenMoveDialog } from '../move-dialog';
import { RiskMark } from '../risk-mark';
import { TexterMarks } from '../texter-marks';
import { sinceWhen, span, timeOfDay } from '../times';
import { useClock } from './clock';

const words = strings.floor;

interface Props {
  floor: Floor;
  onOpen: (id: string) => void;
}

/** Who waits, first first, and why they stand where they stand. */
export function QueueBoard({ floor, onOpen }: Props) {
  const now = useClock();
  const [asking, setAsking] = useState<{ one: OpenConversation; name: string } | null>(null);
  const queue = floor.queue.value;
  const grown = queue === null ? 0 : (now - queue.readAt) / 1000;
  return (
    <section class="board" aria-labelledby="queue-heading" data-testid="queue" data-part="waiting">
      <h2 id="queue-heading">
        {words.waiting} {queue !== null && <span class="quiet" data-testid="queue-count">{queue.items.length}</span>}
      </h2>
      {queue === null && <p class="quiet">{words.unknown}</p>}
      {queue?.items.length === 0 && <p class="quiet">{words.nobodyWaits}</p>}
      <ol class="board__rows">
        {queue?.items.map((conversation) => (
          <li class="row" key={conversation.id} data-testid="queue-item" data-conversation={conversation.id} data-risk={conversation.riskLevel}>
            <p class="row__top">
              {conversation.position !== null && <strong>{words.place(conversation.position)}</strong>}
              <span data-testid="wait">{words.waits(span((conversation.waitSeconds ?? 0) + Math.max(0, grown)))}</span>
              <RiskMark level={conversation.riskLevel} />
              <TexterMarks conversation={conversation} />
            </p>
            <p class="quiet row__facts">
              {conversation.programName} · {strings.channels[conversation.channel]} · {strings.list.since(sinceWhen(conversation.createdAt))} · {why(conversation, floor)}
            </p>
            <div class="row__buttons">
              <button type="button" class="button button--small" data-testid="open-conversation"
                aria-label={words.openOf(conversation.programName, timeOfDay(conversation.createdAt))} onClick={() => onOpen(conversation.id)}>
                {strings.alerts.open}
              </button>
              {movesOf(conversation, floor.user).map((name) => (
                <button key={name} type="button" class={`button button--small ${MOVES[name]?.weight === 'main' ? 'button--primary' : ''}`}
                  data-testid={`move-${name}`} onClick={() => setAsking({ one: floor.hold(conversation), name })}>
                  {strings.moves[name]?.button ?? name}
                </button>
              ))}
            </div>
          </li>
        ))}
      </ol>
      {queue?.more && <p class="quiet">{words.more}</p>}
      {asking !== null && (
        <OpenMoveDialog key={`${asking.one.id} ${asking.name}`} place={floor} one={asking.one} name={asking.name}
          onDone={() => setAsking(null)} onCancel={() => setAsking(null)} />
      )}
    </section>
  );
}

/** Why somebody stands where they stand: as the server says, or as the order of the queue has it. */
function why(one: Conversation, floor: Floor): string {
  if (one.reason) return strings.told.handOut(one.reason);
  if (one.riskLevel === 'critical') return words.why.critical;
  if (one.preferredResponderId != null) return words.why.before(floor.colleagues.nameOf(one.preferredResponderId) ?? strings.who.other);
  return one.riskLevel === 'low' ? words.why.time : words.why.risk(one.riskLevel);
}
