import { useEffect } from 'preact/hooks';
import { LATER_MINUTES, watchBreaks } from '../desk/breaks';
import type { Workplace } from '../desk/workplace';
import { strings } from '../strings';
import { breaks } from './browser';
import { keepFocusNear } from './focus';
import { span } from './times';

const words = strings.attention.breaks;

/** Suggests a break to a responder who has had none for long. */
export function BreakBanner({ place }: { place: Workplace }) {
  useEffect(() => watchBreaks(breaks, place), [place]);
  const due = breaks.due.value;
  const take = ({ currentTarget }: MouseEvent): void => {
    const settle = keepFocusNear(currentTarget as Element);
    breaks.later();
    void place.colleagues.say('away').then(settle);
  };
  const later = ({ currentTarget }: MouseEvent): void => {
    const settle = keepFocusNear(currentTarget as Element);
    breaks.later();
    settle();
  };
  return (
    <div role="status">
      {due !== null && (
        <div class="attention__break" data-testid="break-banner">
          <p class="attention__words"><strong>{words.heading}</strong> {words.due(span(Math.floor(due / 60_000) * 60))} <span class="quiet">{words.means}</span></p>
          <div class="attention__buttons">
            <button type="button" class="button button--small" data-testid="take-break" onClick={take}>{words.take}</button>
            <button type="button" class="button button--small" data-testid="later-break" onClick={later}>{words.later(LATER_MINUTES)}</button>
          </div>
        </div>
      )}
    </div>
  );
}
