import { language, strings } from '../strings';
import { localeOf } from '../strings/language';

const locale = localeOf(language);
const clock = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' });
const clockWithSeconds = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long' });

const dollars = new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD', minimumFractionDigits: 2, maximumFractionDigits: 4 });

/** An amount of US dollars; segments cost fractions of a cent. */
export const money = (amount: number): string => dollars.format(amount);

/** The time of day in the reader's own time zone; the whole date is one hover (or one `datetime`) away. */
export function Time({ at }: { at: string }) {
  const moment = new Date(at);
  return (
    <time dateTime={at} title={full.format(moment)}>
      {clock.format(moment)}
    </time>
  );
}

export const timeOfDay = (at: string): string => clock.format(new Date(at));
export const exactTimeOfDay = (moment: Date): string => clockWithSeconds.format(moment);
/** The local day of a moment, in words; equal for moments of the same day. */
export const dayOf = (at: string): string => day.format(new Date(at));
/** Day and time together, for what lies ahead or long ago. */
const moment = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' });
export const dayAndTime = (at: string): string => moment.format(new Date(at));

/** Since when: the time of today, or the day and the time. */
export const sinceWhen = (at: string): string => (dayOf(at) === dayOf(new Date().toISOString()) ? timeOfDay(at) : dayAndTime(at));

/** A span in whole minutes, in words a person would use: seconds are for the first two minutes only. */
export function span(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 5400) return strings.seconds(whole);
  const minutes = Math.round(whole / 60);
  return strings.hours(Math.floor(minutes / 60), minutes % 60);
}

/** A UTC moment as `<input type="datetime-local">` writes it, in the reader's time zone. */
export function toLocalInput(at: string): string {
  const when = new Date(at);
  if (Number.isNaN(when.getTime())) return '';
  return new Date(when.getTime() - when.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The UTC moment that was entered; empty when it is none. */
export function fromLocalInput(local: string): string {
  const when = new Date(local);
  return Number.isNaN(when.getTime()) ? '' : when.toISOString();
}
