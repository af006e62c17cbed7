import type { Floor } from '../../desk/floor';
import { strings } from '../../strings';
import { timeOfDay } from '../times';

const words = strings.floor;

/** Who is there and how much they carry. */
export function PeopleBoard({ floor }: { floor: Floor }) {
  const people = floor.colleagues.all.value.filter((one) => one.role === 'responder');
  const sorted = [...people].sort((a, b) => a.name.localeCompare(b.name));
  return (
    <section class="board" aria-labelledby="people-heading" data-testid="responders">
      <h2 id="people-heading">{words.people}</h2>
      {sorted.length === 0 && <p class="quiet">{words.nobodyThere}</p>}
      <ul class="board__rows">
        {sorted.map((one) => (
          <li class="person" key={one.id} data-testid="responder" data-state={one.state}>
            <span class="person__lamp" data-state={one.state} aria-hidden="true" />
            <span class="person__name">{one.name}</span>
            <span class="quiet">
              {strings.presence[one.state]}
              {one.state === 'gone' && one.lastSeenAt !== null && `, ${words.seen(timeOfDay(one.lastSeenAt))}`}
            </span>
            <span class="person__load" data-testid="load">{words.load(one.load, one.limit)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
