import { useRef } from 'preact/hooks';
import { strings } from '../../strings';
import { under, type Bind } from '../form';
import { usualWeek, type Opening, type Week } from './opening';
import { WeekField } from './week-field';

const words = strings.adminHours;

/** Channels with a week of their own: each is given one, or goes by the line's again. */
export function ChannelWeeks({ bind, channels, week }: { bind: Bind<Opening['channels']>; channels: readonly string[]; week: Week | null }) {
  const box = useRef<HTMLElement>(null);
  const own = Object.keys(bind.value);
  const nameOf = (channel: string): string => words.channels[channel as keyof typeof words.channels] ?? channel;
  const rest = channels.filter((one) => !own.includes(one));

  function give(channel: string): void {
    bind.set({ ...bind.value, [channel]: structuredClone(week ?? usualWeek()) });
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-drop="${channel}"]`)?.focus());
  }
  function drop(channel: string): void {
    bind.set(Object.fromEntries(Object.entries(bind.value).filter(([name]) => name !== channel)));
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-give="${channel}"]`)?.focus());
  }

  if (own.length === 0 && rest.length === 0) return null;
  return (
    <section class="channel-weeks" ref={box} aria-labelledby="channel-weeks">
      <h3 id="channel-weeks">{words.byChannel}</h3>
      <p class="quiet field__hint">{words.byChannelHint}</p>
      {own.map((channel) => (
        <div class="rows__row" key={channel} data-testid={`channel-${channel}`}>
          <WeekField bind={under(bind, channel)} label={words.weekOf(nameOf(channel))} />
          <button type="button" class="button button--small channel-weeks__drop" data-drop={channel} onClick={() => drop(channel)}>{words.sameAsLine(nameOf(channel))}</button>
        </div>
      ))}
      <div class="form__buttons channel-weeks__give">
        {rest.map((channel) => (
          <button key={channel} type="button" class="button button--small" data-give={channel} data-testid={`give-${channel}`} onClick={() => give(channel)}>{words.giveOwn(nameOf(channel))}</button>
        ))}
      </div>
    </section>
  );
}
