import { ApiError, asApiError, readProblem } from './problem';
import { Session, type TabStorage } from './session';
import type { paths } from './schema';
import type { Conversation, Message, MessageList, Queue, RealtimeTicket, User } from './types';

type Method = 'get' | 'post';
type Routes<M extends Method> = { [P in keyof paths]: paths[P][M] extends { responses: unknown } ? P : never }[keyof paths];
type Json<R> = R extends { content: { 'application/json': infer B } } ? B : undefined;
type Good<R> = { [S in keyof R & (200 | 201 | 204)]: Json<R[S]> }[keyof R & (200 | 201 | 204)];
type Answer<O> = O extends { responses: infer R } ? Good<R> : never;
type Body<O> = O extends { requestBody?: infer R } ? Partial<Json<NonNullable<R>>> : undefined;
type Query<O> = O extends { parameters: { query?: infer Q } } ? Q : undefined;

interface Call<O> {
  id?: string;
  query?: Query<O>;
  body?: Body<O>;
  idempotencyKey?: string;
  /** Sign-in and refresh carry no token and are never repeated after a 401. */
  anonymous?: boolean;
}

export interface ApiClientOptions {
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
 * Holdfast's public API as the console uses it. Every method throws `ApiError` and nothing else.
 * A 401 is answered with one refresh and one repetition, invisible to the caller.
 */
export class ApiClient {
  readonly #options: ApiClientOptions;
  readonly #session: Session;

  constructor(options: ApiClientOptions) {
    this.#options = options;
    this.#session = new Session(
      options.storage,
      (refreshToken) => this.#call('post', '/api/auth/refresh', { body: { refreshToken }, anonymous: true }),
      options.onSessionEnded,
    );
  }

  async signIn(email: string, password: string): Promise<User> {
    const tokens = await this.#call('post', '/api/auth/login', { body: { email, password }, anonymous: true });
    this.#session.accept(tokens);
    return tokens.user;
  }

  /** Signs in again after a reload; null if this tab was not signed in or no longer may be. */
  async resume(): Promise<User | null> {
    if (!this.#session.resumable) return null;
    try {
      return (await this.#session.refresh()).user;
    } catch (caught) {
      const error = asApiError(caught);
      if (error.status === 400 || error.status === 401) return null;
      throw error;
    }
  }

  /** Forgets the tokens at once, whatever the server will answer; it is told once. */
  async signOut(): Promise<void> {
    const told = this.#call('post', '/api/auth/logout', {});
    this.#session.forget();
    await told.catch(() => undefined);
  }

  /** How many wait. The list itself is asked for with its smallest page and not used. */
  queue(): Promise<Queue> {
    return this.#call('get', '/api/queue', { query: { limit: 1 } });
  }

  /** Takes the next texter; null when nobody waits. */
  async takeNext(idempotencyKey: string): Promise<Conversation | null> {
    return (await this.#call('post', '/api/queue/next', { body: {}, idempotencyKey })) ?? null;
  }

  /** All of the signed-in responder's conversations in `state`, over as many pages as it takes. */
  async myConversations(state: 'active' | 'assigned'): Promise<Conversation[]> {
    const found: Conversation[] = [];
    let cursor: string | null = null;
    do {
      const query: Query<paths['/api/conversations']['get']> = { responder: 'me', state, limit: 100 };
      if (cursor !== null) query.cursor = cursor;
      const page: Answer<paths['/api/conversations']['get']> = await this.#call('get', '/api/conversations', { query });
      found.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return found;
  }

  conversation(id: string): Promise<Conversation> {
    return this.#call('get', '/api/conversations/{id}', { id });
  }

  messages(id: string, after: number, cursor: string | null): Promise<MessageList> {
    const query = cursor === null ? { after, limit: 100 } : { after, limit: 100, cursor };
    return this.#call('get', '/api/conversations/{id}/messages', { id, query });
  }

  send(id: string, content: string, idempotencyKey: string): Promise<Message> {
    return this.#call('post', '/api/conversations/{id}/messages', { id, body: { content }, idempotencyKey });
  }

  accept(id: string, idempotencyKey: string): Promise<Conversation> {
    return this.#call('post', '/api/conversations/{id}/accept', { id, idempotencyKey });
  }

  close(id: string, idempotencyKey: string): Promise<Conversation> {
    return this.#call('post', '/api/conversations/{id}/close', { id, idempotencyKey });
  }

  realtimeTicket(): Promise<RealtimeTicket> {
    return this.#call('post', '/api/realtime/ticket', {});
  }

  async #call<M extends Method, P extends Routes<M>>(method: M, path: P, call: Call<paths[P][M]>): Promise<Answer<paths[P][M]>> {
    const token = this.#session.token;
    let answer = await this.#fetch(method, path, call, token);
    if (answer.status === 401 && !call.anonymous) {
      // Another call may have refreshed while this one was on its way: then its token is simply old.
      const fresh = this.#session.token === token ? (await this.#session.refresh()).token : this.#session.token;
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
    const filled = path.replace('{id}', encodeURIComponent(call.id ?? ''));
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries((call.query ?? {}) as Record<string, unknown>)) {
      search.set(name, String(value));
    }
    return `${this.#options.origin ?? ''}${filled}${search.size > 0 ? `?${search}` : ''}`;
  }
}
