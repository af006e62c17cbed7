import { signal } from '@preact/signals';
import { asApiError, type ApiError } from '../api/problem';
import { coalesce } from './coalesce';

/** Something that is fetched when it is wanted. What was found last stays until something newer is. */
export class Lookup<T> {
  readonly value = signal<T | null>(null);
  readonly failure = signal<ApiError | null>(null);
  readonly busy = signal(false);
  /** Never rejects; calls coalesce. */
  readonly load: () => Promise<void>;

  constructor(fetch: () => Promise<T>) {
    this.load = coalesce(async () => {
      this.busy.value = true;
      try {
        this.value.value = await fetch();
        this.failure.value = null;
      } catch (caught) {
        this.failure.value = asApiError(caught);
      } finally {
        this.busy.value = false;
      }
    });
  }
}
