import type { Jar } from './jar';
import { ApiError, asApiError } from './problem';
import type { Tokens, User } from './types';

/**
 * Why nothing can be read or sent any more. `expired`: the session is over. `elsewhere`: in another window somebody else
 * signed in, or this person out.
 */
export type Ending = 'expired' | 'elsewhere';

export interface SessionOptions {
  jar: Jar;
  /** Has the cookies renewed. */
  renew: () => Promise<unknown>;
  /** Does this work while no other window of the browser does any. */
  alone?: <T>(work: () => Promise<T>) => Promise<T>;
  /** Whose the cookies are now. */
  whoAmI: () => Promise<User>;
  ended: (why: Ending) => void;
}

/**
 * Who is signed in in this window. All windows of a browser share the cookies, so that one of them can sign out or in
 * for all: before anything is asked, it is made sure that the cookies still are those of the person at work here.
 */
export class Session {
  #mine: { csrf: string; userId: string } | null = null;
  /** The session that is being signed out of, until the server knows. */
  #leaving: string | null = null;
  /** Rises with every renewal, so that who was refused before one knows that another is not needed. */
  #turn = 0;
  #renewing: Promise<void> | null = null;
  #recognising: Promise<void> | null = null;
  readonly #options: SessionOptions;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  get turn(): number {
    return this.#turn;
  }

  /** What changes carry beside the cookies. */
  get csrf(): string | null {
    return this.#mine?.csrf ?? this.#options.jar.csrf() ?? this.#leaving;
  }

  /** Somebody signed in. Throws where the browser keeps no cookies: nothing would work after this. */
  accept(tokens: Tokens): void {
    if (this.#options.jar.csrf() === null) throw new ApiError(0, { code: 'no_cookies' });
    this.begin(tokens.user, tokens.csrfToken);
  }

  /** Goes on as somebody whose cookies were there. */
  begin(user: User, csrf: string): void {
    this.#mine = { csrf, userId: user.id };
    this.#leaving = null;
    this.#turn += 1;
  }

  /**
   * Nobody is at work here any more, after a reload neither. True while the server is still to be told: only it can take
   * the cookies away. False when they are another session's by now.
   */
  leave(): boolean {
    const { jar } = this.#options;
    if (this.#mine !== null) this.#leaving = this.#mine.csrf;
    this.#mine = null;
    const there = jar.csrf();
    if (there !== null && there !== this.#leaving) this.#leaving = null;
    else jar.drop();
    return this.#leaving !== null;
  }

  /** The server knows. */
  left(): void {
    this.#leaving = null;
    this.#options.jar.drop();
  }

  /** Makes sure that the cookies belong to who is at work here. Throws `ApiError` after `ended` when they do not. */
  async check(): Promise<void> {
    const mine = this.#mine;
    if (mine === null) return;
    const now = this.#options.jar.csrf();
    if (now === mine.csrf) return;
    if (now === null) throw this.#end('expired');
    this.#recognising ??= this.#recognise(mine, now).finally(() => {
      this.#recognising = null;
    });
    await this.#recognising;
  }

  /** Another session of the same person is as good: they signed in anew, or chose another password. */
  async #recognise(mine: { userId: string }, csrf: string): Promise<void> {
    const user = await this.#options.whoAmI();
    if (this.#mine !== mine) throw signedOut();
    if (user.id !== mine.userId) throw this.#end('elsewhere');
    this.begin(user, csrf);
  }

  /**
   * Has the cookies renewed; callers that come meanwhile share the outcome. Throws `ApiError`; if the server refused,
   * the session is over, and `ended` has been called when somebody was at work.
   */
  renew(): Promise<void> {
    this.#renewing ??= this.#exchange().finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  async #exchange(): Promise<void> {
    const [asked, mine] = [this.csrf, this.#mine];
    // Nothing to ask with: sparing the question spares a refusal.
    if (asked === null) throw this.#end('expired');
    try {
      // One renewal at a time: a refresh token that arrives long after it was replaced looks stolen.
      await (this.#options.alone ?? oneWindow)(this.#options.renew);
      this.#turn += 1;
    } catch (caught) {
      const error = asApiError(caught);
      if (!REFUSALS.has(error.status)) throw error;
      // Not what another window has put there meanwhile.
      if (this.#options.jar.csrf() === asked) this.#options.jar.drop();
      // Nor the session of somebody who signed in while it was asked for.
      throw this.#mine === mine ? this.#end('expired', error) : error;
    }
  }

  #end(why: Ending, error = signedOut()): ApiError {
    if (this.#mine !== null) {
      this.#mine = null;
      this.#options.ended(why);
    }
    return error;
  }
}

/** What a refresh is answered when there is nothing to go on with: no cookie, a used one, or another session's. */
const REFUSALS: ReadonlySet<number> = new Set([400, 401, 403, 422]);

const oneWindow = <T>(work: () => Promise<T>): Promise<T> => work();

const signedOut = (): ApiError => new ApiError(401, { code: 'not_signed_in' });
