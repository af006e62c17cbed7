import { effect, signal } from '@preact/signals';
import type { Presence } from '../api/types';
import type { Workplace } from './workplace';

/** After so long without a break, one is suggested. */
export const WORK_MS = 2 * 3_600_000;
/** Away for less is none. */
export const SHORTEST_MS = 300_000;
export const LATER_MINUTES = 30;
const LOOK_MS = 15_000;
const KEPT_AS = 'holdfast.break';

/** Since when somebody has been there, when that was last so, and until when not to remind them: milliseconds since 1970. */
type Times = [since: number, seen: number, notBefore: number];

/**
 * Suggests a break to who has been there for two hours without one. Of who it is nothing is kept: three moments, with
 * this browser, so that a reload is no break.
 */
export class Breaks {
  /** For how long they have been there, in milliseconds, when a break is due; null when none is. */
  readonly due = signal<number | null>(null);
  readonly #storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null;
  readonly #now: () => number;
  #times: Times;

  constructor(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null, now: () => number = Date.now) {
    this.#storage = storage;
    this.#now = now;
    this.#times = this.#stored();
  }

  /** What somebody says of themselves, null while unknown; `grave`: a texter at high risk is theirs, and it waits. */
  look(state: Presence | null, grave: boolean): void {
    if (state !== 'available' && state !== 'busy') {
      this.due.value = null;
      return;
    }
    const now = this.#now();
    let [since, seen, notBefore] = this.#times;
    // A clock that was set back says nothing.
    if (now - seen >= SHORTEST_MS || now < seen) [since, notBefore] = [now, 0];
    seen = now;
    this.#keep([since, seen, notBefore]);
    const span = now - since;
    this.due.value = span >= WORK_MS && now >= notBefore && !grave ? span : null;
  }

  /** Not again for a while: they take one, or want to be reminded later. */
  later(): void {
    const [since, seen] = this.#times;
    this.#keep([since, seen, this.#now() + LATER_MINUTES * 60_000]);
    this.due.value = null;
  }

  /** Whoever comes next begins anew. */
  forget(): void {
    this.#times = [0, 0, 0];
    this.due.value = null;
    try {
      this.#storage?.removeItem(KEPT_AS);
    } catch {
      // Storage is forbidden here: nothing is kept.
    }
  }

  #keep(times: Times): void {
    this.#times = times;
    try {
      this.#storage?.setItem(KEPT_AS, times.join(' '));
    } catch {
      // As above.
    }
  }

  #stored(): Times {
    try {
      const [since, seen, notBefore] = (this.#storage?.getItem(KEPT_AS) ?? '').split(' ').map(Number);
      if ([since, seen, notBefore].every((one) => Number.isFinite(one))) return [since ?? 0, seen ?? 0, notBefore ?? 0];
    } catch {
      // As above.
    }
    return [0, 0, 0];
  }
}

/** Looks at a workplace now and then, and whenever its presence or a risk changes. Returns what ends that. */
export function watchBreaks(breaks: Breaks, place: Pick<Workplace, 'open' | 'colleagues'>): () => void {
  const look = (): void => {
    const grave = place.open.value.some((one) => one.standing.value === 'mine' && ['high', 'critical'].includes(one.conversation.value.riskLevel));
    breaks.look(place.colleagues.own.value?.state ?? null, grave);
  };
  const stop = effect(look);
  const timer = setInterval(look, LOOK_MS);
  return () => {
    stop();
    clearInterval(timer);
  };
}
