import { useEffect, useState } from 'preact/hooks';
import type { PageProps } from '../nav/pages';
import { explain } from '../parts/explain';
import { Narrowed } from '../parts/narrowed';
import { timeOfDay } from '../parts/times';
import { Arrivals, Endings, InTimeByHour, StatesNow, WaitsByHour } from '../reports/charts';
import { dayBeside, DayFigures, type DayReport } from '../reports/day';
import { Tiles } from '../reports/tiles';
import { strings } from '../strings';
import '../styles/today.css';
import { Shell } from './shell';

const words = strings.today;

/** What the day brought: who came, how long they waited, and what became of them. */
export function TodayPage({ work, api, onBack, onSignOut }: PageProps) {
  const [figures] = useState(() => new DayFigures(api.transport));
  useEffect(() => figures.start(), [figures]);
  const report = figures.report.value;
  const failure = figures.failure.value;
  return (
    <Shell work={work} name="today" heading={words.heading} wide onBack={onBack} onSignOut={onSignOut}>
      <Narrowed account={work.account} />
      <Choice figures={figures} />
      <div role="status" class="today__state">
        {report === null && failure === null && <p>{words.loading}</p>}
        {report !== null && failure !== null && <p class="hint" data-testid="stale">{words.stale(timeOfDay(report.madeAt))} {explain(failure)}</p>}
      </div>
      <div role="alert">{report === null && failure !== null && <p class="alert">{words.failed} {explain(failure)}</p>}</div>
      {report === null && failure !== null && <button type="button" class="button" onClick={() => void figures.refresh()}>{words.again}</button>}
      {report !== null && <Report report={report} lasts={report.day === figures.latest.value} />}
    </Shell>
  );
}

function Report({ report, lasts }: { report: DayReport; lasts: boolean }) {
  return (
    <div class="today" data-testid="report" data-day={report.day}>
      <p class="quiet today__about">
        {words.about(report.programs.map((one) => one.name))} {words.asOf(timeOfDay(report.madeAt))} {words.zone(report.zone.replaceAll('_', ' '))} {words.cohort}
      </p>
      {!report.complete && <p class="hint">{words.incomplete}</p>}
      <Tiles report={report} lasts={lasts} />
      <div class="charts">
        <Arrivals report={report} />
        <WaitsByHour report={report} />
        <InTimeByHour report={report} />
        <Endings report={report} />
        {lasts && <StatesNow report={report} />}
      </div>
    </div>
  );
}

function Choice({ figures }: { figures: DayFigures }) {
  const { programId } = figures.wanted.value;
  const latest = figures.latest.value;
  const day = figures.wanted.value.day ?? latest ?? '';
  const programs = figures.programs.value;
  const last = latest === null || day >= latest;
  const go = (by: 1 | -1): void => {
    if (day !== '' && !(by === 1 && last)) void figures.show({ day: dayBeside(day, by) });
  };
  return (
    <div class="today__choice">
      {(programs.length > 1 || programId !== null) && (
        <label class="today__field">
          {words.program}
          <select data-testid="program" value={programId ?? ''} onChange={(event) => void figures.show({ programId: event.currentTarget.value || null })}>
            <option value="">{words.allPrograms}</option>
            {programs.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
          </select>
        </label>
      )}
      <label class="today__field">
        {words.day}
        <input type="date" data-testid="day" value={day} max={latest ?? undefined} min="2000-01-01"
          onChange={(event) => { if (event.currentTarget.value !== '' && event.currentTarget.validity.valid) void figures.show({ day: event.currentTarget.value }); }} />
      </label>
      <div class="today__steps">
        <button type="button" class="button" data-testid="day-before" onClick={() => go(-1)}>{words.before}</button>
        <button type="button" class="button" data-testid="day-after" aria-disabled={last} onClick={() => go(1)}>{words.after}</button>
        <button type="button" class="button" data-testid="day-now" aria-disabled={last} onClick={() => { if (!last) void figures.show({ day: latest }); }}>{words.now}</button>
        <button type="button" class="button" data-testid="print" onClick={() => print()}>{words.print}</button>
      </div>
    </div>
  );
}
