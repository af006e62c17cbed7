import { signal } from '@preact/signals';
import type { Timeline, TimelineEntry } from '../api/types';
import { coalesce } from './coalesce';

/** Everything that happened in a conversation, beside the words: read once, then only what is new. */
export class History {
  /** By number, without gaps in what was read. */
  readonly entries = signal<readonly TimelineEntry[]>([]);
  readonly loaded = signal(false);
  readonly #fetchPage: (after: number, cursor: string | null) => Promise<Pick<Timeline, 'items' | 'nextCursor'>>;

  constructor(fetchPage: (after: number, cursor: string | null) => Promise<Pick<Timeline, 'items' | 'nextCursor'>>) {
    this.#fetchPage = fetchPage;
  }

  /** Reads on. Rejects with `ApiError`; what was read before stays. Calls coalesce. */
  readonly refresh = coalesce(async () => {
    const after = this.entries.value.at(-1)?.seq ?? 0;
    const fresh: TimelineEntry[] = [];
    let cursor: string | null = null;
    try {
      do {
        const page = await this.#fetchPage(after, cursor);
        const last = fresh.at(-1)?.seq ?? after;
        fresh.push(...page.items.filter((entry) => entry.seq > last).sort((a, b) => a.seq - b.seq));
        cursor = page.nextCursor === cursor ? null : page.nextCursor;
      } while (cursor !== null);
    } finally {
      // However many pages it took, it is shown at once: also as far as it came.
      if (fresh.length > 0) this.entries.value = [...this.entries.value, ...fresh];
    }
    this.loaded.value = true;
  });

  /** The last entry that `wanted` fits. */
  last(wanted: (entry: TimelineEntry) => boolean): TimelineEntry | null {
    return this.entries.value.findLast(wanted) ?? null;
  }
}
