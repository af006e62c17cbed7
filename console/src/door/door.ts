import { signal } from '@preact/signals';
import type { AuthApi } from '../api/auth';
import { attempt } from '../api/attempt';
import type { ApiError } from '../api/problem';
import type { User } from '../api/types';

/** By what a code is sent. */
export type Medium = 'email' | 'sms';

/** Where one stands at the door. What was sent is the same to look at whether or not there is such an account. */
export type Step = { at: 'password' } | { at: 'code'; medium: Medium } | { at: 'link' } | { at: 'reset' };

/** What is being asked of the server. */
export type Deed = 'sign-in' | 'ask-code' | 'try-code' | 'ask-link' | 'ask-reset';

/** Signing in with a password, or with what is sent to somebody. */
export class Door {
  readonly email = signal('');
  readonly step = signal<Step>({ at: 'password' });
  readonly busy = signal<Deed | null>(null);
  readonly failure = signal<{ deed: Deed; error: ApiError } | null>(null);
  /** How often a code was sent: a second one is worth a word. */
  readonly sent = signal(0);
  readonly #api: AuthApi;
  readonly #onEntered: (user: User) => void;

  constructor(api: AuthApi, onEntered: (user: User) => void) {
    this.#api = api;
    this.#onEntered = onEntered;
  }

  signIn(password: string): Promise<boolean> {
    return this.#do('sign-in', async () => this.#onEntered(await this.#api.signIn(this.#address(), password)));
  }

  askCode(medium: Medium): Promise<boolean> {
    return this.#do('ask-code', async () => {
      await this.#api.askCode(this.#address(), medium);
      this.sent.value += 1;
      this.step.value = { at: 'code', medium };
    });
  }

  tryCode(code: string): Promise<boolean> {
    return this.#do('try-code', async () => this.#onEntered(await this.#api.signInByCode(this.#address(), code)));
  }

  askLink(): Promise<boolean> {
    return this.#do('ask-link', async () => {
      await this.#api.askLink(this.#address());
      this.step.value = { at: 'link' };
    });
  }

  askReset(): Promise<boolean> {
    return this.#do('ask-reset', async () => {
      await this.#api.askReset(this.#address());
      this.step.value = { at: 'reset' };
    });
  }

  back(): void {
    this.step.value = { at: 'password' };
    this.failure.value = null;
    this.sent.value = 0;
  }

  #address(): string {
    return this.email.value.trim();
  }

  /** Once however often it is pressed; false when it did not work, and then `failure` says why. */
  #do(deed: Deed, work: () => Promise<void>): Promise<boolean> {
    return attempt<Deed | null, { deed: Deed; error: ApiError }>(this, deed, work, (error) => ({ deed, error }));
  }
}

/** A code is this many digits. */
export const CODE_LENGTH = 6;

/** The code in what was typed or pasted, which may have spaces in it or words around it. */
export function codeIn(text: string): string {
  return /(?<!\d)\d{6}(?!\d)/.exec(text)?.[0] ?? text.replace(/\D/g, '').slice(0, CODE_LENGTH);
}
