import { useEffect } from 'preact/hooks';
import type { Workplace } from '../desk/workplace';
import { addressOf } from '../nav/address';
import { span, timeOfDay } from '../parts/times';
import { strings } from '../strings';
import { useNow } from './now';

const words = strings.data.emergency;

/** Says at work that emergency access is open, how long still, and leads to where it is ended. */
export function BehindGlass({ place }: { place: Workplace }) {
  const open = place.transport.glass.value;
  return <div role="status">{open !== null && <Running place={place} until={open.until} />}</div>;
}

function Running({ place, until }: { place: Workplace; until: string }) {
  const left = (Date.parse(until) - useNow(1_000)) / 1000;
  useEffect(() => { if (left <= 0) place.transport.glass.value = null; }, [left <= 0]);
  return (
    <p class="narrowed" data-testid="behind-glass">
      {words.running(timeOfDay(until))} <span aria-hidden="true">· {words.left(span(Math.max(0, left)))}</span> · <a href={addressOf('care', 'emergency')}>{words.end}</a>
    </p>
  );
}
