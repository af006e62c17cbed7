import { asApiError } from '../api/problem';

/** Background reads: one that fails is owed and done again by `retry`, unless the server refused it for good. */
export class Errands {
  readonly #owed = new Set<() => Promise<void>>();

  /** Never rejects: the connection's state on the page tells of failures. */
  async run(errand: () => Promise<void>): Promise<void> {
    try {
      await errand();
      this.#owed.delete(errand);
    } catch (caught) {
      if ([401, 403, 404].includes(asApiError(caught).status)) this.#owed.delete(errand);
      else this.#owed.add(errand);
    }
  }

  retry(): void {
    for (const errand of this.#owed) void this.run(errand);
  }

  forget(errand: () => Promise<void>): void {
    this.#owed.delete(errand);
  }

  clear(): void {
    this.#owed.clear();
  }
}
