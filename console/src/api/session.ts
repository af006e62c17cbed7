import { ApiError, asApiError } from './problem';
import type { Tokens } from './types';

/** The part of `Storage` this needs. */
export type TabStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const REFRESH_TOKEN = 'holdfast.refresh';

/**
 * Who is signed in. The access token lives in memory only; the refresh token also in the tab's session
 * storage, so that a reload keeps the login. Refresh tokens work once, so a refresh is single-flight.
 */
export class Session {
  #token: string | null = null;
  #refreshing: Promise<Tokens> | null = null;
  readonly #storage: TabStorage;
  readonly #requestTokens: (refreshToken: string) => Promise<Tokens>;
  readonly #ended: () => void;

  constructor(storage: TabStorage, requestTokens: (refreshToken: string) => Promise<Tokens>, ended: () => void) {
    this.#storage = storage;
    this.#requestTokens = requestTokens;
    this.#ended = ended;
  }

  get token(): string | null {
    return this.#token;
  }

  get resumable(): boolean {
    return this.#storage.getItem(REFRESH_TOKEN) !== null;
  }

  accept(tokens: Tokens): void {
    this.#token = tokens.token;
    this.#storage.setItem(REFRESH_TOKEN, tokens.refreshToken);
  }

  forget(): void {
    this.#token = null;
    this.#storage.removeItem(REFRESH_TOKEN);
  }

  /**
   * Exchanges the refresh token. Callers that come while one exchange runs share its outcome.
   * Throws `ApiError`; if the server refused the token, the session is over and `ended` has been called.
   */
  refresh(): Promise<Tokens> {
    this.#refreshing ??= this.#exchange().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  async #exchange(): Promise<Tokens> {
    const refreshToken = this.#storage.getItem(REFRESH_TOKEN);
    if (refreshToken === null) throw new ApiError(401, { code: 'not_signed_in' });
    try {
      const tokens = await this.#requestTokens(refreshToken);
      // Signed out while the exchange was on its way: do not sign back in.
      if (this.#storage.getItem(REFRESH_TOKEN) !== refreshToken) throw new ApiError(401, { code: 'not_signed_in' });
      this.accept(tokens);
      return tokens;
    } catch (caught) {
      const error = asApiError(caught);
      const refused = error.status === 400 || error.status === 401;
      if (refused && this.#storage.getItem(REFRESH_TOKEN) === refreshToken) {
        this.forget();
        this.#ended();
      }
      throw error;
    }
  }
}
