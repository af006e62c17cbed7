import { effect } from '@preact/signals';
import { ApiError } from '../api/problem';
import { DM } from '../messages/inbox';
import type { Snapshot, Vault } from './vault';
import type { Workplace } from './workplace';

/** Written no more often than this while somebody types. */
const REST_MS = 250;
/** The key is asked for again after this long when nothing answers. */
export const RETRY_MS = 5_000;
/** How often what has become too old is looked for. */
const TIDY_MS = 900_000;

/** What somebody is writing, and where. */
export function snapshotOf(place: Workplace): Snapshot {
  return { entries: place.kept.entries(), shown: place.selected.value?.id ?? null };
}

/**
 * Puts each text where it was, as soon as that is on the desk again and nowhere else, and opens what was open if
 * something was written there. Returns what ends that.
 */
export function bringBack(place: Workplace, { entries, shown }: Snapshot): () => void {
  place.kept.restore(entries);
  let wanted = entries.some(({ about }) => about === shown) ? shown : null;
  // Nothing comes onto a supervisor's screen by itself: what they had opened is opened again.
  if (wanted !== null && place.user.role !== 'responder' && place.selected.peek() === null) {
    void place.openById(wanted);
    wanted = null;
  }
  return effect(() => {
    const one = place.open.value.find(({ id }) => id === wanted);
    if (one === undefined) return;
    wanted = null;
    if (place.selected.peek() === null) place.select(one);
  });
}

/** What has ended, or is somebody else's by now, takes no words any more: nothing is kept for it. Returns what ends that. */
export function keepTidy(place: Workplace): () => void {
  return effect(() => {
    for (const { id, standing } of place.open.value) if (standing.value === 'closed' || standing.value === 'gone') place.kept.forget(id);
    if (place.loaded.value && place.user.role === 'responder') place.kept.settle((about) => about.startsWith(DM) || place.open.value.some(({ id }) => id === about));
  });
}

/** Keeps what is written at one workplace in a vault, for as long as somebody is signed in there. */
export class DraftKeeper {
  readonly #place: Workplace;
  readonly #vault: Vault;
  readonly #key: () => Promise<string>;
  readonly #retryMs: number;
  #stopped = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wroteAt = -Infinity;
  readonly #remembered: boolean;
  #stops: (() => void)[] = [];

  /**
   * `key` asks the server for the vault's key. `remembered`: this window never forgot what was written, so that what lies
   * in the vault is no newer, and would come back after it was given up.
   */
  constructor(place: Workplace, vault: Vault, key: () => Promise<string>, retryMs = RETRY_MS, remembered = false) {
    this.#retryMs = retryMs;
    this.#remembered = remembered;
    this.#place = place;
    this.#vault = vault;
    this.#key = key;
  }

  /** Resolves once what was kept is brought back, or nothing can be had. Typing never waits for it. */
  async start(): Promise<void> {
    let found: Snapshot | null;
    try {
      const key = await this.#key();
      if (this.#stopped) return;
      found = await this.#vault.open(key);
    } catch (caught) {
      const refused = caught instanceof ApiError && [401, 403].includes(caught.status);
      if (!this.#stopped && !refused) this.#timer = setTimeout(() => void this.start(), this.#retryMs);
      return;
    }
    if (this.#stopped) return;
    if (found !== null && !this.#remembered) this.#stops.push(bringBack(this.#place, found), keepTidy(this.#place));
    this.#stops.push(effect(() => this.#changed(snapshotOf(this.#place))));
    const leaving = (): void => this.#write(snapshotOf(this.#place));
    addEventListener('pagehide', leaving);
    document.addEventListener('visibilitychange', leaving);
    const tidy = setInterval(leaving, TIDY_MS);
    this.#stops.push(
      () => clearInterval(tidy),
      () => removeEventListener('pagehide', leaving),
      () => document.removeEventListener('visibilitychange', leaving),
    );
  }

  /** What is stored stays: whoever signs out, or somebody else, wipes the vault. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }

  /** At once when nothing was written for a moment; else at the end of the rest. */
  #changed(snapshot: Snapshot): void {
    clearTimeout(this.#timer);
    const rest = this.#wroteAt + REST_MS - performance.now();
    if (rest <= 0) this.#write(snapshot);
    else this.#timer = setTimeout(() => this.#write(snapshotOf(this.#place)), rest);
  }

  #write(snapshot: Snapshot): void {
    clearTimeout(this.#timer);
    this.#wroteAt = performance.now();
    void this.#vault.write(snapshot);
  }
}
