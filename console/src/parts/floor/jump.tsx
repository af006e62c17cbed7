import { PARTS, type Floor, type Part } from '../../desk/floor';
import { strings } from '../../strings';

const words = strings.board;

/** Where there is no room for the whole floor, one part of it is shown: these choose which, and say what is in the others. */
export function Jump({ floor }: { floor: Floor }) {
  const shown = floor.part.value;
  const health = floor.health.value;
  const counts: Record<Part, number | null> = {
    calls: floor.calls.value?.length ?? null,
    work: floor.atWork.value?.items.length ?? null,
    waiting: floor.queue.value?.items.length ?? null,
    queues: null,
    people: floor.colleagues.all.value.filter((one) => one.role === 'responder' && one.state === 'available').length,
  };
  const wrong = (part: Part): boolean => (part === 'calls' && (counts.calls ?? 0) > 0) || (part === 'queues' && health?.programs.some((one) => one.alert) === true);
  return (
    <nav class="jump" aria-label={words.parts}>
      <ul>
        {PARTS.map((part) => (
          <li key={part}>
            <button type="button" class="jump__part" aria-pressed={part === shown} data-testid={`part-${part}`} data-wrong={wrong(part)}
              onClick={() => (floor.part.value = part)}>
              {words.part[part]} {counts[part] !== null && <span class="jump__count">{counts[part]}</span>}
              {wrong(part) && part === 'queues' && <span class="jump__wrong"><span aria-hidden="true">▲</span><span class="unseen">{words.wrong}</span></span>}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
