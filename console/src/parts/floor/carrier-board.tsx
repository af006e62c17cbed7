import type { Outage } from '../../desk/carriers';
import type { Floor } from '../../desk/floor';
import { strings } from '../../strings';
import { timeOfDay } from '../times';

const words = strings.carriers;

/** Lines whose carrier cannot be reached, and what that means for texters; nothing while all are well. */
export function CarrierBoard({ floor }: { floor: Floor }) {
  const outages = floor.carriers.outages.value;
  return (
    <section class="board" aria-label={words.heading} role="status" data-testid="carriers">
      {outages.length > 0 && <h2>{words.heading}</h2>}
      {outages.length > 0 && <ul class="cards">{outages.map((outage) => <Card key={outage.lines[0]?.number} outage={outage} floor={floor} />)}</ul>}
    </section>
  );
}

function Card({ outage: { state, lines, backup, bothDown, retryAt }, floor }: { outage: Outage; floor: Floor }) {
  const [first] = lines;
  if (first === undefined) return null;
  const programOf = (id: string): string | undefined => floor.health.value?.programs.find((program) => program.programId === id)?.programName;
  return (
    <li class="card card--alert" data-testid="carrier" data-state={state} data-channel={first.channel} data-backup={backup?.number}>
      <h3>
        {strings.channels[first.channel]} <span class="mark mark--risk-critical">{words.states[state]}</span>
      </h3>
      <ul>
        {lines.map(({ number, programId }) => (
          <li key={number} data-testid="carrier-line" data-number={number}>{number} <span class="quiet">{programOf(programId)}</span></li>
        ))}
      </ul>
      <p class="about__small">
        {backup !== null ? words.takesOver(backup.number) : bothDown ? words.bothDown : words.noBackup} {words.comesIn}
        {retryAt !== null && ` ${words.retry(timeOfDay(retryAt))}`}
      </p>
    </li>
  );
}
