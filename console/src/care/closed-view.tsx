import { useEffect, useState } from 'preact/hooks';
import type { Calls } from '../admin/calls';
import type { Conversation } from '../api/types';
import { Growing } from '../beside/growing';
import { More } from '../beside/more';
import type { Names } from '../beside/names';
import { PlaceHeading } from '../beside/sided';
import type { Workplace } from '../desk/workplace';
import { RiskMark } from '../parts/risk-mark';
import { dayAndTime } from '../parts/times';
import { strings } from '../strings';

const words = strings.data.closed;

/** Conversations that are over, to be opened at work. Of their texters nothing is told here. */
export function ClosedView({ calls, names, place, onOpened }: { calls: Calls; names: Names; place: Workplace; onOpened: () => void }) {
  // Those that are told of are one's own.
  const programs = names.programs.value;
  const [chosen, setChosen] = useState<string | null>(null);
  const program = chosen ?? programs[0]?.id ?? null;
  const [list, setList] = useState<Growing<Conversation> | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (program === null) return;
    const made = listOf(calls, program);
    setList(made);
    void made.load();
  }, [program]);
  const open = async (id: string): Promise<void> => {
    setFailed(false);
    if (await place.openById(id)) onOpened();
    else setFailed(true);
  };
  const items = list?.items.value ?? [];
  return (
    <section data-testid="closed">
      <PlaceHeading>{words.title}</PlaceHeading>
      <p class="quiet care__lead">{words.lead}</p>
      {programs.length > 1 && (
        <div class="field care__filter">
          <label for="closed-program">{words.program}</label>
          <select id="closed-program" value={program ?? ''} data-testid="closed-program" onChange={(event) => setChosen(event.currentTarget.value)}>
            {programs.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
          </select>
        </div>
      )}
      <div role="alert">{failed && <p class="alert">{words.failed}</p>}</div>
      <ul class="entries" aria-label={words.title}>
        {items.map((one) => {
          const when = dayAndTime(whenClosed(one));
          return (
            <li class="entry" key={one.id} data-testid="closed-conversation" data-id={one.id}>
              <div class="entry__head">
                <div class="entry__words">
                  <p class="erasure__head"><strong dir="auto">{one.programName}</strong> <RiskMark level={one.riskLevel} /> {one.legalHold && <span class="mark">{words.held}</span>}</p>
                  <p class="quiet erasure__facts">
                    {[words.closedAt(when), words.began(dayAndTime(one.createdAt)), ...(one.responderId === null ? [] : [words.with(names.person(one.responderId))])].join(' · ')}
                  </p>
                </div>
                <button type="button" class="button button--small" aria-label={words.openOf(one.programName, when)} data-testid="open-closed" onClick={() => void open(one.id)}>{words.open}</button>
              </div>
            </li>
          );
        })}
      </ul>
      {list !== null && <More list={list} none={words.none} />}
    </section>
  );
}

const listOf = (calls: Calls, program: string): Growing<Conversation> =>
  new Growing<Conversation>((cursor) => calls.ask('get', '/api/conversations', { query: { state: 'closed', order: 'newest', program, limit: 50, ...(cursor === null ? {} : { cursor }) } }));

const whenClosed = (one: Conversation): string => one.closedAt ?? one.updatedAt;
