import { signal } from '@preact/signals';
import type { Jar } from './jar';
import { ApiError, readProblem } from './problem';
import { Session, type Ending, type SessionOptions } from './session';
import type { paths } from './schema';
import type { User } from './types';

type Method = 'get' | 'post' | 'put' | 'delete';
type Routes<M extends Method> = { [P in keyof paths]: paths[P][M] extends { responses: unknown } ? P : never }[keyof paths];
type Json<R> = R extends { content: { 'application/json': infer B } } ? B : undefined;
type Good<R> = { [S in keyof R & (200 | 201 | 202 | 204)]: Json<R[S]> }[keyof R & (200 | 201 | 202 | 204)];
/** The operation at a path. Put off until both are known: over all of them it is too much to work out. */
type At<M extends Method, P> = P extends keyof paths ? paths[P][M] : never;
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
  /** Asked without being signed in, or to find out who is: never repeated after a 401. */
  anonymous?: boolean;
  /** Arrives also when the window is closed at this moment. */
  lasting?: boolean;
  /** Whoever signs in by this is signed in by cookies. */
  entering?: boolean;
}

export interface TransportOptions {
  jar: Jar;
  /** Nothing more can be read or sent by who was at work. */
  onSessionEnded: (why: Ending) => void;
  alone?: SessionOptions['alone'];
  /** Told after every call whether an answer came at all. */
  onReach?: (reached: boolean) => void;
  fetch?: typeof fetch;
  /** Origin to call; the page's own when left out. */
  origin?: string;
}

/** A call without an answer after this long counts as `network`: its outcome is unknown. */
const TIMEOUT_MS = 20_000;
/** So many errors in a row, and not all of one call, are the server's. */
const FAULTY = 3;
/** The one 401 that says nothing of the session: one's own password, asked for again, was wrong. */
const WRONG_PASSWORD = 'wrong_password';

/**
 * One call to Holdfast's public API, typed by the OpenAPI document. Throws `ApiError` and nothing else.
 * Who calls is told by the browser's cookies, and changes carry the CSRF token of this window's session. A 401 is
 * answered with one renewal and one repetition, invisible to the caller.
 */
export class Transport {
  readonly session: Session;
  /** Whatever was asked last, several times in a row, was answered with an error of the server's own. */
  readonly faulty = signal(false);
  /** Emergency access that was opened in this window: it goes with what is read of conversations, until its time is over. */
  readonly glass = signal<{ id: string; until: string } | null>(null);
  readonly #options: TransportOptions;
  /** What was answered so since the last good answer. */
  readonly #faults: string[] = [];

  constructor(options: TransportOptions) {
    this.#options = options;
    this.session = new Session({
      jar: options.jar,
      renew: () => this.call('post', '/api/auth/refresh', { body: {}, anonymous: true }),
      whoAmI: () => this.whoAmI(),
      ended: options.onSessionEnded,
      ...(options.alone === undefined ? {} : { alone: options.alone }),
    });
  }

  /** Whose the cookies are, after a renewal if it takes one. */
  async whoAmI(): Promise<User> {
    const ask = (): Promise<User> => this.call('get', '/api/auth/profile', { anonymous: true });
    try {
      return await ask();
    } catch (caught) {
      if ((caught as ApiError).status !== 401) throw caught;
      await this.session.renew();
      return ask();
    }
  }

  async call<M extends Method, P extends Routes<M>>(method: M, path: P, call: Call<At<M, P>>): Promise<Answer<At<M, P>>> {
    return (await this.#ask(method, path, call)) as Answer<At<M, P>>;
  }

  async #ask(method: Method, path: string, call: Call<unknown>): Promise<unknown> {
    if (!call.anonymous) await this.session.check();
    const turn = this.session.turn;
    let answer = await this.#fetch(method, path, call);
    if (answer.status === 401 && !call.anonymous) {
      const problem = await readProblem(answer);
      if (problem.code === WRONG_PASSWORD) throw problem;
      // Another window may have put those of another session there while this one was on its way, or another call
      // renewed them: then its cookies were simply old.
      await this.session.check();
      if (this.session.turn === turn) await this.session.renew();
      answer = await this.#fetch(method, path, call);
    }
    if (!answer.ok) throw await readProblem(answer);
    if (answer.status === 204) return undefined;
    try {
      return (await answer.json()) as unknown;
    } catch {
      // The connection broke in the middle of the body.
      throw new ApiError(0, { code: 'network' });
    }
  }

  async #fetch(method: Method, path: string, call: Call<unknown>): Promise<Response> {
    const headers = new Headers({ Accept: 'application/json', 'X-Request-ID': crypto.randomUUID() });
    if (call.entering) headers.set('X-Session', 'cookie');
    const { csrf } = this.session;
    if (method !== 'get' && csrf !== null) headers.set('X-CSRF-Token', csrf);
    const { value: glass } = this.glass;
    if (glass !== null && method === 'get' && path.startsWith('/api/conversations') && Date.parse(glass.until) > Date.now()) headers.set('X-Break-Glass', glass.id);
    if (call.idempotencyKey !== undefined) headers.set('Idempotency-Key', call.idempotencyKey);
    const init: RequestInit = {
      method: method.toUpperCase(),
      headers,
      cache: 'no-store',
      credentials: 'same-origin',
      keepalive: call.lasting === true,
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
      this.#judge(path, answer.status);
      return answer;
    } catch {
      this.#options.onReach?.(false);
      throw new ApiError(0, { code: 'network' });
    }
  }

  #judge(path: string, status: number): void {
    if (status < 500) this.#faults.length = 0;
    else this.#faults.push(path);
    this.faulty.value = this.#faults.length >= FAULTY && new Set(this.#faults).size > 1;
    this.#faults.splice(0, this.#faults.length - 2 * FAULTY);
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
