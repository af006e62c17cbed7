import { ApiError } from '../api/problem';
import type { Transport } from '../api/transport';

/** Any address of the API's; what is answered there is said by `kinds.ts`. */
export interface AnyCall {
  query?: Record<string, string | number>;
  body?: object;
  idempotencyKey?: string;
}

/**
 * Calls of settings: the address is filled in, and for a platform admin the affiliate is named with every one. Throws
 * `ApiError` and nothing else.
 */
export class Calls {
  readonly #transport: Transport;
  readonly #affiliateId: string | null;

  constructor(transport: Transport, affiliateId: string | null) {
    this.#transport = transport;
    this.#affiliateId = affiliateId;
  }

  async ask<T>(method: 'get' | 'post' | 'put' | 'delete', path: string, call: AnyCall = {}): Promise<T> {
    const answer = await this.#send(method, path, call);
    if (answer === undefined) throw new ApiError(0, { code: 'network' });
    return answer as T;
  }

  /** For what is answered without a word. */
  async tell(method: 'post' | 'delete', path: string, call: AnyCall = {}): Promise<void> {
    await this.#send(method, path, call);
  }

  #send(method: 'get' | 'post' | 'put' | 'delete', path: string, call: AnyCall): Promise<unknown> {
    const query = { ...call.query, ...(this.#affiliateId === null ? {} : { affiliateId: this.#affiliateId }) };
    // The typed client knows each address by itself; here one piece of code serves them all.
    return this.#transport.call(method as 'put', path as '/api/tags/{id}', { ...call, query } as object);
  }
}

/** `/api/tags/{id}` for an id. */
export const at = (path: string, id: string): string => `${path}/${encodeURIComponent(id)}`;
