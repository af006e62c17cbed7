/** Signing in on the pretend platform: sessions in cookies, and codes and links that are "mailed" to `mails`. */

import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { SessionEntry, Tokens } from '../src/api/types.ts';
import { CAMPUS, NIGHT, PASSWORD, type PretendPeople, type PretendUser } from './pretend-people.ts';
import type { Reply } from './pretend-routes.ts';
import { Refusal } from './pretend-world.ts';

interface PretendSession {
  user: PretendUser;
  csrf: string;
  access: string;
  refresh: string;
  /** The one before, which gets the same answer again: two windows may ask at once. */
  before: string;
  activeProgramId: string | null;
  entry: SessionEntry;
}

type Body = Record<string, unknown>;
const [ACCESS, REFRESH, CSRF] = ['__Host-holdfast-access', '__Host-holdfast-refresh', '__Host-holdfast-csrf'];
const RULES = 'Secure; SameSite=Lax; Path=/';
const GOOD = { status: 200 };

export class PretendDoor {
  /** What was sent, the latest last: `kind` is `code`, `magic` or `reset`. */
  readonly mails: { kind: string; to: string; medium: string; secret: string }[] = [];
  readonly #people: PretendPeople;
  readonly #sessions = new Map<string, PretendSession>();
  readonly #passwords = new Map<string, string>();
  readonly #secrets = new Map<string, { kind: string; user: PretendUser }>();

  constructor(people: PretendPeople) {
    this.#people = people;
  }

  /** Makes every access token invalid; refresh tokens stay good. */
  expire(): void {
    for (const one of this.#sessions.values()) one.access = randomUUID();
  }

  endAll(): void {
    this.#sessions.clear();
  }

  /** A secret that a link would carry. */
  invite(user: PretendUser, kind = 'welcome', secret: string = randomUUID()): string {
    this.#secrets.set(secret, { kind, user });
    return secret;
  }

  /** Who asks, by the cookies. Throws `Refusal`. */
  user(request: IncomingMessage): PretendUser {
    return this.#session(request).user;
  }

  /** Answers what needs nobody signed in; null for anything else. Throws `Refusal`. */
  outside(request: IncomingMessage, verb: string, part: string, body: Body): Reply | null {
    const said = (name: string): string => String(body[name] ?? '');
    const [email, password, token] = [said('email'), said('password'), said('token')];
    const known = this.#people.all.find((one) => one.email === email);
    switch (`${verb}/${part}`) {
      case 'login/':
        if (known === undefined || password !== this.#passwordOf(known)) throw new Refusal(401, 'wrong_login', 'The e-mail address or the password is wrong');
        return this.#enter(known, 'password');
      case 'otp/request':
        return this.#send('code', email, String(body['medium']), '123456', known);
      case 'otp/verify':
        return this.#enter(this.#use('code', `${email} ${String(body['code'])}`, 'wrong_code'), 'email_code');
      case 'magic/request':
        return this.#send('magic', email, 'email', randomUUID(), known);
      case 'magic/verify':
        return this.#enter(this.#use('magic', token, 'bad_link'), 'link');
      case 'reset/request':
        return this.#send('reset', email, 'email', randomUUID(), known);
      case 'reset/':
        this.#choose(this.#open('reset', token), password, 'password');
        this.#use('reset', token, 'bad_link');
        return { status: 204 };
      case 'invitation/accept': {
        const user = this.#open('welcome', token);
        this.#choose(user, password, 'password');
        user.name = String(body['name'] ?? user.name);
        return this.#enter(this.#use('welcome', token, 'bad_link'), 'invitation');
      }
      case 'refresh/':
        return this.#refresh(request);
      default:
        return null;
    }
  }

  /** Answers what is about the caller's own account; null for anything else. Throws `Refusal`. */
  inside(request: IncomingMessage, verb: string, id: string, body: Body): Reply | null {
    const session = this.#session(request);
    const { user, entry } = session;
    const get = request.method === 'GET';
    switch (verb) {
      case 'logout':
        this.#sessions.delete(entry.id);
        return { status: 204, headers: { 'Set-Cookie': [ACCESS, REFRESH, CSRF].map((name) => `${name}=; Max-Age=0; ${RULES}`) } };
      case 'profile':
        if (!get) user.name = String(body['name']);
        return { ...GOOD, body: get ? { ...profile(user), draftKey: draftKey(user) } : profile(user) };
      case 'password':
        if (body['current'] !== this.#passwordOf(user)) throw new Refusal(401, 'wrong_password', 'The password is wrong');
        this.#choose(user, String(body['new']), 'new');
        return this.#enter(user, 'password');
      case 'session':
        if (!get) session.activeProgramId = body['activeProgramId'] as string | null;
        return { ...GOOD, body: { requestId: '', id: entry.id, activeProgramId: session.activeProgramId, csrfToken: session.csrf } };
      case 'sessions':
        return get ? { ...GOOD, body: { requestId: '', items: this.#of(user).map((one) => ({ ...one.entry, current: one === session })) } } : this.#end(session, id);
      default:
        return null;
    }
  }

  /** The affiliate's programs. */
  programs(): Reply {
    return { ...GOOD, body: { requestId: '', items: [NIGHT, CAMPUS], nextCursor: null } };
  }

  /** Somebody signed in somewhere else. */
  elsewhere(user: PretendUser, device: string): void {
    const id = randomUUID();
    const at = new Date(Date.now() - 7_200_000).toISOString();
    const entry: SessionEntry = { id, createdAt: at, lastSeenAt: at, device, medium: 'link', current: false };
    this.#sessions.set(id, { user, csrf: randomUUID(), access: randomUUID(), refresh: randomUUID(), before: randomUUID(), activeProgramId: null, entry });
  }

  #end(session: PretendSession, id: string): Reply {
    if (id !== '' && this.#sessions.get(id)?.user !== session.user) throw new Refusal(404, 'not_found', 'There is no such session');
    if (id !== '') this.#sessions.delete(id);
    else for (const one of this.#of(session.user)) if (one !== session) this.#sessions.delete(one.entry.id);
    return { status: 204 };
  }

  #of(user: PretendUser): PretendSession[] {
    return [...this.#sessions.values()].filter((one) => one.user === user).reverse();
  }

  #session(request: IncomingMessage): PretendSession {
    const access = cookie(request, ACCESS);
    const found = [...this.#sessions.values()].find((one) => one.access === access);
    if (found === undefined) throw new Refusal(401, 'not_signed_in', 'Sign in first');
    if (request.method !== 'GET' && request.headers['x-csrf-token'] !== found.csrf) throw new Refusal(403, 'csrf', 'This request did not come from our own pages');
    return found;
  }

  #refresh(request: IncomingMessage): Reply {
    const refresh = cookie(request, REFRESH);
    const found = [...this.#sessions.values()].find((one) => one.refresh === refresh || one.before === refresh);
    if (found === undefined) throw new Refusal(401, 'refresh_invalid', 'The refresh token is not valid');
    if (request.headers['x-csrf-token'] !== found.csrf) throw new Refusal(403, 'csrf', 'This request did not come from our own pages');
    return this.#issue(found, refresh === found.refresh);
  }

  #enter(user: PretendUser, medium: SessionEntry['medium']): Reply {
    const at = new Date().toISOString();
    const entry: SessionEntry = { id: randomUUID(), createdAt: at, lastSeenAt: at, device: 'Chrome on Linux', medium, current: false };
    const session: PretendSession = { user, csrf: randomUUID(), access: '', refresh: '', before: '', activeProgramId: null, entry };
    this.#sessions.set(entry.id, session);
    return this.#issue(session);
  }

  #issue(session: PretendSession, rotate = true): Reply {
    if (rotate) [session.access, session.before, session.refresh] = [randomUUID(), session.refresh, randomUUID()];
    const { id, name, role, affiliateId, programIds } = session.user;
    const expiresAt = new Date(Date.now() + 900_000).toISOString();
    const body: Tokens = { requestId: '', token: '', refreshToken: '', expiresAt, csrfToken: session.csrf, user: { id, name, role, affiliateId, programIds } };
    const cookies = [`${ACCESS}=${session.access}; HttpOnly; ${RULES}`, `${REFRESH}=${session.refresh}; HttpOnly; ${RULES}`, `${CSRF}=${session.csrf}; ${RULES}`];
    return { ...GOOD, body, headers: { 'Set-Cookie': cookies } };
  }

  #send(kind: string, to: string, medium: string, secret: string, user: PretendUser | undefined): Reply {
    if (user !== undefined) {
      this.#secrets.set(kind === 'code' ? `${to} ${secret}` : secret, { kind, user });
      this.mails.push({ kind, to, medium, secret });
    }
    return { status: 202, body: { requestId: '' } };
  }

  #open(kind: string, secret: string, code = 'bad_link'): PretendUser {
    const found = this.#secrets.get(secret);
    if (found?.kind !== kind) throw new Refusal(401, code, 'It was used, or is too old');
    return found.user;
  }

  #use(kind: string, secret: string, code: string): PretendUser {
    const user = this.#open(kind, secret, code);
    this.#secrets.delete(secret);
    return user;
  }

  /** Everybody who was signed in as this person is signed out. */
  #choose(user: PretendUser, password: string, field: string): void {
    if (password.length < 12) throw new Refusal(422, 'rule_broken', 'A rule is broken', { errors: [{ field, message: 'must have 12 characters at least' }] });
    this.#passwords.set(user.id, password);
    for (const one of this.#of(user)) this.#sessions.delete(one.entry.id);
  }

  #passwordOf(user: PretendUser): string {
    return this.#passwords.get(user.id) ?? PASSWORD;
  }
}

function profile({ id, name, role, affiliateId, programIds, email, limit }: PretendUser): object {
  return { requestId: '', id, name, role, affiliateId, programIds, email, maxConcurrent: limit };
}

/** Each person's own, as long as this pretend platform runs. */
const draftKey = (user: PretendUser): string => createHmac('sha256', KEY).update(user.id).digest('base64url');
const KEY = randomBytes(32);

function cookie(request: IncomingMessage, name: string | undefined): string | undefined {
  return (request.headers.cookie ?? '').split('; ').find((one) => one.startsWith(`${name}=`))?.slice(`${name}=`.length);
}
