import { strings } from '../strings/en';

const locale = strings.locale(typeof navigator === 'undefined' ? 'en' : navigator.language);
const clock = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' });
const clockWithSeconds = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long' });

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
