import { computed, signal } from '@preact/signals';
import type { StaffApi } from '../api/staff';
import { asApiError, type ApiError } from '../api/problem';
import type { Alert } from '../api/types';
import { coalesce } from './coalesce';

/** The alerts about one conversation, or of one kind: the gravest is shown, of those what asks for something, then the newest. */
export interface AlertRow {
  alert: Alert;
  others: readonly Alert[];
}

/** What staff are called for, until somebody says that they are on it. */
export class Alerts {
  readonly #all = signal<readonly Alert[]>([]);
  /** Being acknowledged: gone here already. */
  readonly #answered = signal<ReadonlySet<string>>(new Set());
  /** Seen for the first time just now. */
  readonly news = signal<readonly Alert[]>([]);
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
    const answered = this.#answered.value;
    return this.#all.value.filter((alert) => alert.acknowledgedBy === null && !answered.has(alert.id)).sort(byConcern);
  });

  /** The same as a person wants to see them: each conversation once, so that one does not hide the others. */
  readonly rows = computed<readonly AlertRow[]>(() => {
    const groups = new Map<string, Alert[]>();
    for (const alert of this.open.value) {
      const about = alert.conversationId ?? `${alert.kind} ${alert.programId ?? ''}`;
      groups.set(about, [...(groups.get(about) ?? []), alert]);
    }
    return [...groups.values()]
      .map((group): AlertRow => {
        const [alert, ...others] = group.sort((a, b) => asked(b) - asked(a)) as [Alert, ...Alert[]];
        return { alert, others };
      })
      .sort((a, b) => byConcern(a.alert, b.alert));
  });

  /** Rejects with `ApiError`. Calls coalesce. */
  readonly refresh = coalesce(async () => {
    this.#all.value = await this.#api.alerts();
    const fresh = this.open.value.filter((alert) => !this.#told.has(alert.id));
    for (const alert of fresh) this.#told.add(alert.id);
    if (fresh.length === 0) return;
    this.news.value = fresh;
    this.#onNews(fresh);
  });

  /** "I am on it". It goes at once, and comes back when that cannot be recorded. What others see comes from the server. */
  async acknowledge(...alerts: readonly Alert[]): Promise<void> {
    this.failure.value = null;
    const ids = alerts.map(({ id }) => id);
    this.#answered.value = new Set([...this.#answered.value, ...ids]);
    await Promise.all(alerts.map((alert) => this.#record(alert)));
    this.#answered.value = new Set([...this.#answered.value].filter((id) => !ids.includes(id)));
  }

  /** What was done in a conversation answers the alerts about it; nothing is said when that cannot be recorded. */
  async answer(conversationId: string): Promise<void> {
    const about = this.open.value.filter((alert) => alert.conversationId === conversationId);
    if (about.length === 0) return;
    await this.acknowledge(...about);
    this.failure.value = null;
  }

  clear(): void {
    this.#all.value = [];
    this.news.value = [];
  }

  async #record(alert: Alert): Promise<void> {
    try {
      const after = await this.#api.acknowledge(alert.id, crypto.randomUUID());
      this.#all.value = this.#all.value.map((one) => (one.id === alert.id ? after : one));
    } catch (caught) {
      this.failure.value = asApiError(caught);
    }
  }
}

/** Ask somebody to do something that others wait for: not hidden by what only tells. */
const ASKING: ReadonlySet<string> = new Set(['confirmation_needed', 'second_person_needed', 'you_may_go_ahead_alone', 'transfer_offered', 'asks_to_stop']);

const paged = (alert: Alert): number => Number(alert.level === 'page');
const asked = (alert: Alert): number => 2 * paged(alert) + Number(ASKING.has(alert.kind));

function byConcern(a: Alert, b: Alert): number {
  return paged(b) - paged(a) || b.at.localeCompare(a.at);
}
