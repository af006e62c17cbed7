import { language, strings } from '../strings';
import { localeOf } from '../strings/language';
import { span } from '../parts/times';
import { Columns, Figure, Rows, Table } from './chart';
import { hasBegun, shareOf, topOf, type DayReport, type HourOfDay } from './day';

const words = strings.today;
const locale = localeOf(language);
const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
const IN_TIME = 300;
const AIM = 0.9;

export const inPercent = (share: number | null): string => (share === null ? words.none : percent.format(share));
export const inWords = (seconds: number | null): string => (seconds === null ? words.none : span(seconds));

/** The hours of a report as clocks there show them. */
function clocks(report: DayReport): { of: (hour: HourOfDay) => string; tick: (hour: HourOfDay) => string } {
  const of = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', timeZone: report.zone });
  const tick = new Intl.DateTimeFormat(locale, { hour: 'numeric', timeZone: report.zone });
  return { of: ({ begins }) => of.format(new Date(begins)), tick: ({ begins }) => tick.format(new Date(begins)) };
}

/** The one with the highest value; null where there is none. */
function highest<T>(items: readonly T[], value: (item: T) => number | null): T | null {
  return items.reduce<T | null>((best, item) => ((value(item) ?? -1) > (best === null ? -1 : (value(best) ?? -1)) ? item : best), null);
}

export function Arrivals({ report }: { report: DayReport }) {
  const clock = clocks(report);
  const top = topOf(report.hours.flatMap((hour) => [hour.waits.arrivals, hour.arrivalsBefore]));
  const most = highest(report.hours, (hour) => hour.waits.arrivals || null);
  return (
    <Figure name="arrivals" heading={words.charts.arrivals} legend={words.legend.arrivals}
      drawing={
        <Columns says={words.says.arrivals(report.waits.arrivals, most?.waits.arrivals ?? 0, most === null ? '' : clock.of(most))} top={top} topWords={String(top)}
          columns={report.hours.map((hour) => ({ tick: clock.tick(hour), value: hasBegun(hour, report) ? hour.waits.arrivals : null, beside: hour.arrivalsBefore }))} />
      }
      table={
        <Table caption={words.charts.arrivals} head={[words.table.hour, words.table.thisDay, words.table.theDayBefore]}
          rows={report.hours.map((hour) => [clock.of(hour), hasBegun(hour, report) ? hour.waits.arrivals : words.none, hour.arrivalsBefore])}
          foot={[words.table.all, report.waits.arrivals, report.hours.reduce((sum, hour) => sum + hour.arrivalsBefore, 0)]} />
      } />
  );
}

export function WaitsByHour({ report }: { report: DayReport }) {
  const clock = clocks(report);
  const longest = highest(report.hours, (hour) => hour.waits.answers.p95Seconds);
  const top = 60 * topOf([IN_TIME / 60, Math.ceil((longest?.waits.answers.p95Seconds ?? 0) / 60)]);
  const { medianSeconds, p95Seconds, count } = report.waits.answers;
  const says = longest === null || medianSeconds === null ? words.says.noWaits : words.says.waits(span(medianSeconds), clock.of(longest), inWords(longest.waits.answers.p95Seconds));
  return (
    <Figure name="waits" heading={words.charts.waits} legend={words.legend.waits}
      drawing={
        <Columns says={says} top={top} topWords={span(top)} line={{ at: IN_TIME, words: span(IN_TIME) }}
          columns={report.hours.map((hour) => ({ tick: clock.tick(hour), value: hour.waits.answers.medianSeconds, upTo: hour.waits.answers.p95Seconds }))} />
      }
      table={
        <Table caption={words.charts.waits} head={[words.table.hour, words.table.answered, words.table.median, words.table.p95]}
          rows={report.hours.map((hour) => [clock.of(hour), hasBegun(hour, report) ? hour.waits.answers.count : words.none, inWords(hour.waits.answers.medianSeconds), inWords(hour.waits.answers.p95Seconds)])}
          foot={[words.table.all, count, inWords(medianSeconds), inWords(p95Seconds)]} />
      } />
  );
}

export function InTimeByHour({ report }: { report: DayReport }) {
  const clock = clocks(report);
  const least = highest(report.hours, ({ waits }) => (waits.decided === 0 ? null : 1 - (shareOf(waits) ?? 0)));
  const says = least === null ? words.says.noInTime : words.says.inTime(inPercent(shareOf(report.waits)), clock.of(least), inPercent(shareOf(least.waits)));
  const row = ({ decided, inTime }: HourOfDay['waits'], name: string): (string | number)[] => [name, decided, inTime, inPercent(decided === 0 ? null : inTime / decided)];
  return (
    <Figure name="in-time" heading={words.charts.inTime} legend={words.legend.inTime}
      drawing={
        <Columns says={says} top={1} topWords={inPercent(1)} line={{ at: AIM, words: inPercent(AIM) }}
          columns={report.hours.map((hour) => ({ tick: clock.tick(hour), value: shareOf(hour.waits) }))} />
      }
      table={
        <Table caption={words.charts.inTime} head={[words.table.hour, words.table.known, words.table.inTime, words.table.share]}
          rows={report.hours.map((hour) => (hasBegun(hour, report) ? row(hour.waits, clock.of(hour)) : [clock.of(hour), words.none, words.none, words.none]))} foot={row(report.waits, words.table.all)} />
      } />
  );
}

export function StatesNow({ report }: { report: DayReport }) {
  const rows = report.states.map(({ state, count }) => ({ name: strings.states[state], count }));
  const all = rows.reduce((sum, row) => sum + row.count, 0);
  return (
    <Figure name="states" heading={words.charts.states}
      drawing={<Rows says={words.says.states(all, highest(rows, (row) => row.count)?.name ?? '')} rows={rows} />}
      table={<Table caption={words.charts.states} head={[words.table.state, words.table.count]} rows={rows.map(({ name, count }) => [name, count])} foot={[words.table.all, all]} />} />
  );
}

export function Endings({ report }: { report: DayReport }) {
  const rows = report.endings.map(({ ending, count }) => ({ name: words.endings[ending], count }));
  const all = rows.reduce((sum, row) => sum + row.count, 0);
  return (
    <Figure name="endings" heading={words.charts.endings}
      drawing={<Rows says={words.says.endings(all, highest(rows, (row) => row.count)?.name ?? '')} rows={[...rows, { name: words.table.live, count: report.open }]} />}
      table={
        <Table caption={words.charts.endings} head={[words.table.ending, words.table.count]} rows={[...rows.map(({ name, count }) => [name, count]), [words.table.live, report.open]]}
          foot={[words.table.all, all + report.open]} />
      } />
  );
}
