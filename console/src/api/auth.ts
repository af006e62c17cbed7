import type { Transport } from './transport';
import type { CurrentSession, OwnProfile, Profile, SessionEntry, Tokens, User } from './types';

/** Signing in and out, one's own account, and where else one is signed in. */
export class AuthApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  async signIn(email: string, password: string): Promise<User> {
    return this.#enter(await this.#transport.call('post', '/api/auth/login', { body: { email, password }, anonymous: true, entering: true }));
  }

  /** Has a code sent. The answer is the same whether or not there is such an account. */
  async askCode(email: string, medium: 'email' | 'sms'): Promise<void> {
    await this.#transport.call('post', '/api/auth/otp/request', { body: { email, medium }, anonymous: true });
  }

  async signInByCode(email: string, code: string): Promise<User> {
    return this.#enter(await this.#transport.call('post', '/api/auth/otp/verify', { body: { email, code }, anonymous: true, entering: true }));
  }

  /** Has a link mailed. */
  async askLink(email: string): Promise<void> {
    await this.#transport.call('post', '/api/auth/magic/request', { body: { email }, anonymous: true });
  }

  async signInByLink(token: string): Promise<User> {
    return this.#enter(await this.#transport.call('post', '/api/auth/magic/verify', { body: { token }, anonymous: true, entering: true }));
  }

  /** Has a link mailed to choose another password with. */
  async askReset(email: string): Promise<void> {
    await this.#transport.call('post', '/api/auth/reset/request', { body: { email }, anonymous: true });
  }

  /** Chooses another password. Nobody is signed in by it, and everybody who was is not any more. */
  async reset(token: string, password: string): Promise<void> {
    await this.#transport.call('post', '/api/auth/reset', { body: { token, password }, anonymous: true });
  }

  /** Accepts an invitation. The affiliate's name for one stays when none is given. */
  async accept(token: string, password: string, name: string | null): Promise<User> {
    const body = name === null ? { token, password } : { token, password, name };
    const user = this.#enter(await this.#transport.call('post', '/api/auth/invitation/accept', { body, anonymous: true, entering: true }));
    // Names are seen within seconds, and this answer may be quicker.
    return { ...user, name: name ?? user.name };
  }

  /** With the key under which this browser keeps what one is writing. */
  profile(): Promise<OwnProfile> {
    return this.#transport.call('get', '/api/auth/profile', {});
  }

  rename(name: string): Promise<Profile> {
    return this.#transport.call('put', '/api/auth/profile', { body: { name } });
  }

  /** Every other session ends, and this window goes on in a new one. */
  async changePassword(current: string, chosen: string): Promise<void> {
    await this.#enter(await this.#transport.call('post', '/api/auth/password', { body: { current, new: chosen }, entering: true }));
  }

  session(): Promise<CurrentSession> {
    return this.#transport.call('get', '/api/auth/session', {});
  }

  /** Works in one program from now on; in all of one's own with null. */
  workIn(activeProgramId: string | null): Promise<CurrentSession> {
    return this.#transport.call('put', '/api/auth/session', { body: { activeProgramId } });
  }

  /** Where one is signed in, the latest first. */
  async sessions(): Promise<SessionEntry[]> {
    return (await this.#transport.call('get', '/api/auth/sessions', {})).items;
  }

  async endSession(id: string): Promise<void> {
    await this.#transport.call('delete', '/api/auth/sessions/{id}', { id });
  }

  /** Signs out everywhere but here. */
  async endOthers(): Promise<void> {
    await this.#transport.call('delete', '/api/auth/sessions', { query: { keep: 'current' } });
  }

  /** The programs of the affiliate, by id, over as many pages as it takes. */
  async programs(): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    let cursor: string | null = null;
    do {
      const query: { limit: number; cursor?: string } = { limit: 100, ...(cursor === null ? {} : { cursor }) };
      const page: { items: { id: string; name: string }[]; nextCursor?: string | null } = await this.#transport.call('get', '/api/programs', { query });
      for (const { id, name } of page.items) found.set(id, name);
      cursor = page.nextCursor ?? null;
    } while (cursor !== null);
    return found;
  }

  #enter(tokens: Tokens): User {
    this.#transport.session.accept(tokens);
    return tokens.user;
  }
}
