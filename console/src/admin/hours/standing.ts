/** Whether a line is open at a moment and when that changes, by the same rules as the platform's (`shared/domain/hours.py`). */

import { DAYS, minutes, type Opening, type Week } from './opening';

/** How it stands: `next` is when it closes, or opens; null: not within a year. */
export interface Standing {
  open: boolean;
  next: Date | null;
  /** Of that day, if it is one. */
  holiday: string | null;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
const HORIZON_DAYS = 400;
const FULL_DAY = 1440;

/** How a line stands at a moment. `channel` has a week of its own, or the line's. What is not finished being typed is left out. */
export function standing(opening: Opening, zone: string, at: Date, channel: string | null = null): Standing {
  const week = (channel === null ? undefined : opening.channels[channel]) ?? opening.week;
  const clock = new Clock(opening.zone ?? zone);
  const today = clock.dayOf(at.getTime());
  const closed = new Set(opening.holidays.map(({ day }) => day));
  const holiday = opening.holidays.find(({ day }) => day === iso(today))?.name ?? null;
  const now = at.getTime();
  let until: number | null = null;
  for (const [begin, end] of windows(week, closed, clock, today)) {
    if (end <= now) continue;
    // The first that has not ended: it is open now, or opens with it. What begins before that ends makes it longer.
    if (until === null && begin > now) return { open: false, next: new Date(begin), holiday };
    if (until !== null && begin > until) return { open: true, next: new Date(until), holiday };
    until = Math.max(until ?? end, end);
  }
  const ends = until !== null && until < now + (HORIZON_DAYS - 2) * DAY;
  return { open: until !== null, next: ends && until !== null ? new Date(until) : null, holiday };
}

/** Spans of time in milliseconds, from the day before today on, in the order in which they begin. */
function* windows(week: Week | null, closed: ReadonlySet<string>, clock: Clock, today: number): Generator<readonly [number, number]> {
  for (let day = today - DAY; day <= today + HORIZON_DAYS * DAY; day += DAY) {
    if (closed.has(iso(day))) continue;
    const name = DAYS[(new Date(day).getUTCDay() + 6) % 7] ?? 'monday';
    const spans = week === null ? [[0, FULL_DAY] as const] : week[name].map(minutes).filter((one) => one !== null).sort((a, b) => a[0] - b[0]);
    for (const [opens, closes] of spans) {
      const begin = clock.shows(day + opens * MINUTE).first;
      const end = clock.shows(day + closes * MINUTE).last;
      if (begin < end) yield [begin, end];
    }
  }
}

const iso = (day: number): string => new Date(day).toISOString().slice(0, 10);

/** A zone's clock. A local time is written as the UTC moment at which a clock in Greenwich shows it. */
class Clock {
  readonly #format: Intl.DateTimeFormat;

  constructor(zone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23',
      year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    });
  }

  /** The local midnight of the day that it is. */
  dayOf(moment: number): number {
    return Math.floor((moment + this.#ahead(moment)) / DAY) * DAY;
  }

  /** When it shows a local time. Turned back it shows some twice, and put forward some never: those count from before. */
  shows(local: number): { first: number; last: number } {
    const [before, after] = [local - this.#ahead(local - DAY), local - this.#ahead(local + DAY)];
    if (before === after) return { first: before, last: before };
    const [isBefore, isAfter] = [before, after].map((moment) => moment + this.#ahead(moment) === local);
    if (isBefore === isAfter) return { first: before, last: Math.max(before, after) };
    const only = isAfter === true ? after : before;
    return { first: only, last: only };
  }

  /** How far it is ahead of Greenwich. */
  #ahead(moment: number): number {
    const parts = Object.fromEntries(this.#format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(moment / 1000) * 1000;
  }
}
