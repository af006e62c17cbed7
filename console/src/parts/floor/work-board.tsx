import type { Conversation, State } from '../../api/types';
import { AT_WORK, grouped, ORDERS, type Floor, type Order } from '../../desk/floor';
import { strings } from '../../strings';
import { RiskMark } from '../risk-mark';
import { TexterMarks } from '../texter-marks';
import { sinceWhen, Time } from '../times';
import { ageOf } from './age';
import { useClock } from './clock';

const words = strings.floor;
const FINISHED: readonly State[] = ['closed', 'expired', 'failed'];

/** Every live conversation in the programs one may see, in groups by risk unless another order is chosen. */
export function WorkBoard({ floor, onOpen }: { floor: Floor; onOpen: (id: string) => void }) {
  const now = useClock();
  const list = floor.atWork.value;
  const order = floor.order.value;
  return (
    <section class="board" aria-labelledby="work-heading" data-testid="work" data-part="work">
      <h2 id="work-heading">
        {words.work} {list !== null && <span class="quiet">{list.items.length}</span>}
      </h2>
      <Filters floor={floor} />
      {list === null && <p class="quiet">{words.unknown}</p>}
      {list?.items.length === 0 && <p class="quiet">{words.noWork}</p>}
      {list !== null && grouped(list.items, order).map(({ risk, items }) => (
        <div key={risk ?? order} class="group" data-testid="work-group" data-risk={risk}>
          {risk !== null && <h3 class="group__name">{strings.board.groups[risk]} <span class="quiet">{items.length}</span></h3>}
          <ul class="board__rows">
            {items.map((one) => <Row key={one.id} one={one} floor={floor} now={now} marked={risk === null} onOpen={onOpen} />)}
          </ul>
        </div>
      ))}
      {list?.more && <p class="quiet">{words.more}</p>}
    </section>
  );
}

function Row({ one, floor, now, marked, onOpen }: { one: Conversation; floor: Floor; now: number; marked: boolean; onOpen: (id: string) => void }) {
  const owner = one.responderId === null ? null : floor.colleagues.nameOf(one.responderId) ?? strings.who.other;
  return (
    <li>
      <button type="button" class="row row--button" data-testid="work-item" data-conversation={one.id} data-state={one.state} data-risk={one.riskLevel}
        aria-current={floor.selected.value?.id === one.id} onClick={() => onOpen(one.id)}>
        <span class="row__top">
          <span class="row__who">{owner === null ? one.programName : words.with(owner)}</span>
          <span class="mark">{strings.states[one.state]}</span>
          {marked && <RiskMark level={one.riskLevel} />}
          <TexterMarks conversation={one} />
        </span>
        <span class="row__facts quiet">
          {owner === null ? '' : `${one.programName} · `}{strings.channels[one.channel]} · {strings.list.since(sinceWhen(one.createdAt))}
          {' · '}
          {one.unansweredSince == null ? <>{words.changed} <Time at={one.updatedAt} /></> : (
            <strong class="row__waits" data-testid="unanswered">{strings.board.unanswered(ageOf(one.unansweredSince, now))}</strong>
          )}
          {one.tags.length > 0 && ` · ${one.tags.join(', ')}`}
        </span>
      </button>
    </li>
  );
}

function Filters({ floor }: { floor: Floor }) {
  const filter = floor.filter.value;
  const programs = floor.health.value?.programs ?? [];
  return (
    <div class="board__filters">
      <label>
        {words.filterState}{' '}
        <select data-testid="filter-state" value={filter.state ?? ''} onChange={(event) => void floor.show({ ...filter, state: (event.currentTarget.value || null) as State | null })}>
          <option value="">{words.every}</option>
          {[...AT_WORK, ...FINISHED].map((state) => <option key={state} value={state}>{strings.states[state]}</option>)}
        </select>
      </label>
      {programs.length > 1 && (
        <label>
          {words.filterProgram}{' '}
          <select data-testid="filter-program" value={filter.programId ?? ''} onChange={(event) => void floor.show({ ...filter, programId: event.currentTarget.value || null })}>
            <option value="">{words.everyProgram}</option>
            {programs.map((program) => <option key={program.programId} value={program.programId}>{program.programName}</option>)}
          </select>
        </label>
      )}
      <label>
        {strings.board.order}{' '}
        <select data-testid="order" value={floor.order.value} onChange={(event) => (floor.order.value = event.currentTarget.value as Order)}>
          {ORDERS.map((order) => <option key={order} value={order}>{strings.board.orders[order]}</option>)}
        </select>
      </label>
    </div>
  );
}
