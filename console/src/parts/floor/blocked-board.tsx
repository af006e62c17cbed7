import type { Floor } from '../../desk/floor';
import { strings } from '../../strings';
import { explain } from '../explain';
import { keepFocusNear } from '../focus';
import { dayAndTime } from '../times';

const words = strings.blocked;
/** More than these are folded away: they are seldom wanted. */
const FEW = 4;

/** Whom nobody has to read, and the way back; nothing while nobody is blocked. */
export function BlockedBoard({ floor, onOpen }: { floor: Floor; onOpen: (id: string) => void }) {
  const items = floor.blocked.items.value;
  const failure = floor.blocked.failure.value;
  if (items.length === 0 && failure === null) return null;
  return (
    <section class="board" aria-label={words.heading} data-testid="blocked-senders" data-part="people">
      <details open={items.length <= FEW}>
        <summary class="board__fold" data-testid="show-blocked">{words.heading} <span class="quiet">{items.length}</span></summary>
        <ul class="board__rows">
          {items.map((one) => {
            const when = dayAndTime(one.blockedAt);
            return (
              <li class="row" key={one.id} data-testid="blocked-sender" data-conversation={one.conversationId}>
                <p>{one.programName}</p>
                <p class="quiet row__facts">{words.by(floor.colleagues.nameOf(one.blockedBy) ?? strings.who.other, when)}</p>
                <div class="row__buttons">
                  <button type="button" class="button button--small" aria-label={words.openOf(one.programName, when)} onClick={() => onOpen(one.conversationId)}>
                    {words.open}
                  </button>
                  <button type="button" class="button button--small" data-testid="unblock" aria-label={words.unblockOf(one.programName, when)}
                    onClick={({ currentTarget }) => void floor.blocked.unblock(one).then(keepFocusNear(currentTarget))}>
                    {words.unblock}
                  </button>
                </div>
              </li>
            );
          })}
        </ul>
      </details>
      <div role="alert">{failure !== null && <p class="alert">{explain(failure)}</p>}</div>
    </section>
  );
}
