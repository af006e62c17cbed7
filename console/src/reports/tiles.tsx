import { language, strings } from '../strings';
import { localeOf } from '../strings/language';
import { inPercent, inWords } from './charts';
import { shareOf, type DayReport } from './day';

const words = strings.today;
const change = new Intl.NumberFormat(localeOf(language), { signDisplay: 'exceptZero', maximumFractionDigits: 2 });

/** The day at a glance, each figure with what it is compared with. `lasts`: the day is not over. */
export function Tiles({ report, lasts }: { report: DayReport; lasts: boolean }) {
  const { waits, before, inLine, surveyOutcome: surveyed } = report;
  const compared = (figure: string): string => (lasts ? words.untilNow(figure) : words.dayBefore(figure));
  const ended = report.endings.reduce((sum, { count }) => sum + count, 0);
  return (
    <dl class="tiles" data-testid="tiles">
      <Tile name="texters" heading={words.texters} figure={String(waits.arrivals)} more={compared(String(before.arrivals))} />
      <Tile name="median" heading={words.median} figure={inWords(waits.answers.medianSeconds)} more={compared(inWords(before.answers.medianSeconds))}
        also={waits.answers.p95Seconds === null ? undefined : words.p95(inWords(waits.answers.p95Seconds))} />
      <Tile name="in-time" heading={words.inTime} figure={inPercent(shareOf(waits))} more={compared(inPercent(shareOf(before)))} also={words.inTimeOf(waits.decided)} />
      <Tile name="in-line" heading={words.inLine} figure={inWords(inLine.medianSeconds)} more={inLine.p95Seconds === null ? '' : words.p95(inWords(inLine.p95Seconds))} />
      <Tile name="open" heading={words.open} figure={String(report.open)} more={words.ended(ended)} />
      <Tile name="calls" heading={words.calls} figure={String(report.escalationsMedical + report.escalationsPolice)}
        more={words.callKinds(report.escalationsMedical, report.escalationsPolice)} />
      <Tile name="hand-offs" heading={words.handOffs} figure={String(report.handOffs)} more={words.returns(report.returns)} />
      <Tile name="opt-outs" heading={words.optOuts} figure={String(report.optOuts)} more={words.optOutsOf} />
      <Tile name="surveys" heading={words.surveys} figure={surveyed == null ? words.none : change.format(surveyed.meanChange)}
        more={surveyed == null ? words.tooFew : words.surveyed(surveyed.better, surveyed.same, surveyed.worse)} />
    </dl>
  );
}

function Tile({ name, heading, figure, more, also }: { name: string; heading: string; figure: string; more: string; also?: string | undefined }) {
  return (
    <div class="tile" data-testid={`tile-${name}`}>
      <dt>{heading}</dt>
      <dd class="tile__figure">{figure}</dd>
      <dd class="tile__more">{more}</dd>
      {also !== undefined && <dd class="tile__more">{also}</dd>}
    </div>
  );
}
