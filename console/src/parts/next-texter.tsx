import type { Ref } from 'preact';
import type { Desk } from '../desk/desk';
import { strings } from '../strings';
import { NoticeLine } from './notice-line';

const words = strings.next;

/** The one button that brings the next texter, and how many wait: never who. */
export function NextTexter({ desk, button }: { desk: Desk; button: Ref<HTMLButtonElement> }) {
  const waiting = desk.waiting.value;
  const busy = desk.takingNext.value;
  return (
    <section class="next" aria-label={words.button}>
      <button type="button" class="button button--primary next__button" data-testid="next-texter" ref={button}
        aria-disabled={busy} onClick={() => void desk.takeNext()}>
        {busy ? words.busy : words.button}
      </button>
      <p class="next__count" aria-live="polite" aria-atomic="true">
        {waiting === null ? (
          words.unknown
        ) : (
          <>
            <strong data-testid="waiting-count">{waiting}</strong> {words.waiting(waiting)}
          </>
        )}
      </p>
      <NoticeLine place={desk} />
    </section>
  );
}
