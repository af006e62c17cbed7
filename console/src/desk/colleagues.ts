import { batch, computed, signal } from '@preact/signals';
import type { StaffApi } from '../api/staff';
import { asApiError, type ApiError } from '../api/problem';
import type { ChosenPresence, ResponderStatus, User } from '../api/types';
import { coalesce } from './coalesce';

/** Who works on the line, how busy they are, and what one says of oneself. */
export class Colleagues {
  readonly all = signal<readonly ResponderStatus[]>([]);
  readonly failure = signal<ApiError | null>(null);
  /** When `all` was read, in milliseconds: waits grow from there. */
  readonly readAt = signal(0);
  readonly #api: StaffApi;
  readonly #me: User;
  /** When what was last heard of somebody was so. */
  readonly #heard = new Map<string, string>();

  constructor(api: StaffApi, me: User) {
    this.#api = api;
    this.#me = me;
  }

  /** The signed-in person's own row; null while unknown, and for who has none. */
  readonly own = computed(() => this.all.value.find((one) => one.id === this.#me.id) ?? null);

  /** Rejects with `ApiError`. Calls coalesce. */
  readonly refresh = coalesce(async () => {
    const all = await this.#api.responders();
    batch(() => {
      this.all.value = all;
      this.readAt.value = Date.now();
    });
  });

  /** A colleague came, went, or said so, at that moment. Of two such words the later one holds, whichever came first. */
  hear(id: string, state: ResponderStatus['state'], at: string): void {
    if ((this.#heard.get(id) ?? '') > at) return;
    this.#heard.set(id, at);
    this.all.value = this.all.value.map((one) => (one.id === id ? { ...one, state } : one));
  }

  nameOf(id: string): string | null {
    if (id === this.#me.id) return this.#me.name;
    return this.all.value.find((one) => one.id === id)?.name ?? null;
  }

  /** Responders who work in a program, whoever is there and has room first; oneself and `except` are left out. */
  candidates(programId: string, except: string | null): ResponderStatus[] {
    const ready = (one: ResponderStatus): number => (one.state === 'available' ? 0 : one.state === 'busy' ? 1 : 2) + (one.load < one.limit ? 0 : 10);
    return this.all.value
      .filter((one) => one.role === 'responder' && one.id !== this.#me.id && one.id !== except && (one.programIds.length === 0 || one.programIds.includes(programId)))
      .sort((a, b) => ready(a) - ready(b) || a.load - b.load || a.name.localeCompare(b.name));
  }

  async say(state: ChosenPresence): Promise<void> {
    this.failure.value = null;
    try {
      const own = await this.#api.setPresence(state, crypto.randomUUID());
      const others = this.all.value.filter((one) => one.id !== own.id);
      this.all.value = [...others, own];
    } catch (caught) {
      this.failure.value = asApiError(caught);
    }
  }

  clear(): void {
    this.#heard.clear();
    this.all.value = [];
  }
}
