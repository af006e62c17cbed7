import { signal } from '@preact/signals';
import type { AuthApi } from '../api/auth';
import { asItIs, attempt } from '../api/attempt';
import type { ApiError } from '../api/problem';
import type { User } from '../api/types';
import type { Link } from './link';

/** What a mailed link opens. Its token is used only when somebody asks for it: mail programs open links by themselves. */
export class Opening {
  readonly kind: Link['kind'];
  readonly busy = signal(false);
  readonly failure = signal<ApiError | null>(null);
  readonly #token: string;
  readonly #api: AuthApi;
  readonly #to: { enter: (user: User) => void; reset: () => void };

  constructor(api: AuthApi, link: Link, to: { enter: (user: User) => void; reset: () => void }) {
    this.kind = link.kind;
    this.#token = link.token;
    this.#api = api;
    this.#to = to;
  }

  /** Nothing more is to be had with this link. */
  get spent(): boolean {
    return this.failure.value?.status === 401 || this.failure.value?.fields.some(({ field }) => field === 'token') === true;
  }

  /** True when it opened. A password that is refused does not use the link up. */
  open(password: string, name: string): Promise<boolean> {
    return attempt(this, true, async () => {
      if (this.kind === 'magic') this.#to.enter(await this.#api.signInByLink(this.#token));
      else if (this.kind === 'welcome') this.#to.enter(await this.#api.accept(this.#token, password, name.trim() || null));
      else {
        await this.#api.reset(this.#token, password);
        this.#to.reset();
      }
    }, asItIs);
  }
}
