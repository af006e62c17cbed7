import type { Workplace } from '../desk/workplace';
import { strings } from '../strings';

/** Reads arriving messages out, politely: for the open conversation its words, for others only that one came. */
export function LiveRegion({ place }: { place: Workplace }) {
  const arrival = place.arrival.value;
  let words = '';
  if (arrival !== null && arrival.message === null) words = strings.live.assigned;
  else if (arrival !== null && arrival.message !== null) {
    const { content, direction } = arrival.message;
    if (!place.panes.shown.value.includes(arrival.of)) words = strings.live.elsewhere;
    else words = direction === 'note' ? strings.live.whisper(content) : strings.live.here(content);
  }
  return (
    <div class="unseen" aria-live="polite">
      <p key={`${arrival?.of.id} ${arrival?.message?.seq}`}>{words}</p>
    </div>
  );
}
