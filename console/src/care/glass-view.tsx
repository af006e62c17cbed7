import { signal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Workplace } from '../desk/workplace';
import { More } from '../beside/more';
import type { Names } from '../beside/names';
import { PlaceHeading } from '../beside/sided';
import { DM } from '../messages/inbox';
import { Dialog } from '../parts/dialog';
import { explain } from '../parts/explain';
import { Labelled, described } from '../parts/fields';
import { dayAndTime, span, timeOfDay } from '../parts/times';
import { strings } from '../strings';
import type { Glass, Grant } from './glass';
import { useNow } from './now';

const words = strings.data.emergency;
const MINUTES = [5, 15, 30, 60, 120];
const LEAST = 10;
const MOST = 500;

/** Opening emergency access, what is open, and who opened it in the last month. */
export function GlassView({ glass, place, names, userId, mayOpen }: { glass: Glass; place: Workplace | null; names: Names; userId: string; mayOpen: boolean }) {
  const [told, setTold] = useState<string | null>(null);
  const now = useNow(1_000);
  const heading = useRef<HTMLDivElement>(null);
  useEffect(() => void glass.list.load(), [glass]);
  const items = glass.list.items.value ?? [];
  const here = place?.transport.glass.value ?? null;
  const failure = glass.failure.value;
  const end = async (id: string): Promise<void> => {
    setTold(null);
    if (await glass.end(id)) {
      setTold(words.ended);
      heading.current?.focus();
    }
  };
  return (
    <section data-testid="emergency">
      <PlaceHeading>{words.title}</PlaceHeading>
      <p class="quiet care__lead">{mayOpen ? words.lead : words.leadSupervisor}</p>
      <div ref={heading} tabIndex={-1} role="status">{told !== null && <p class="hint care__told">{told}</p>}</div>
      {mayOpen && here === null && <Open glass={glass} place={place} onOpened={() => setTold(words.opened)} />}
      <div role="alert">{failure !== null && failure.code !== 'content_is_open' && <p class="alert">{failure.outcomeUnknown ? strings.data.uncertain : explain(failure)}</p>}</div>
      <h3 class="care__title">{words.list}</h3>
      <ul class="entries" aria-label={words.list}>
        {items.map((one) => (
          <Row key={one.id} one={one} names={names} now={now} here={here?.id === one.id} mine={one.userId === userId} mayEnd={mayOpen} busy={glass.busy.value} onEnd={() => void end(one.id)} />
        ))}
      </ul>
      <More list={glass.list} none={words.none} />
    </section>
  );
}

function Row({ one, names, now, here, mine, mayEnd, busy, onEnd }: {
  one: Grant;
  names: Names;
  now: number;
  here: boolean;
  mine: boolean;
  mayEnd: boolean;
  busy: boolean;
  onEnd: () => void;
}) {
  const left = (Date.parse(one.until) - now) / 1000;
  const open = one.active && one.endedAt === null && left > 0;
  const who = names.person(one.userId);
  const when = dayAndTime(one.openedAt);
  return (
    <li class="entry" data-testid="grant" data-active={open}>
      <div class="entry__head">
        <div class="entry__words">
          <p>
            <span class={`mark ${open ? 'mark--risk-high' : ''}`}>{open ? words.active : words.over}</span> {words.by(who, when)}
            {' · '}{one.endedAt === null ? words.until(timeOfDay(one.until)) : words.endedAt(timeOfDay(one.endedAt))}
            {' · '}{one.conversationId === null ? words.whole : words.one}
          </p>
          <p class="said__words" dir="auto">{one.reason}</p>
          {open && <p class="quiet" data-testid="left">{words.left(span(left))}{mine && !here && ` · ${words.elsewhere}`}</p>}
        </div>
        {open && mayEnd && <button type="button" class="button" aria-label={words.endOf(who, when)} data-testid="end-glass" aria-disabled={busy} onClick={onEnd}>{words.end}</button>}
      </div>
    </li>
  );
}

function Open({ glass, place, onOpened }: { glass: Glass; place: Workplace | null; onOpened: () => void }) {
  // Kept with one's work, so that a session that ends does not lose it.
  const [kept] = useState(() => place?.kept.slot(`${DM}glass`, 'reason', '') ?? signal(''));
  const [reason, setReason] = [kept.value, (text: string): void => { kept.value = text; }];
  const [minutes, setMinutes] = useState(30);
  const [problem, setProblem] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const failure = glass.failure.value;
  const ask = (): void => {
    const short = reason.trim().length < LEAST;
    setProblem(short ? words.reasonShort : null);
    if (short) field.current?.focus();
    else setAsking(true);
  };
  const open = async (): Promise<void> => {
    if (await glass.open(reason.trim(), minutes, place)) {
      setReason('');
      onOpened();
    }
    setAsking(false);
  };
  return (
    <form class="panel" aria-labelledby="open-glass" noValidate onSubmit={(event) => { event.preventDefault(); ask(); }}>
      <h3 id="open-glass">{words.open}</h3>
      <Labelled id="glass-reason" label={words.reason} hint={words.reasonHint} problem={problem}>
        <textarea {...described('glass-reason', words.reasonHint, problem)} ref={field} rows={3} maxLength={MOST} dir="auto" value={reason} data-testid="glass-reason"
          onInput={(event) => { setProblem(null); setReason(event.currentTarget.value); }} />
      </Labelled>
      <Labelled id="glass-minutes" label={words.minutes} problem={null}>
        <select id="glass-minutes" value={minutes} data-testid="glass-minutes" onChange={(event) => setMinutes(Number(event.currentTarget.value))}>
          {MINUTES.map((one) => <option key={one} value={one}>{words.minutesOf(one)}</option>)}
        </select>
      </Labelled>
      <div role="alert">{failure?.code === 'content_is_open' && <p class="alert" data-testid="content-open">{words.contentOpen}</p>}</div>
      <div class="panel__buttons">
        <button type="submit" class="button button--primary" data-testid="open-glass">{words.open}…</button>
      </div>
      {asking && (
        <Dialog heading={words.sure} confirm={words.do} grave busy={glass.busy.value} problem={null} testId="confirm-glass" onCancel={() => setAsking(false)} onConfirm={() => void open()}>
          <p>{words.means}</p>
        </Dialog>
      )}
    </form>
  );
}
