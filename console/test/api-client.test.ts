import { beforeEach, expect, test } from 'vitest';
import { ApiClient } from '../src/api/client';
import type { ApiError } from '../src/api/problem';
import type { Ending } from '../src/api/session';
import type { User } from '../src/api/types';
import { Cookies } from './cookies';

const ROBIN: User = { id: 'r1', name: 'Robin', role: 'responder', affiliateId: 'a1', programIds: [] };
const SAM: User = { ...ROBIN, id: 'r2', name: 'Sam' };

interface Seen {
  call: string;
  headers: Headers;
  body: unknown;
}

/** A server with one session at a time, one good access cookie and one good refresh cookie. */
class TokenServer {
  readonly seen: Seen[] = [];
  user = ROBIN;
  token = 'token-0';
  refreshToken = 'refresh-0';
  csrf = 'csrf-0';
  #issued = 0;
  readonly #cookies: Cookies;
  /** Answers before the real one; a thrown error is a lost connection. */
  script: ((seen: Seen) => Response | Promise<Response> | undefined)[] = [];

  constructor(cookies: Cookies) {
    this.#cookies = cookies;
  }

  readonly fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const seen = { call: `${init?.method} ${String(input)}`, headers: init?.headers as Headers, body: init?.body && JSON.parse(String(init.body)) };
    this.seen.push(seen);
    // Cookies go as they are when the request goes.
    const [access, refresh] = ['access', 'refresh'].map((name) => this.#cookies.held.get(`__Host-holdfast-${name}`));
    await Promise.resolve();
    const scripted = await this.script.shift()?.(seen);
    if (scripted !== undefined) return scripted;
    if (seen.call.endsWith('/login')) return this.signIn(this.user);
    if (seen.call.endsWith('/refresh')) {
      if (refresh !== this.refreshToken) return problem(401, 'refresh_invalid');
      return seen.headers.get('X-CSRF-Token') === this.csrf ? this.#issue() : problem(403, 'csrf');
    }
    if (access !== this.token) return problem(401, 'not_signed_in');
    if (!seen.call.startsWith('GET') && seen.headers.get('X-CSRF-Token') !== this.csrf) return problem(403, 'csrf');
    if (seen.call.endsWith('/logout')) {
      this.#cookies.held.clear();
      return new Response(null, { status: 204 });
    }
    return seen.call.endsWith('/profile') ? json(this.user) : json({ depth: 2 });
  };

  /** As any window of the browser would. */
  signIn(user: User): Response {
    this.user = user;
    this.csrf = `csrf-${this.#issued + 1}`;
    return this.#issue();
  }

  count(end: string): number {
    return this.seen.filter((one) => one.call.endsWith(end)).length;
  }

  #issue(): Response {
    this.#issued += 1;
    this.token = `token-${this.#issued}`;
    this.refreshToken = `refresh-${this.#issued}`;
    const cookies = { access: this.token, refresh: this.refreshToken, csrf: this.csrf };
    this.#cookies.keep(Object.entries(cookies).map(([name, value]) => `__Host-holdfast-${name}=${value}`));
    return json({ token: '', refreshToken: '', expiresAt: '', csrfToken: this.csrf, user: this.user });
  }
}

const json = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status });
const problem = (status: number, code: string, headers: Record<string, string> = {}, more: object = {}): Response =>
  new Response(JSON.stringify({ title: code, status, code, detail: `detail of ${code}`, ...more }), {
    status,
    headers: { 'Content-Type': 'application/problem+json', ...headers },
  });
const failure = (work: Promise<unknown>): Promise<ApiError> => work.then(() => { throw new Error('did not fail'); }, (error: ApiError) => error);
const offline = (): Response => { throw new TypeError('offline'); };

let cookies: Cookies;
let server: TokenServer;
let endings: Ending[];
let reached: boolean[];
let api: ApiClient;

/** Another window of the same browser, or this one after a reload. */
function newWindow(): ApiClient {
  return new ApiClient({ jar: cookies.jar, fetch: server.fetch, onSessionEnded: (why) => endings.push(why), onReach: (answered) => reached.push(answered) });
}

beforeEach(() => {
  cookies = new Cookies();
  server = new TokenServer(cookies);
  [endings, reached] = [[], []];
  api = newWindow();
});

const signIn = (): Promise<User> => api.auth.signIn('robin@pretend.example', 'secret');

test('signing in asks for cookies, and calls after it carry a request id of their own and no token', async () => {
  expect(await signIn()).toEqual(ROBIN);
  await api.queue();
  await api.queue();
  const [login, first, second] = server.seen;
  expect(login?.headers.get('X-Session')).toBe('cookie');
  expect(first?.call).toBe('GET /api/queue?limit=1');
  expect([first?.headers.get('Authorization'), first?.headers.get('X-CSRF-Token')]).toEqual([null, null]);
  expect(first?.headers.get('X-Request-ID')).not.toBe(second?.headers.get('X-Request-ID'));
});

test('what changes something carries the CSRF token of the session', async () => {
  await signIn();
  await api.send('c1', 'I am here', 'key-1');
  expect(server.seen.at(-1)?.headers.get('X-CSRF-Token')).toBe('csrf-1');
});

test('a browser that keeps no cookies is told so, and not taken for signed in', async () => {
  server.script = [() => json({ token: '', refreshToken: '', expiresAt: '', csrfToken: 'csrf-1', user: ROBIN })];
  expect((await failure(signIn())).code).toBe('no_cookies');
});

test('an expired token is renewed once for all calls under way, and each is repeated once', async () => {
  await signIn();
  server.token = 'expired';
  const depths = await Promise.all([api.queue(), api.queue(), api.queue()]);
  expect(depths.map((queue) => queue.depth)).toEqual([2, 2, 2]);
  expect(server.count('/refresh')).toBe(1);
});

test('a refusal that arrives after a renewal is repeated, without another renewal', async () => {
  await signIn();
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
  await signIn();
  server.token = 'expired';
  await api.send('c1', 'I am here', 'key-1');
  const sends = server.seen.filter((one) => one.call === 'POST /api/conversations/c1/messages');
  expect(sends.map((one) => one.headers.get('Idempotency-Key'))).toEqual(['key-1', 'key-1']);
});

test('a refused renewal ends the session once, and a reload asks nothing any more', async () => {
  await signIn();
  server.token = server.refreshToken = 'revoked';
  const failures = await Promise.all([failure(api.queue()), failure(api.queue())]);
  expect(failures.map((error) => error.status)).toEqual([401, 401]);
  expect(endings).toEqual(['expired']);
  const asked = server.seen.length;
  expect(await newWindow().resume()).toBeNull();
  expect(server.seen).toHaveLength(asked);
});

test('a renewal that got no answer does not sign anybody out', async () => {
  await signIn();
  server.token = 'expired';
  server.script = [() => undefined, offline];
  expect((await failure(api.queue())).code).toBe('network');
  expect(endings).toEqual([]);
  expect((await api.queue()).depth).toBe(2);
});

test('a reload keeps the login without using up a refresh token; a browser that was never signed in asks nothing', async () => {
  expect(await api.resume()).toBeNull();
  expect(server.seen).toEqual([]);
  await signIn();
  const after = newWindow();
  expect(await after.resume()).toEqual(ROBIN);
  expect(server.count('/refresh')).toBe(0);
  await after.send('c1', 'still here', 'key-1');
});

test('a reload after the access token has expired renews it first', async () => {
  await signIn();
  server.token = 'expired';
  expect(await newWindow().resume()).toEqual(ROBIN);
  expect(server.count('/refresh')).toBe(1);
});

test('a reload while nothing answers does not sign anybody out', async () => {
  await signIn();
  const after = newWindow();
  server.script = [offline];
  expect((await failure(after.resume())).code).toBe('network');
  expect(await after.resume()).toEqual(ROBIN);
});

test('signing out tells the server with the token of the session, and leaves nothing for a reload', async () => {
  await signIn();
  await api.signOut();
  expect(server.seen.at(-1)).toMatchObject({ call: 'POST /api/auth/logout' });
  expect([server.count('/logout'), cookies.held.size, endings.length]).toEqual([1, 0, 0]);
});

test('signing out after the access token has expired renews it for that, and ends nothing twice', async () => {
  await signIn();
  server.token = 'expired';
  await api.signOut();
  expect([server.count('/logout'), cookies.held.size]).toEqual([2, 0]);
  expect(endings).toEqual([]);
});

test('signing out without a connection leaves nothing to a reload, and tells the server when it can', async () => {
  await signIn();
  server.script = [offline];
  expect((await failure(api.signOut())).code).toBe('network');
  expect(await newWindow().resume()).toBeNull();
  await api.signOut();
  expect(cookies.held.size).toBe(0);
});

test('signing out does not sign out somebody who signed in meanwhile', async () => {
  await signIn();
  server.signIn(SAM);
  await api.signOut();
  expect(server.count('/logout')).toBe(0);
  expect(await newWindow().resume()).toEqual(SAM);
});

test('after another window signed out nothing more is asked', async () => {
  await signIn();
  const other = newWindow();
  await other.resume();
  await other.signOut();
  const asked = server.seen.length;
  expect((await failure(api.send('c1', 'words', 'key-1'))).status).toBe(401);
  expect([server.seen.length, endings.length]).toEqual([asked, 1]);
});

test('after somebody else signed in in another window, nothing is read or sent as them', async () => {
  await signIn();
  server.signIn(SAM);
  await Promise.all([failure(api.send('c1', 'words of Robin', 'key-1')), failure(api.queue())]);
  expect(endings).toEqual(['elsewhere']);
  expect([server.count('/messages'), server.count('/queue?limit=1')]).toEqual([0, 0]);
});

test('after the same person signed in anew in another window, this one goes on in the new session', async () => {
  await signIn();
  server.signIn(ROBIN);
  await Promise.all([api.queue(), api.send('c1', 'words', 'key-1')]);
  expect(endings).toEqual([]);
  expect(server.count('/profile')).toBe(1);
  expect(server.seen.find((one) => one.call.endsWith('/messages'))?.headers.get('X-CSRF-Token')).toBe('csrf-2');
});

test('a wrong password said by who is signed in is no expired session', async () => {
  await signIn();
  server.script = [() => problem(401, 'wrong_password')];
  expect((await failure(api.auth.changePassword('wrong', 'another one of mine'))).code).toBe('wrong_password');
  expect([server.count('/refresh'), server.count('/password')]).toEqual([0, 1]);
});

test('a problem document becomes a typed error', async () => {
  server.script = [() => problem(429, 'too_many_requests', { 'Retry-After': '30', 'X-Request-ID': 'request-7' })];
  const error = await failure(api.auth.signIn('robin@pretend.example', 'secret'));
  expect(error).toMatchObject({ status: 429, code: 'too_many_requests', retryAfterSeconds: 30, requestId: 'request-7', outcomeUnknown: false });
  server.script = [() => problem(409, 'illegal_transition', {}, { state: 'closed' })];
  expect(await failure(api.auth.signIn('robin@pretend.example', 'secret'))).toMatchObject({ code: 'illegal_transition', state: 'closed' });
});

test('a wrong password is not answered with a refresh', async () => {
  server.script = [() => problem(401, 'not_signed_in')];
  expect((await failure(api.auth.signIn('robin@pretend.example', 'wrong'))).status).toBe(401);
  expect(server.seen).toHaveLength(1);
});

test('no answer, and an answer that is no problem document, are errors too', async () => {
  server.script = [() => { throw new TypeError('offline'); }, () => new Response('<html>', { status: 502 })];
  expect(await failure(api.auth.signIn('a@b.c', 'x'))).toMatchObject({ status: 0, code: 'network', outcomeUnknown: true });
  expect(await failure(api.auth.signIn('a@b.c', 'x'))).toMatchObject({ status: 502, code: 'unreadable', outcomeUnknown: true });
  expect(reached).toEqual([false, true]);
});
