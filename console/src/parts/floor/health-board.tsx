import type { Floor } from '../../desk/floor';
import { strings } from '../../strings';
import { span } from '../times';

const words = strings.floor;

/** Each program's queue: how long, how slow, and whether that is too much. */
export function HealthBoard({ floor }: { floor: Floor }) {
  const health = floor.health.value;
  return (
    <section class="board" aria-labelledby="health-heading" data-testid="health">
      <h2 id="health-heading">{words.health}</h2>
      {health === null && <p class="quiet">{words.unknown}</p>}
      <ul class="cards">
        {health?.programs.map((program) => {
          const told = health.alerts.filter((alert) => alert.programId === program.programId);
          return (
            <li class={`card ${program.alert ? 'card--alert' : ''}`} key={program.programId} data-testid="program-health" data-program={program.programId}
              data-alert={program.alert}>
              <h3>
                {program.programName} <span class={`mark ${program.alert ? 'mark--risk-critical' : ''}`}>{program.alert ? words.alert : words.fine}</span>
              </h3>
              <dl class="facts">
                <dt>{words.depth}</dt>
                <dd data-testid="depth">{program.depth}</dd>
                <dt>{words.average}</dt>
                <dd>{span(program.avgWaitSeconds)}</dd>
                <dt>{words.longest}</dt>
                <dd>{span(program.longestWaitSeconds)}</dd>
                <dt>{words.there}</dt>
                <dd>{program.respondersAvailable}</dd>
              </dl>
              {told.map((alert) => <p class="alert card__alert" key={alert.kind} data-kind={alert.kind}>{alert.detail}</p>)}
              <p class="quiet about__small">{words.threshold(program.alertThreshold, span(program.alertWaitSeconds))}</p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
