import { useEffect, useState } from 'preact/hooks';
import { language, strings } from '../../strings';
import { localeOf } from '../../strings/language';
import type { Opening } from './opening';
import { standing } from './standing';

const words = strings.adminHours;
const MINUTE_MS = 60_000;

/** Whether the line would be open now by the hours as they stand in the form, and when that changes. */
export function StandingNote({ opening, zone }: { opening: Opening; zone: string | null }) {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  const place = opening.zone ?? zone;
  const always = opening.week === null && opening.holidays.length === 0;
  const channels = Object.keys(opening.channels);
  return (
    <section class="preview" aria-labelledby="standing" data-testid="standing">
      <h3 id="standing">{words.preview}</h3>
      {always && <p>{words.alwaysOpen}</p>}
      {!always && place === null && <p class="quiet">{words.needsZone}</p>}
      {!always && place !== null && <Now opening={opening} zone={place} now={now} channel={null} />}
      {place !== null && channels.map((channel) => <Now key={channel} opening={opening} zone={place} now={now} channel={channel} />)}
    </section>
  );
}

function Now({ opening, zone, now, channel }: { opening: Opening; zone: string; now: Date; channel: string | null }) {
  const { open, next, holiday } = standing(opening, zone, now, channel);
  const when = next === null ? null : moment(next, zone, now);
  const said = open ? (when === null ? words.openOn : words.openUntil(when)) : when === null ? words.closedOn : words.closedUntil(when);
  return (
    <p class="standing" data-open={open} data-testid={channel === null ? 'standing-now' : `standing-${channel}`}>
      {channel !== null && `${words.channels[channel as keyof typeof words.channels] ?? channel}: `}
      <span class={open ? 'mark' : 'mark mark--ask'}>{open ? words.open : words.closed}</span>{' '}
      {said}{holiday !== null && ` ${words.isHoliday(holiday)}`}
    </p>
  );
}

const WEEK_MS = 6 * 86_400_000;

/** `Mon 9:00 AM`, with the date where that would not say which Monday. */
function moment(at: Date, zone: string, now: Date): string {
  const near = at.getTime() - now.getTime() < WEEK_MS;
  return new Intl.DateTimeFormat(localeOf(language), {
    timeZone: zone, weekday: 'long', hour: 'numeric', minute: '2-digit', timeZoneName: 'short', ...(near ? {} : { day: 'numeric', month: 'long', year: 'numeric' }),
  }).format(at);
}
