import { batch, signal } from '@preact/signals';
import { ApiClient, type ApiClientOptions } from '../api/client';
import type { Ending } from '../api/session';
import type { User } from '../api/types';
import { Desk } from '../desk/desk';
import { bringBack, DraftKeeper, keepTidy, snapshotOf } from '../desk/drafts';
import { Floor } from '../desk/floor';
import { Vault, type Snapshot } from '../desk/vault';
import { Account } from './account';
import type { Link } from './link';
import { Windows, type News } from './windows';

/** Somebody at work in this window. `place` is null for who has no work with texters. */
export interface Work {
  user: User;
  account: Account;
  place: Desk | Floor | null;
}

/** Why somebody stands at the door who was inside, or came by a link. */
export type Why = Ending | 'reset';

/** Finding out after a reload, at the door, come by a mailed link, or at work. */
export type Stage =
  | { at: 'resuming' }
  | { at: 'unreachable' }
  /** `kept`: what was being written waits for who was at work. */
  | { at: 'sign-in'; why: Why | null; kept: boolean }
  | { at: 'link'; link: Link }
  | { at: 'work'; work: Work };

/** A sign-out that could not be told is told again after this long. */
export const RETRY_MS = 5_000;

type Options = Pick<ApiClientOptions, 'jar' | 'fetch' | 'origin' | 'alone'> & {
  windows?: (onNews: (news: News) => void) => Pick<Windows, 'tell' | 'close'>;
  pollMs?: number;
  /** This window's own, where what is being written outlives a reload; nowhere when it is left out. */
  storage?: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  /** Goes along with somebody's work, such as a sound for what calls them; ends what it returns. */
  beside?: (place: Desk | Floor) => () => void;
};

/** One window's visit: who is signed in in it, from the first moment to the last. */
export class Visit {
  readonly api: ApiClient;
  readonly stage = signal<Stage>({ at: 'resuming' });
  /** Somebody signed out, and the server does not know. */
  readonly untold = signal(false);
  readonly #reachable = signal(true);
  readonly #windows: Pick<Windows, 'tell' | 'close'>;
  readonly #pollMs: number | undefined;
  readonly #vault: Vault | null;
  readonly #beside: NonNullable<Options['beside']>;
  /** What somebody was writing when their session ended, to go on with when they are back. In memory, for nobody else. */
  #kept: { userId: string; snapshot: Snapshot } | null = null;
  #stops: (() => void)[] = [];
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor({ windows, pollMs, storage, beside, ...options }: Options) {
    this.#pollMs = pollMs;
    this.#vault = storage === undefined ? null : new Vault(storage);
    this.#beside = beside ?? (() => () => undefined);
    this.#windows = (windows ?? ((onNews) => new Windows(onNews)))((news) => void this.#heard(news));
    this.api = new ApiClient({
      ...options,
      onSessionEnded: (why) => this.#ended(why),
      onReach: (answered) => {
        this.#reachable.value = answered;
      },
    });
  }

  /** Goes on with the browser's session, or to where a link leads. */
  async start(link: Link | null): Promise<void> {
    if (link !== null) this.follow(link);
    else await this.resume();
  }

  stop(): void {
    clearTimeout(this.#retry);
    this.#close();
    this.#windows.close();
  }

  async resume(): Promise<void> {
    const { resumable } = this.api;
    if (!resumable) return this.#stand(null);
    this.stage.value = { at: 'resuming' };
    try {
      const user = await this.api.resume();
      if (this.stage.value.at !== 'resuming') return;
      if (user === null) this.#stand('expired');
      else this.#begin(user);
    } catch {
      if (this.stage.value.at === 'resuming') this.stage.value = { at: 'unreachable' };
    }
  }

  /** A mailed link was opened here. Whoever is at work may go on after it. */
  follow(link: Link): void {
    this.#keep();
    this.#close();
    this.stage.value = { at: 'link', link };
  }

  /** Somebody proved who they are. */
  enter(user: User): void {
    clearTimeout(this.#retry);
    this.untold.value = false;
    this.#begin(user);
    this.#windows.tell('in');
  }

  /** The same person goes on in another session. */
  renewed(): void {
    this.#windows.tell('in');
  }

  /** A new password was chosen by a link: whoever was signed in with the old one is not any more. */
  hasReset(): void {
    this.#stand('reset');
  }

  /** Leaves nothing behind here at once; resolves when the server knows or it has to be told again. */
  async signOut(): Promise<void> {
    this.#forgetDrafts();
    const told = this.#sayGoodbye();
    this.#close();
    this.#stand(null);
    this.#windows.tell('out');
    await told;
  }

  async #sayGoodbye(): Promise<void> {
    clearTimeout(this.#retry);
    try {
      await this.api.signOut();
      this.untold.value = false;
    } catch {
      // Somebody who signed in meanwhile has ended the session before by it.
      if (this.stage.value.at === 'work') return;
      this.untold.value = true;
      this.#retry = setTimeout(() => void this.#sayGoodbye(), RETRY_MS);
    }
  }

  #begin(user: User): void {
    const kept = this.#kept?.userId === user.id ? this.#kept.snapshot : null;
    this.#kept = null;
    this.#close();
    const account = new Account(this.api.auth, user, () => this.renewed());
    const place = this.#placeOf(user);
    this.stage.value = { at: 'work', work: { user, account, place } };
    place?.start();
    if (place === null) this.#vault?.wipe();
    else this.#keepWords(place, kept);
    void account.start();
  }

  /** Brings back what was being written, and keeps what is from now on. */
  #keepWords(place: Desk | Floor, kept: Snapshot | null): void {
    if (kept !== null) this.#stops.push(bringBack(place, kept));
    this.#stops.push(keepTidy(place), this.#beside(place));
    if (this.#vault === null) return;
    const keeper = new DraftKeeper(place, this.#vault, async () => (await this.api.auth.profile()).draftKey, this.#pollMs, kept !== null);
    this.#stops.push(() => keeper.stop());
    void keeper.start();
  }

  #placeOf(user: User): Desk | Floor | null {
    if (user.role === 'responder') return new Desk(this.api, user, this.#reachable, this.#pollMs);
    if (user.role === 'supervisor' || user.role === 'admin') return new Floor(this.api, user, this.#reachable, this.#pollMs);
    return null;
  }

  #ended(why: Ending): void {
    if (why === 'expired') this.#keep();
    else this.#forgetDrafts();
    this.#close();
    this.#stand(why);
  }

  async #heard(news: News): Promise<void> {
    const { at } = this.stage.value;
    if (at === 'work') await this.api.check();
    else if (news === 'in' && (at === 'sign-in' || at === 'unreachable') && this.api.resumable) await this.resume();
    if (news === 'out' && !this.api.resumable) this.#signedOutElsewhere();
  }

  /** On purpose, and so nothing of them is kept, here neither. */
  #signedOutElsewhere(): void {
    this.#forgetDrafts();
    const { value } = this.stage;
    if (value.at === 'sign-in' && value.why === 'expired') this.#stand('elsewhere');
  }

  #stand(why: Why | null): void {
    this.stage.value = { at: 'sign-in', why, kept: this.#kept !== null };
  }

  #keep(): void {
    const { value } = this.stage;
    if (value.at !== 'work' || value.work.place === null) return;
    const snapshot = snapshotOf(value.work.place);
    this.#kept = snapshot.entries.length === 0 ? null : { userId: value.work.user.id, snapshot };
  }

  #forgetDrafts(): void {
    this.#kept = null;
    this.#vault?.wipe();
  }

  #close(): void {
    const { value } = this.stage;
    for (const stop of this.#stops) stop();
    this.#stops = [];
    this.#vault?.lock();
    if (value.at === 'work') batch(() => value.work.place?.stop());
  }
}
