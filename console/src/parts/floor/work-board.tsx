import type { State } from '../../api/types';
import { AT_WORK, type Floor } from '../../desk/floor';
import { strings } from '../../strings';
import { RiskMark } from '../risk-mark';
import { TexterMarks } from '../texter-marks';
import { Time, timeOfDay } from '../times';

const words = strings.floor;
const FINISHED: readonly State[] = ['closed', 'expired', 'failed'];

/** Every live conversation in the programs one may see, the most at risk first. */
export function WorkBoard({ floor, onOpen }: { floor: Floor; onOpen: (id: string) => void }) {
  const list = floor.atWork.value;
  const filter = floor.filter.value;
  const programs = floor.health.value?.programs ?? [];
  return (
    <section class="board" aria-labelledby="work-heading" data-testid="work">
      <h2 id="work-heading">
        {words.work} {list !== null && <span class="quiet">{list.items.length}</span>}
      </h2>
      <div class="board__filters">
        <label>
          {words.filterState}{' '}
          <select data-testid="filter-state" value={filter.state ?? ''} onChange={(event) => void floor.show({ ...filter, state: (event.currentTarget.value || null) as State | null })}>
            <option value="">{words.every}</option>
            {[...AT_WORK, ...FINISHED].map((state) => <option key={state} value={state}>{strings.states[state]}</option>)}
          </select>
        </label>
        <label>
          {words.filterProgram}{' '}
          <select data-testid="filter-program" value={filter.programId ?? ''} onChange={(event) => void floor.show({ ...filter, programId: event.currentTarget.value || null })}>
            <option value="">{words.everyProgram}</option>
            {programs.map((program) => <option key={program.programId} value={program.programId}>{program.programName}</option>)}
          </select>
        </label>
      </div>
      {list === null && <p class="quiet">{strings.list.loading}</p>}
      {list?.items.length === 0 && <p class="quiet">{words.noWork}</p>}
      <ul class="board__rows">
        {list?.items.map((one) => (
          <li key={one.id}>
            <button type="button" class="row row--button" data-testid="work-item" data-state={one.state} data-risk={one.riskLevel} onClick={() => onOpen(one.id)}>
              <span class="row__top">
                <span class="mark">{strings.states[one.state]}</span>
                <RiskMark level={one.riskLevel} />
                <TexterMarks conversation={one} />
                <span class="row__who">{one.responderId === null ? strings.who.nobody : words.with(floor.colleagues.nameOf(one.responderId) ?? strings.who.other)}</span>
              </span>
              <span class="quiet row__facts">
                {one.programName} · {strings.channels[one.channel]} · {strings.list.since(timeOfDay(one.createdAt))} · {words.changed} <Time at={one.updatedAt} />
                {one.tags.length > 0 && ` · ${one.tags.join(', ')}`}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {list?.more && <p class="quiet">{words.more}</p>}
    </section>
  );
}
