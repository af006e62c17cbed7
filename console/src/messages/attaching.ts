import { computed, signal } from '@preact/signals';
import { at, type Calls } from '../admin/calls';
import { ApiError, asApiError } from '../api/problem';
import type { components } from '../api/schema';

type Schemas = components['schemas'];

/** A file on its way to a message. `id` is there once it is kept. */
export interface Attachment {
  key: string;
  name: string;
  size: number;
  id: string | null;
  failure: ApiError | null;
}

/** The most files on one message, and the most bytes of one; the server's own rules. */
export const MOST_FILES = 10;
export const LARGEST = 10 * 1024 * 1024;
export const TYPES = 'application/pdf,text/plain,image/png,image/jpeg,image/webp,image/gif,audio/mpeg,audio/ogg,audio/mp4,audio/wav';

/** Files for the next message: brought at once, one after the other, and sent with it. */
export class Attaching {
  readonly items = signal<readonly Attachment[]>([]);
  /** Something is still on its way. */
  readonly busy = computed(() => this.items.value.some((one) => one.id === null && one.failure === null));
  readonly #calls: Calls;
  readonly #put: typeof fetch;

  constructor(calls: Calls, put: typeof fetch = (input, init) => fetch(input, init)) {
    this.#calls = calls;
    this.#put = put;
  }

  /** Those that are kept. */
  get ids(): string[] {
    return this.items.value.flatMap((one) => (one.id === null ? [] : [one.id]));
  }

  async add(files: readonly File[]): Promise<void> {
    const free = MOST_FILES - this.items.value.length;
    const fresh = files.slice(0, free).map((file) => ({ file, one: { key: crypto.randomUUID(), name: file.name, size: file.size, id: null, failure: null } as Attachment }));
    this.items.value = [...this.items.value, ...fresh.map(({ one }) => one)];
    for (const { file, one } of fresh) await this.#bring(file, one.key);
  }

  /** One that is kept and not sent belongs to nobody: it is removed there as well. */
  remove(one: Attachment): void {
    this.items.value = this.items.value.filter((other) => other.key !== one.key);
    if (one.id !== null) void this.#calls.tell('delete', at('/api/files', one.id)).catch(() => undefined);
  }

  /** They went with a message. */
  sent(): void {
    this.items.value = [];
  }

  async #bring(file: File, key: string): Promise<void> {
    try {
      const content = await file.arrayBuffer();
      const sha256 = hex(await crypto.subtle.digest('SHA-256', content));
      const body = { name: file.name, type: file.type || 'application/octet-stream', size: file.size, sha256 };
      const { id, upload } = await this.#calls.ask<Schemas['File']>('post', '/api/files', { body, idempotencyKey: key });
      if (upload === null) throw new ApiError(0, { code: 'network' });
      const put = await this.#put(upload.url, { method: upload.method, headers: upload.headers, body: content, credentials: 'omit' }).catch(() => null);
      if (put === null || !put.ok) throw new ApiError(0, { code: 'network' });
      await this.#calls.ask('post', `${at('/api/files', id)}/complete`);
      this.#set(key, { id });
    } catch (caught) {
      this.#set(key, { failure: asApiError(caught) });
    }
  }

  #set(key: string, change: Partial<Attachment>): void {
    this.items.value = this.items.value.map((one) => (one.key === key ? { ...one, ...change } : one));
  }
}

const hex = (bytes: ArrayBuffer): string => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
