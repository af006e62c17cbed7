import { beforeEach, expect, test } from 'vitest';
import { ApiClient } from '../src/api/client';
import type { ApiError } from '../src/api/problem';
import type { TabStorage } from '../src/api/session';

const USER = { id: 'r1', name: 'Robin', role: 'responder', affiliateId: 'a1', programIds: [] };

interface Seen {
  call: string;
  headers: Headers;
  body: unknown;
}

/** A server with one good access token and one good refresh token at a time. */
class TokenServer {
  readonly seen: Seen[] = [];
  token = 'token-0';
  refreshToken = 'refresh-0';
  #issued = 0;
  /** Answers before the real one; a thrown error is a lost connection. */
  script: ((seen: Seen) => Response | Promise<Response> | undefined)[] = [];

  readonly fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const seen = { call: `${init?.method} ${String(input)}`, headers: init?.headers as Headers, body: init?.body && JSON.parse(String(init.body)) };
    this.seen.push(seen);
    await Promise.resolve();
    const scripted = await this.script.shift()?.(seen);
    if (scripted !== undefined) return scripted;
    if (seen.call.endsWith('/login')) return this.#issue();
    if (seen.call.endsWith('/refresh')) {
      const given = (seen.body as { refreshToken: string }).refreshToken;
      return given === this.refreshToken ? this.#issue() : problem(401, 'not_signed_in');
    }
    return seen.headers.get('Authorization') === `Bearer ${this.token}` ? json({ depth: 2 }) : problem(401, 'not_signed_in');
  };

  count(end: string): number {
    return this.seen.filter((one) => one.call.endsWith(end)).length;
  }

  #issue(): Response {
    this.#issued += 1;
    this.token = `token-${this.#issued}`;
    this.refreshToken = `refresh-${this.#issued}`;
    return json({ token: this.token, refreshToken: this.refreshToken, expiresAt: '', user: USER });
  }
}

const json = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status });
const problem = (status: number, code: string, headers: Record<string, string> = {}, more: object = {}): Response =>
  new Response(JSON.stringify({ title: code, status, code, detail: `detail of ${code}`, ...more }), {
    status,
    headers: { 'Content-Type': 'application/problem+json', ...headers },
  });
const failure = (work: Promise<unknown>): Promise<ApiError> => work.then(() => { throw new Error('did not fail'); }, (error: ApiError) => error);

let server: TokenServer;
let stored: Map<string, string>;
let ended: number;
let reached: boolean[];
let api: ApiClient;

function newTab(): ApiClient {
  const storage: TabStorage = {
    getItem: (key) => stored.get(key) ?? null,
    setItem: (key, value) => void stored.set(key, value),
    removeItem: (key) => void stored.delete(key),
  };
  return new ApiClient({ storage, fetch: server.fetch, onSessionEnded: () => (ended += 1), onReach: (answered) => reached.push(answered) });
}

beforeEach(() => {
  server = new TokenServer();
  stored = new Map();
  ended = 0;
  reached = [];
  api = newTab();
});

test('signs in and sends the token and a request id of its own with every call', async () => {
  expect(await api.signIn('robin@pretend.example', 'secret')).toEqual(USER);
  await api.queue();
  await api.queue();
  const [, first, second] = server.seen;
  expect(first?.call).toBe('GET /api/queue?limit=1');
  expect(first?.headers.get('Authorization')).toBe('Bearer token-1');
  expect(first?.headers.get('X-Request-ID')).not.toBe(second?.headers.get('X-Request-ID'));
});

test('only the refresh token is stored, and signing out removes it', async () => {
  await api.signIn('robin@pretend.example', 'secret');
  expect([...stored.values()]).toEqual(['refresh-1']);
  await api.signOut();
  expect([...stored.values()]).toEqual([]);
});

test('an expired token is refreshed once for all calls under way, and each is repeated once', async () => {
  await api.signIn('robin@pretend.example', 'secret');
  server.token = 'expired';
  const depths = await Promise.all([api.queue(), api.queue(), api.queue()]);
  expect(depths.map((queue) => queue.depth)).toEqual([2, 2, 2]);
  expect(server.count('/refresh')).toBe(1);
});

test('a refusal that arrives after a refresh is repeated with the new token, without another refresh', async () => {
  await api.signIn('robin@pretend.example', 'secret');
  server.token = 'expired';
  let release = (): void => undefined;
  const held = new Promise<Response>((resolve) => (release = () => resolve(problem(401, 'not_signed_in'))));
  server.script = [() => held];
  const late = api.queue();
  await api.queue();
  release();
  expect((await late).depth).toBe(2);
  expect(server.count('/refresh')).toBe(1);
});

test('the repeated call keeps its idempotency key', async () => {
  await api.signIn('robin@pretend.example', 'secret');
  server.token = 'expired';
  await api.send('c1', 'I am here', 'key-1');
  const sends = server.seen.filter((one) => one.call === 'POST /api/conversations/c1/messages');
  expect(sends.map((one) => one.headers.get('Idempotency-Key'))).toEqual(['key-1', 'key-1']);
});

test('a refused refresh ends the session once', async () => {
  await api.signIn('robin@pretend.example', 'secret');
  server.token = server.refreshToken = 'revoked';
  const failures = await Promise.all([failure(api.queue()), failure(api.queue())]);
  expect(failures.map((error) => error.status)).toEqual([401, 401]);
  expect([ended, stored.size]).toEqual([1, 0]);
});

test('a refresh that got no answer does not sign anybody out', async () => {
  await api.signIn('robin@pretend.example', 'secret');
  server.token = 'expired';
  server.script = [() => undefined, () => { throw new TypeError('offline'); }];
  expect((await failure(api.queue())).code).toBe('network');
  expect([ended, stored.size]).toEqual([0, 1]);
});

test('a reload keeps the login; a tab that was never signed in asks nothing', async () => {
  expect(await api.resume()).toBeNull();
  expect(server.seen).toEqual([]);
  await api.signIn('robin@pretend.example', 'secret');
  expect(await newTab().resume()).toEqual(USER);
  expect([...stored.values()]).toEqual(['refresh-2']);
});

test('a problem document becomes a typed error', async () => {
  server.script = [() => problem(429, 'too_many_requests', { 'Retry-After': '30', 'X-Request-ID': 'request-7' })];
  const error = await failure(api.signIn('robin@pretend.example', 'secret'));
  expect(error).toMatchObject({ status: 429, code: 'too_many_requests', retryAfterSeconds: 30, requestId: 'request-7', outcomeUnknown: false });
  server.script = [() => problem(409, 'illegal_transition', {}, { state: 'closed' })];
  expect(await failure(api.signIn('robin@pretend.example', 'secret'))).toMatchObject({ code: 'illegal_transition', state: 'closed' });
});

test('a wrong password is not answered with a refresh', async () => {
  server.script = [() => problem(401, 'not_signed_in')];
  expect((await failure(api.signIn('robin@pretend.example', 'wrong'))).status).toBe(401);
  expect(server.seen).toHaveLength(1);
});

test('no answer, and an answer that is no problem document, are errors too', async () => {
  server.script = [() => { throw new TypeError('offline'); }, () => new Response('<html>', { status: 502 })];
  expect(await failure(api.signIn('a@b.c', 'x'))).toMatchObject({ status: 0, code: 'network', outcomeUnknown: true });
  expect(await failure(api.signIn('a@b.c', 'x'))).toMatchObject({ status: 502, code: 'unreadable', outcomeUnknown: true });
  expect(reached).toEqual([false, true]);
});
