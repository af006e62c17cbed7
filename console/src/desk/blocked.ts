import { signal } from '@preact/signals';
import type { StaffApi } from '../api/staff';
import { asApiError, type ApiError } from '../api/problem';
import type { Block } from '../api/types';
import { coalesce } from './coalesce';

/** Senders whom nobody has to read, after a supervisor looked at it. */
export class Blocked {
  readonly items = signal<readonly Block[]>([]);
  readonly failure = signal<ApiError | null>(null);
  readonly #api: StaffApi;

  constructor(api: StaffApi) {
    this.#api = api;
  }

  /** Rejects with `ApiError`. Calls coalesce. */
  readonly refresh = coalesce(async () => {
    this.items.value = await this.#api.blockedSenders();
  });

  /** They are heard again from their next message on. */
  async unblock(one: Block): Promise<void> {
    this.failure.value = null;
    try {
      await this.#api.unblock(one.id, crypto.randomUUID());
      this.items.value = this.items.value.filter((other) => other.id !== one.id);
    } catch (caught) {
      this.failure.value = asApiError(caught);
    }
  }

  clear(): void {
    this.items.value = [];
  }
}
