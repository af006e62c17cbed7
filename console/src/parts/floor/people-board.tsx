import type { ResponderStatus } from '../../api/types';
import type { Floor } from '../../desk/floor';
import { strings } from '../../strings';
import { span, timeOfDay } from '../times';
import { useClock } from './clock';

const words = strings.floor;
/** Whoever is there comes first. */
const STATES: readonly ResponderStatus['state'][] = ['available', 'busy', 'away', 'gone'];
/** From when on a wait for an answer stands out, in seconds: when a program's own rules say nothing else, its responder is nudged. */
const LATE = 180;

/** Who is there, how much they carry, and whether somebody waits for their answer. */
export function PeopleBoard({ floor }: { floor: Floor }) {
  const now = useClock();
  const grown = Math.max(0, (now - floor.colleagues.readAt.value) / 1000);
  // A supervisor who took somebody over keeps them waiting like anybody else.
  const people = floor.colleagues.all.value.filter((one) => one.role === 'responder' || one.load > 0);
  const sorted = [...people].sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state) || a.name.localeCompare(b.name));
  return (
    <section class="board" aria-labelledby="people-heading" data-testid="responders" data-part="people">
      <h2 id="people-heading">{words.people}</h2>
      {sorted.length === 0 && <p class="quiet">{words.nobodyThere}</p>}
      <ul>
        {sorted.map((one) => <Person key={one.id} one={one} grown={grown} />)}
      </ul>
    </section>
  );
}

function Person({ one, grown }: { one: ResponderStatus; grown: number }) {
  const waits = one.longestUnansweredSeconds === null ? null : one.longestUnansweredSeconds + grown;
  return (
    <li class="person" data-testid="responder" data-responder={one.id} data-state={one.state}>
      <span class="person__lamp" data-state={one.state} aria-hidden="true" />
      <span class="person__name">{one.name}</span>
      <span class="quiet person__state">
        {strings.presence[one.state]}
        {one.state === 'gone' && one.lastSeenAt !== null && `, ${words.seen(timeOfDay(one.lastSeenAt))}`}
      </span>
      <span class="person__load" data-testid="load">
        <span aria-hidden="true">{words.load(one.load, one.limit)}</span>
        <span class="unseen">{strings.board.load(one.load, one.limit)}</span>
      </span>
      {waits !== null && (
        <span class={`person__waits ${waits >= LATE ? 'person__waits--late' : ''}`} data-testid="longest-unanswered">{strings.board.longest(span(waits))}</span>
      )}
    </li>
  );
}
