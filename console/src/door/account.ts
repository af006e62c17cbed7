import { computed, signal } from '@preact/signals';
import type { AuthApi } from '../api/auth';
import { attempt } from '../api/attempt';
import { asApiError, type ApiError } from '../api/problem';
import type { Profile, SessionEntry, User } from '../api/types';

export interface Program {
  id: string;
  name: string;
}

/** What one can do about one's account. `end` goes with the session's id. */
export type Deed = 'load' | 'rename' | 'password' | 'end-others' | 'program' | `end ${string}`;

/** One's own account: name, password, where one is signed in, and the program one works in at the moment. */
export class Account {
  readonly user: User;
  readonly name;
  readonly profile = signal<Profile | null>(null);
  /** The latest first; null while unknown. */
  readonly sessions = signal<readonly SessionEntry[] | null>(null);
  readonly activeProgramId = signal<string | null>(null);
  readonly busy = signal<Deed | null>(null);
  readonly failure = signal<{ deed: Deed; error: ApiError } | null>(null);
  /** What was done last, to be told. */
  readonly done = signal<Deed | null>(null);
  readonly #programs = signal<readonly Program[]>([]);
  readonly #api: AuthApi;
  /** The cookies are another session's of the same person. */
  readonly #onRenewed: () => void;

  constructor(api: AuthApi, user: User, onRenewed: () => void) {
    this.#api = api;
    this.user = user;
    this.name = signal(user.name);
    this.#onRenewed = onRenewed;
  }

  /** The programs one can choose from; empty for who works in one, or looks on in all. */
  readonly choice = computed<readonly Program[]>(() => (this.#programs.value.length > 1 ? this.#programs.value : []));

  /** The one program that is shown, of several one works in; null when all are. */
  readonly narrowed = computed(() => this.choice.value.find((one) => one.id === this.activeProgramId.value) ?? null);

  /** Finds out in which program one works. What cannot be read stays unknown: it only helps to understand the page. */
  async start(): Promise<void> {
    await this.#readPrograms().catch(() => undefined);
  }

  /** Reads what the page shows. */
  load(): Promise<boolean> {
    this.done.value = null;
    return this.#do('load', async () => {
      const [profile] = await Promise.all([this.#api.profile(), this.#readSessions(), this.#readPrograms()]);
      this.#take(profile);
    }, false);
  }

  rename(name: string): Promise<boolean> {
    return this.#do('rename', async () => this.#take(await this.#api.rename(name.trim())));
  }

  /** Whoever else is signed in as this person is not any more. */
  changePassword(current: string, chosen: string): Promise<boolean> {
    return this.#do('password', async () => {
      await this.#api.changePassword(current, chosen);
      this.#onRenewed();
      await this.#readSessions().catch(() => undefined);
    });
  }

  /** Signs out somewhere else. One that has ended meanwhile is gone all the same. */
  end(id: string): Promise<boolean> {
    return this.#do(`end ${id}`, async () => {
      await this.#api.endSession(id).catch((caught: unknown) => {
        if (asApiError(caught).status !== 404) throw caught;
      });
      this.sessions.value = this.sessions.value?.filter((one) => one.id !== id) ?? null;
    });
  }

  endOthers(): Promise<boolean> {
    return this.#do('end-others', async () => {
      await this.#api.endOthers();
      await this.#readSessions();
    });
  }

  /** Works in this program from now on; in all of one's own with null. */
  workIn(programId: string | null): Promise<boolean> {
    return this.#do('program', async () => {
      this.activeProgramId.value = (await this.#api.workIn(programId)).activeProgramId;
    });
  }

  #take(profile: Profile): void {
    this.profile.value = profile;
    this.name.value = profile.name;
    this.user.name = profile.name;
  }

  async #readSessions(): Promise<void> {
    this.sessions.value = await this.#api.sessions();
  }

  async #readPrograms(): Promise<void> {
    if (this.user.programIds.length < 2) return;
    const [{ activeProgramId }, names] = await Promise.all([this.#api.session(), this.#api.programs()]);
    this.activeProgramId.value = activeProgramId;
    this.#programs.value = this.user.programIds.map((id) => ({ id, name: names.get(id) ?? id }));
  }

  #do(deed: Deed, work: () => Promise<void>, told = true): Promise<boolean> {
    if (this.busy.value === null) this.done.value = null;
    return attempt<Deed | null, { deed: Deed; error: ApiError }>(this, deed, async () => {
      await work();
      if (told) this.done.value = deed;
    }, (error) => ({ deed, error }));
  }
}
