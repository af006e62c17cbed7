import { computed, signal } from '@preact/signals';
import type { StaffApi } from '../api/staff';
import { asApiError, type ApiError } from '../api/problem';
import type { Alert } from '../api/types';
import { coalesce } from './coalesce';

/** What staff are called for, until somebody says that they are on it. */
export class Alerts {
  readonly #all = signal<readonly Alert[]>([]);
  readonly failure = signal<ApiError | null>(null);
  readonly #api: StaffApi;
  readonly #onNews: (fresh: readonly Alert[]) => void;
  readonly #told = new Set<string>();

  constructor(api: StaffApi, onNews: (fresh: readonly Alert[]) => void) {
    this.#api = api;
    this.#onNews = onNews;
  }

  /** Nobody is on these yet: pages before notices, the newest of each first. */
  readonly open = computed(() => {
    const open = this.#all.value.filter((alert) => alert.acknowledgedBy === null);
    return [...open].sort((a, b) => Number(b.level === 'page') - Number(a.level === 'page') || b.at.localeCompare(a.at));
  });

  /** Rejects with `ApiError`. Calls coalesce. */
  readonly refresh = coalesce(async () => {
    this.#all.value = await this.#api.alerts();
    const fresh = this.open.value.filter((alert) => !this.#told.has(alert.id));
    for (const alert of fresh) this.#told.add(alert.id);
    if (fresh.length > 0) this.#onNews(fresh);
  });

  /** "I am on it". What others see of it comes from the server; here it goes at once. */
  async acknowledge(alert: Alert): Promise<void> {
    this.failure.value = null;
    try {
      const after = await this.#api.acknowledge(alert.id, crypto.randomUUID());
      this.#all.value = this.#all.value.map((one) => (one.id === alert.id ? after : one));
    } catch (caught) {
      this.failure.value = asApiError(caught);
    }
  }

  /** What was done in a conversation answers the alerts about it; nothing is said when that cannot be recorded. */
  async answer(conversationId: string): Promise<void> {
    const about = this.open.value.filter((alert) => alert.conversationId === conversationId);
    await Promise.all(about.map((alert) => this.acknowledge(alert)));
    this.failure.value = null;
  }

  clear(): void {
    this.#all.value = [];
  }
}
