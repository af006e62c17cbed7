import type { Calls } from '../calls';
import { Single } from '../single';
import { given } from './timers';

/** Numbers by name, of which null goes by its default. */
export type Numbers = Record<string, number | null>;

/** What there is one of, with a field of numbers by name: those that are null are left out when they are given. */
export class GivenSingle<D extends { version: number }, N extends string> extends Single<D, Record<N, Numbers>> {
  readonly #name: N;

  constructor(calls: Calls, path: string, name: N) {
    super(calls, path);
    this.#name = name;
  }

  override change(fields: Partial<Record<N, Numbers>>, version: number): Promise<D> {
    const numbers = fields[this.#name];
    return super.change(numbers === undefined ? fields : ({ [this.#name]: given(numbers) } as Record<N, Numbers>), version);
  }
}
