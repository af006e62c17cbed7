import { computed, signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import type { ApiClient } from '../api/client';
import { RealtimeClient, type LinkState } from '../realtime/client';
import type { ServerFrame } from '../realtime/frames';
import { Errands } from './errands';

/**
 * How news reaches this page, said truthfully. `live`: pushed. `polling`: the socket is down, but the API
 * answers when asked. `faulty`: what it answers are errors of its own. `offline`: nothing answers. `connecting`: the first
 * seconds, when none of that is known.
 */
export type Connection = 'connecting' | 'live' | 'polling' | 'faulty' | 'offline';

export const POLL_MS = 5_000;
/** What counts people is read again this often even while pushes arrive: a lost push must not hide a texter. */
export const RECOUNT_MS = 60_000;

export interface Watcher {
  onFrame: (frame: ServerFrame) => void;
  /** The server has confirmed a room: what happened before must be fetched. */
  onResync: (room: string) => void;
  /** Ask for whatever no push would bring just now; see `deaf`. */
  onPoll: () => void;
  /** Every minute, pushes or not. */
  onRecount: () => void;
  /** The page came into view. */
  onSeen: () => void;
}

/** Keeps a page in step with the line: by pushes while the socket lives, by asking while it does not. */
export class Watch {
  readonly connection;
  readonly errands = new Errands();
  readonly #realtime: RealtimeClient;
  readonly #link = signal<LinkState>('stopped');
  readonly #everLive = signal(false);
  readonly #reachable: Signal<boolean>;
  readonly #pollMs: number;
  readonly #watcher: Watcher;
  #stops: (() => void)[] = [];

  constructor(api: ApiClient, reachable: Signal<boolean>, pollMs: number, watcher: Watcher) {
    this.#reachable = reachable;
    this.#pollMs = pollMs;
    this.#watcher = watcher;
    this.#realtime = new RealtimeClient({
      ticket: () => api.realtimeTicket(),
      onState: (state) => {
        this.#link.value = state;
        if (state === 'live') this.#everLive.value = true;
      },
      onFrame: watcher.onFrame,
      onResync: watcher.onResync,
    });
    this.connection = computed<Connection>(() => {
      if (!this.#reachable.value) return 'offline';
      if (api.transport.faulty.value) return 'faulty';
      if (this.#link.value === 'live') return 'live';
      return this.#everLive.value || this.#link.value === 'waiting' ? 'polling' : 'connecting';
    });
  }

  start(rooms: readonly string[]): void {
    this.#realtime.start();
    for (const room of rooms) this.subscribe(room);
    const poll = setInterval(() => this.#poll(), this.#pollMs);
    const recount = setInterval(() => this.#watcher.onRecount(), RECOUNT_MS);
    const woke = (): void => {
      this.#realtime.nudge();
      this.#poll();
    };
    const cut = (): void => {
      this.#reachable.value = false;
    };
    const seen = (): void => {
      if (document.visibilityState !== 'visible') return;
      this.#realtime.nudge();
      this.#watcher.onSeen();
    };
    addEventListener('online', woke);
    addEventListener('offline', cut);
    document.addEventListener('visibilitychange', seen);
    this.#stops = [
      () => clearInterval(poll),
      () => clearInterval(recount),
      () => removeEventListener('online', woke),
      () => removeEventListener('offline', cut),
      () => document.removeEventListener('visibilitychange', seen),
    ];
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.errands.clear();
    this.#realtime.stop();
  }

  subscribe(room: string): void {
    this.#realtime.subscribe(room);
  }

  unsubscribe(room: string): void {
    this.#realtime.unsubscribe(room);
  }

  /** Says that one is writing in `room`. */
  type(room: string): void {
    this.#realtime.type(room);
  }

  /** Whether nothing said in `room` reaches us just now. */
  deaf(room: string): boolean {
    return !this.#reachable.value || !this.#realtime.isLive(room);
  }

  /** Runs a background read: one that fails is done again. */
  run(errand: () => Promise<void>): Promise<void> {
    return this.errands.run(errand);
  }

  #poll(): void {
    this.errands.retry();
    this.#watcher.onPoll();
  }
}
