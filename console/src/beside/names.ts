import { signal } from '@preact/signals';
import type { components } from '../api/schema';
import type { Transport } from '../api/transport';
import { strings } from '../strings';

export type Member = components['schemas']['Member'];
export type Program = components['schemas']['Program'];

/** What people and programs are called, those that are out of use too: for lists that know ids only. */
export class Names {
  readonly members = signal<readonly Member[]>([]);
  readonly programs = signal<readonly Program[]>([]);
  readonly #transport: Transport;
  readonly #userId: string;
  #asked: Promise<void> | null = null;

  constructor(transport: Transport, userId: string) {
    this.#transport = transport;
    this.#userId = userId;
  }

  /** Reads them once; what cannot be read is shown by its id, and asked for again the next time. */
  want(): Promise<void> {
    this.#asked ??= Promise.all([this.#all('/api/users', this.members), this.#all('/api/programs', this.programs)]).then(
      () => undefined,
      () => { this.#asked = null; },
    );
    return this.#asked;
  }

  /** Who an actor is to the reader. */
  person(id: string): string {
    if (id === this.#userId) return strings.who.you;
    if (id === 'system') return strings.who.holdfast;
    if (id === 'operator') return strings.beside.operator;
    return this.members.value.find((one) => one.id === id)?.name ?? id;
  }

  program(id: string): string {
    return this.programs.value.find((one) => one.id === id)?.name ?? id;
  }

  async #all<T>(path: '/api/users' | '/api/programs', into: { value: readonly T[] }): Promise<void> {
    let found: T[] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string | number> = { active: 'all', limit: 100, ...(cursor === null ? {} : { cursor }) };
      const page = (await this.#transport.call('get', path, { query } as object)) as unknown as { items: T[]; nextCursor?: string | null };
      found = [...found, ...page.items];
      cursor = page.nextCursor ?? null;
    } while (cursor !== null);
    into.value = found;
  }
}
