import type { Calls } from './calls';

/** What there is one of: an affiliate's retention, a program's hours. Throws `ApiError` and nothing else. */
export class Single<D extends { version: number }, S extends object> {
  readonly #calls: Calls;
  readonly #path: string;

  constructor(calls: Calls, path: string) {
    this.#calls = calls;
    this.#path = path;
  }

  get(): Promise<D> {
    return this.#calls.ask<D>('get', this.#path);
  }

  /** Changes the given fields of what was at `version`: 412 when somebody was faster. */
  change(fields: Partial<S>, version: number): Promise<D> {
    return this.#calls.ask<D>('put', this.#path, { body: { ...fields, version } });
  }
}
