import type { Outage } from '../../desk/carriers';
import type { Floor } from '../../desk/floor';
import { strings } from '../../strings/en';
import { timeOfDay } from '../times';

const words = strings.carriers;

/** Lines whose carrier cannot be reached, and what that means for texters; nothing while all are well. */
export function CarrierBoard({ floor }: { floor: Floor }) {
  const outages = floor.carriers.outages.value;
  return (
    <section class="board" aria-label={words.heading} role="status" data-testid="carriers">
      {outages.length > 0 && <h2>{words.heading}</h2>}
      {outages.length > 0 && (
        <ul class="cards">
          {outages.map((outage) => <Line key={`${outage.line.channel} ${outage.line.number}`} outage={outage} program={programOf(outage, floor)} />)}
        </ul>
      )}
    </section>
  );
}

function Line({ outage: { line, backup, bothDown }, program }: { outage: Outage; program: string | null }) {
  if (line.state === 'closed') return null;
  return (
    <li class="card card--alert" data-testid="carrier" data-state={line.state} data-channel={line.channel} data-number={line.number}>
      <h3>
        {strings.channels[line.channel]} {line.number} <span class="mark mark--risk-critical">{words.states[line.state]}</span>
      </h3>
      {program !== null && <p class="quiet about__small">{program}</p>}
      <p class="about__small">
        {backup !== null ? words.takesOver(backup.number) : bothDown ? words.bothDown : words.noBackup} {words.comesIn}
        {line.retryAt !== null && ` ${words.retry(timeOfDay(line.retryAt))}`}
      </p>
    </li>
  );
}

const programOf = ({ line }: Outage, floor: Floor): string | null =>
  floor.health.value?.programs.find((program) => program.programId === line.programId)?.programName ?? null;
