import type { Ref } from 'preact';
import type { Desk } from '../desk/desk';
import { strings } from '../strings';
import { NoticeLine } from './notice-line';

const words = strings.next;
/** A row of more is no picture any more. */
const MOST_PLACES = 8;

/** The one button that brings the next texter, and how many wait: never who. */
export function NextTexter({ desk, button }: { desk: Desk; button: Ref<HTMLButtonElement> }) {
  const waiting = desk.waiting.value;
  const busy = desk.takingNext.value;
  const limit = desk.colleagues.own.value?.limit ?? null;
  const load = desk.loaded.value ? desk.open.value.filter((one) => one.standing.value === 'mine').length : null;
  const full = limit !== null && load !== null && load >= limit;
  return (
    <section class="next" aria-label={words.button}>
      <button type="button" class="button button--primary next__button" data-testid="next-texter" ref={button}
        aria-disabled={busy || full} aria-describedby={full ? 'next-full' : undefined} onClick={() => { if (!full) void desk.takeNext(); }}>
        {busy ? words.busy : words.button}
      </button>
      <div role="status">{full && !busy && <p class="next__full" id="next-full" data-testid="at-limit">{strings.attention.full(limit)}</p>}</div>
      <p class="next__count" aria-live="polite" aria-atomic="true">
        {waiting === null ? (
          words.unknown
        ) : (
          <>
            <strong data-testid="waiting-count">{waiting}</strong> {words.waiting(waiting)}
          </>
        )}
      </p>
      {limit !== null && load !== null && (
        <p class="next__load" data-testid="own-load" data-load={load} data-limit={limit}>
          <span class="unseen">{strings.attention.loadLabel}: </span>
          <span class="next__places" aria-hidden="true">
            {Array.from({ length: Math.min(limit, MOST_PLACES) }, (_, place) => <span key={place} class="next__place" data-taken={place < load} />)}
          </span>
          {strings.attention.load(load, limit)}
        </p>
      )}
      <NoticeLine place={desk} />
    </section>
  );
}
