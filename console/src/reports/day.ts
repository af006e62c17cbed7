import { batch, signal } from '@preact/signals';
import { asApiError, type ApiError } from '../api/problem';
import type { components } from '../api/schema';
import type { Transport } from '../api/transport';
import { coalesce } from '../desk/coalesce';

export type DayReport = components['schemas']['DayReport'];
export type Waits = components['schemas']['Waits'];
export type HourOfDay = components['schemas']['HourOfDay'];

/** The figures of the present day grow old in a minute; those of another day change seldom. */
const RENEWED_MS = 60_000;
/** Whoever looks at the window again sees nothing older than that. */
const OLD_MS = 10_000;

/** What is asked for; null: all of one's programs, and the day that it is there now. */
export interface Wanted {
  programId: string | null;
  day: string | null;
}

/** The figures of a day, kept fresh while somebody looks at them. */
export class DayFigures {
  readonly wanted = signal<Wanted>({ programId: null, day: null });
  readonly report = signal<DayReport | null>(null);
  /** The programs one may choose from: those of the last report about all of them. */
  readonly programs = signal<DayReport['programs']>([]);
  /** The day that it is now where the programs are; null while unknown. */
  readonly latest = signal<string | null>(null);
  /** Of the last reading; what was read before it stays. */
  readonly failure = signal<ApiError | null>(null);
  readonly #transport: Transport;
  #timer: ReturnType<typeof setInterval> | undefined;
  #readAt = 0;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Reads now, each minute, and when the window is looked at again. Returns what ends it. */
  start(): () => void {
    const looked = (): void => {
      if (document.visibilityState === 'visible' && Date.now() - this.#readAt > OLD_MS) void this.refresh();
    };
    void this.refresh();
    this.#timer = setInterval(() => {
      if (document.visibilityState === 'visible') void this.refresh();
    }, RENEWED_MS);
    document.addEventListener('visibilitychange', looked);
    addEventListener('focus', looked);
    return () => {
      clearInterval(this.#timer);
      document.removeEventListener('visibilitychange', looked);
      removeEventListener('focus', looked);
    };
  }

  /** Other figures: those that are shown go, they are about something else. */
  show(wanted: Partial<Wanted>): Promise<void> {
    const { programId, day } = { ...this.wanted.value, ...wanted };
    // The present day goes on: it is asked for without its date.
    this.wanted.value = { programId, day: day === this.latest.value ? null : day };
    this.report.value = null;
    return this.refresh();
  }

  /** Calls coalesce. */
  readonly refresh = coalesce(async () => {
    const { programId, day } = this.wanted.value;
    const query = { ...(programId === null ? {} : { programId }), ...(day === null ? {} : { day }) };
    try {
      const report = await this.#transport.call('get', '/api/reports/today', { query });
      // Something else was asked for meanwhile: its own reading is on the way.
      if (this.wanted.value.programId !== programId || this.wanted.value.day !== day) return;
      batch(() => {
        this.report.value = report;
        this.failure.value = null;
        if (programId === null) this.programs.value = report.programs;
        if (day === null) this.latest.value = report.day;
      });
      this.#readAt = Date.now();
    } catch (caught) {
      this.failure.value = asApiError(caught);
    }
  });
}

/** The calendar day before or after, as the API writes days. */
export function dayBeside(day: string, by: 1 | -1): string {
  const moment = new Date(`${day}T12:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + by);
  return moment.toISOString().slice(0, 10);
}

/** How much of what is decided was in time, from 0 to 1; null while nothing is. */
export const shareOf = ({ decided, inTime }: Waits): number | null => (decided === 0 ? null : inTime / decided);

/** Whether an hour has begun: one that is still to come is empty, not zero. */
export const hasBegun = (hour: HourOfDay, report: DayReport): boolean => Date.parse(hour.begins) <= Date.parse(report.madeAt);

/** A round number at or above the highest, for the top of a scale: 4, 5, 10, 20, 50, 100, … */
export function topOf(values: readonly number[]): number {
  const most = Math.max(0, ...values);
  if (most <= 4) return 4;
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= most) ?? most;
}
