import { ApiError, readProblem } from './problem';
import { Session, type TabStorage } from './session';
import type { paths } from './schema';

type Method = 'get' | 'post' | 'put' | 'delete';
type Routes<M extends Method> = { [P in keyof paths]: paths[P][M] extends { responses: unknown } ? P : never }[keyof paths];
type Json<R> = R extends { content: { 'application/json': infer B } } ? B : undefined;
type Good<R> = { [S in keyof R & (200 | 201 | 204)]: Json<R[S]> }[keyof R & (200 | 201 | 204)];
/** What an operation answers when it works. */
export type Answer<O> = O extends { responses: infer R } ? Good<R> : never;
type Body<O> = O extends { requestBody?: infer R } ? Partial<Json<NonNullable<R>>> : undefined;
export type Query<O> = O extends { parameters: { query?: infer Q } } ? Q : undefined;

export interface Call<O> {
  /** Fills `{id}` in the path. */
  id?: string;
  /** Fills `{eid}`. */
  eid?: string;
  /** Fills `{seq}`. */
  seq?: number;
  query?: Query<O>;
  body?: Body<O>;
  idempotencyKey?: string;
  /** Sign-in and refresh carry no token and are never repeated after a 401. */
  anonymous?: boolean;
}

export interface TransportOptions {
  storage: TabStorage;
  /** The server ended the session: nothing more can be read or sent. */
  onSessionEnded: () => void;
  /** Told after every call whether an answer came at all. */
  onReach?: (reached: boolean) => void;
  fetch?: typeof fetch;
  /** Origin to call; the page's own when left out. */
  origin?: string;
}

/** A call without an answer after this long counts as `network`: its outcome is unknown. */
const TIMEOUT_MS = 20_000;

/**
 * One call to Holdfast's public API, typed by the OpenAPI document. Throws `ApiError` and nothing else.
 * A 401 is answered with one refresh and one repetition, invisible to the caller.
 */
export class Transport {
  readonly session: Session;
  readonly #options: TransportOptions;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.session = new Session(
      options.storage,
      (refreshToken) => this.call('post', '/api/auth/refresh', { body: { refreshToken }, anonymous: true }),
      options.onSessionEnded,
    );
  }

  async call<M extends Method, P extends Routes<M>>(method: M, path: P, call: Call<paths[P][M]>): Promise<Answer<paths[P][M]>> {
    const token = this.session.token;
    let answer = await this.#fetch(method, path, call, token);
    if (answer.status === 401 && !call.anonymous) {
      // Another call may have refreshed while this one was on its way: then its token is simply old.
      const fresh = this.session.token === token ? (await this.session.refresh()).token : this.session.token;
      answer = await this.#fetch(method, path, call, fresh);
    }
    if (!answer.ok) throw await readProblem(answer);
    if (answer.status === 204) return undefined as Answer<paths[P][M]>;
    try {
      return (await answer.json()) as Answer<paths[P][M]>;
    } catch {
      // The connection broke in the middle of the body.
      throw new ApiError(0, { code: 'network' });
    }
  }

  async #fetch(method: Method, path: string, call: Call<unknown>, token: string | null): Promise<Response> {
    const headers = new Headers({ Accept: 'application/json', 'X-Request-ID': crypto.randomUUID() });
    if (token !== null && !call.anonymous) headers.set('Authorization', `Bearer ${token}`);
    if (call.idempotencyKey !== undefined) headers.set('Idempotency-Key', call.idempotencyKey);
    const init: RequestInit = {
      method: method.toUpperCase(),
      headers,
      cache: 'no-store',
      credentials: 'same-origin',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    };
    if (call.body !== undefined) {
      headers.set('Content-Type', 'application/json');
      init.body = JSON.stringify(call.body);
    }
    const send = this.#options.fetch ?? fetch;
    try {
      const answer = await send(this.#address(path, call), init);
      this.#options.onReach?.(true);
      return answer;
    } catch {
      this.#options.onReach?.(false);
      throw new ApiError(0, { code: 'network' });
    }
  }

  #address(path: string, call: Call<unknown>): string {
    const filled = path.replace('{id}', encodeURIComponent(call.id ?? ''))
      .replace('{eid}', encodeURIComponent(call.eid ?? '')).replace('{seq}', String(call.seq ?? ''));
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries((call.query ?? {}) as Record<string, unknown>)) {
      search.set(name, String(value));
    }
    return `${this.#options.origin ?? ''}${filled}${search.size > 0 ? `?${search}` : ''}`;
  }
}
