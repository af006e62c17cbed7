import { computed, signal } from '@preact/signals';
import type { StaffApi } from '../api/staff';
import type { Provider } from '../api/types';
import { coalesce } from './coalesce';

/** A line whose carrier cannot be reached. `backup` sends in its place; null when nothing does. */
export interface Outage {
  line: Provider;
  backup: Provider | null;
  /** There is a backup line, and it cannot be reached either. */
  bothDown: boolean;
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

function outages(lines: readonly Provider[]): Outage[] {
  return lines
    .filter((line) => line.state !== 'closed')
    .map((line) => {
      const named = lines.find((other) => `${other.channel}#${other.number}` === line.backup) ?? null;
      const works = named?.state === 'closed';
      return { line, backup: works ? named : null, bothDown: named !== null && !works };
    });
}
