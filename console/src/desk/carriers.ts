import { computed, signal } from '@preact/signals';
import type { StaffApi } from '../api/staff';
import type { Provider } from '../api/types';
import { coalesce } from './coalesce';

/** Lines whose carrier cannot be reached and for whose texters that means the same. */
export interface Outage {
  state: 'open' | 'half_open';
  /** All of one channel, at least one. */
  lines: readonly Provider[];
  /** The line that sends in their place; null when none does. */
  backup: Provider | null;
  /** There is a backup line, and it cannot be reached either. */
  bothDown: boolean;
  /** When the first of them is tried again. */
  retryAt: string | null;
}

/** How the carriers of one's lines are. */
export class Carriers {
  readonly #lines = signal<readonly Provider[]>([]);
  readonly #api: StaffApi;

  constructor(api: StaffApi) {
    this.#api = api;
  }

  /** Whatever is wrong; nothing while all is well. */
  readonly outages = computed(() => outages(this.#lines.value));

  /** Rejects with `ApiError`. Calls coalesce. */
  readonly refresh = coalesce(async () => {
    this.#lines.value = await this.#api.providers();
  });

  clear(): void {
    this.#lines.value = [];
  }
}

/** One breaker stands for all lines of an account: they are told of together. */
function outages(all: readonly Provider[]): Outage[] {
  const found = new Map<string, Outage>();
  for (const line of all) {
    if (line.state === 'closed') continue;
    const named = all.find((other) => `${other.channel}#${other.number}` === line.backup) ?? null;
    const backup = named?.state === 'closed' ? named : null;
    const alike = [line.channel, line.state, backup?.number, named !== null].join(' ');
    const before = found.get(alike);
    const retries = [before?.retryAt, line.retryAt].filter((at) => at != null).sort();
    found.set(alike, {
      state: line.state, lines: [...(before?.lines ?? []), line], backup, bothDown: named !== null && backup === null, retryAt: retries[0] ?? null,
    });
  }
  return [...found.values()];
}
