import type { ComponentChildren } from 'preact';
import type { ProgramHealth, QueueHealth } from '../../api/types';
import type { Floor } from '../../desk/floor';
import { strings } from '../../strings';
import { span } from '../times';
import { ageOf } from './age';
import { useClock } from './clock';

const words = strings.floor;
type HealthAlert = QueueHealth['alerts'][number];

/** Each program's queue: how long, how slow, and whether that is too much. */
export function HealthBoard({ floor }: { floor: Floor }) {
  const now = useClock();
  const health = floor.health.value;
  return (
    <section class="board" aria-labelledby="health-heading" data-testid="health" data-part="queues">
      <h2 id="health-heading">{words.health}</h2>
      {health === null && <p class="quiet">{words.unknown}</p>}
      <ul class="cards">
        {health?.programs.map((program) => (
          <Queue key={program.programId} program={program} now={now} wrongs={health.alerts.filter((alert) => alert.programId === program.programId).map((alert) => alert.kind)} />
        ))}
      </ul>
    </section>
  );
}

function Queue({ program, now, wrongs }: { program: ProgramHealth; now: number; wrongs: readonly HealthAlert['kind'][] }) {
  const wrong = program.alert || wrongs.length > 0;
  return (
    <li class={`card ${wrong ? 'card--alert' : ''}`} data-testid="program-health" data-program={program.programId} data-alert={program.alert}>
      <h3>
        {program.programName} <span class={`mark ${wrong ? 'mark--risk-critical' : ''}`}>{wrong ? words.alert : words.fine}</span>
      </h3>
      <dl class="queue">
        <Figure name={words.depth} over={wrongs.includes('depth')} testId="depth">{program.depth}</Figure>
        <Figure name={words.longest} over={wrongs.includes('wait')} testId="oldest">
          {program.oldestMessageAt === null ? '–' : ageOf(program.oldestMessageAt, now)}
        </Figure>
        <Figure name={words.there} over={wrongs.includes('nobody_online')} testId="there">{program.respondersAvailable}</Figure>
      </dl>
      {wrongs.includes('nobody_online') && <p class="alert card__alert" data-kind="nobody_online">{strings.board.nobodyOnline}</p>}
      <p class="quiet row__facts">{words.threshold(program.alertThreshold, span(program.alertWaitSeconds))}</p>
    </li>
  );
}

/** `over`: this is beyond what the program allows. */
function Figure({ name, over, testId, children }: { name: string; over: boolean; testId: string; children: ComponentChildren }) {
  return (
    <div class={over ? 'queue__over' : ''} data-over={over}>
      <dt>{name}</dt>
      <dd><span data-testid={testId}>{children}</span>{over && <span class="unseen"> ({strings.board.passed})</span>}</dd>
    </div>
  );
}
