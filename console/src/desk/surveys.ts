import { signal } from '@preact/signals';
import { surveyOf } from '../api/sender';
import type { Transport } from '../api/transport';

type Survey = Awaited<ReturnType<typeof surveyOf>>;

/** What surveys ask, fetched where an answer is shown: each once. */
export class Surveys {
  readonly known = signal<ReadonlyMap<string, Survey>>(new Map());
  readonly #transport: Transport;
  readonly #asked = new Set<string>();

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** One that cannot be read is told by its numbers alone. */
  want(id: string): void {
    if (id === '' || this.#asked.has(id)) return;
    this.#asked.add(id);
    surveyOf(this.#transport, id).then(
      (survey) => (this.known.value = new Map([...this.known.value, [id, survey]])),
      () => this.#asked.delete(id),
    );
  }
}
