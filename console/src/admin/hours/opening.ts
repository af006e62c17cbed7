/** A program's hours as they are edited, and as the API has them (`docs/comms.md`, Hours). */

export const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Day = (typeof DAYS)[number];

/** `09:00-12:30`, or something that is not finished being typed. `24:00` is the day's end. */
export type Span = string;

export type Week = Record<Day, Span[]>;

export interface Holiday {
  /** `2026-12-25` */
  day: string;
  name: string;
}

/** How a program opens. `week` null: day and night. A channel without a week of its own goes by the program's. */
export interface Opening {
  /** A zone of the hours' own; null: the program's. */
  zone: string | null;
  week: Week | null;
  holidays: Holiday[];
  channels: Record<string, Week>;
}

type Plain = Record<string, unknown>;

export const noWeek = (): Week => Object.fromEntries(DAYS.map((day) => [day, [] as Span[]])) as Week;

/** What a week begins with where there was none: working hours, to be changed. */
export const usualWeek = (): Week => ({ ...noWeek(), ...Object.fromEntries(DAYS.slice(0, 5).map((day) => [day, ['09:00-17:00']])) });

/** The API's hours, to be edited; null is always open. */
export function readOpening(hours: Plain | null): Opening {
  const { zone, week, holidays, channels } = hours ?? {};
  return {
    zone: typeof zone === 'string' ? zone : null,
    week: week === undefined || week === null ? null : readWeek(week as Plain),
    holidays: Object.entries((holidays ?? {}) as Record<string, string>).map(([day, name]) => ({ day, name })).sort((a, b) => (a.day < b.day ? -1 : 1)),
    channels: Object.fromEntries(Object.entries((channels ?? {}) as Record<string, Plain>).map(([channel, own]) => [channel, readWeek(own)])),
  };
}

/** The same as the API wants it. What says nothing is left out; nothing at all is null. */
export function writeOpening({ zone, week, holidays, channels }: Opening): Plain | null {
  const given: Plain = {
    ...(week === null ? {} : { week: writeWeek(week) }),
    ...(holidays.length === 0 ? {} : { holidays: Object.fromEntries(holidays.map(({ day, name }) => [day, name.trim()])) }),
    ...(Object.keys(channels).length === 0 ? {} : { channels: Object.fromEntries(Object.entries(channels).map(([channel, own]) => [channel, writeWeek(own)])) }),
  };
  if (Object.keys(given).length === 0) return null;
  return zone === null ? given : { zone, ...given };
}

const readWeek = (given: Plain): Week => ({ ...noWeek(), ...Object.fromEntries(DAYS.map((day) => [day, [...((given[day] as Span[] | undefined) ?? [])].sort()])) });

const writeWeek = (week: Week): Plain => Object.fromEntries(DAYS.filter((day) => week[day].length > 0).map((day) => [day, week[day]]));

/** The two clocks of a span, each empty while it is not typed. */
export function ends(span: Span): { from: string; until: string } {
  const [from = '', until = ''] = span.split('-');
  // A clock has no 24:00: midnight at the end of a day is 00:00 on it.
  return { from, until: until === '24:00' ? '00:00' : until };
}

export const spanOf = (from: string, until: string): Span => `${from}-${until === '00:00' ? '24:00' : until}`;

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;
const FULL_DAY = 1440;

/** From and until in minutes after the day's midnight, beyond 1440 on the next day; null for what is not finished. */
export function minutes(span: Span): readonly [number, number] | null {
  const [from = '', until = ''] = span.split('-');
  if (!CLOCK.test(from) || !(CLOCK.test(until) || until === '24:00')) return null;
  const [opens, closes] = [inMinutes(from), inMinutes(until)];
  if (opens === closes) return null;
  return [opens, closes > opens ? closes : closes + FULL_DAY];
}

const inMinutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

export type SpanFault = 'unfinished' | 'nothing' | 'overlap';

/** What is wrong with a day's hours; null for nothing. */
export function wrongWith(spans: readonly Span[]): SpanFault | null {
  if (spans.some((one) => CLOCK.test(ends(one).from) && ends(one).from === one.split('-')[1])) return 'nothing';
  const found = spans.map(minutes);
  if (found.includes(null)) return 'unfinished';
  const sorted = (found as [number, number][]).sort((a, b) => a[0] - b[0]);
  return sorted.some((one, place) => one[1] > (sorted[place + 1]?.[0] ?? Infinity)) ? 'overlap' : null;
}
