import type { Entry } from './kept';

/** What is written at a workplace, and which conversation is open. */
export interface Snapshot {
  entries: readonly Entry[];
  shown: string | null;
}

/** A draft that nobody came back to is dropped after this long. */
export const LONGEST_MS = 12 * 3_600_000;

const NAME = 'holdfast.drafts';
const VERSION = '1';

/**
 * Where a window keeps what is being written, over a reload and a crash: in its session storage, sealed with AES-GCM under
 * a key that the server gives to who is signed in, and that is never stored. What lies there is one text of which only
 * the time of writing can be read.
 */
export class Vault {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  readonly #now: () => number;
  #key: CryptoKey | null = null;
  /** Rises when it is locked or wiped: what was on its way then is not stored. */
  #turn = 0;
  #last: Promise<void> = Promise.resolve();

  constructor(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>, now: () => number = Date.now) {
    this.#storage = storage;
    this.#now = now;
    const writtenAt = Number(this.#stored()?.split('.')[1]);
    if (!(writtenAt > now() - LONGEST_MS)) this.#drop();
  }

  /** Opens it with somebody's key; null when nothing is in it. What is not theirs, or cannot be read, is dropped. */
  async open(key: string): Promise<Snapshot | null> {
    const turn = ++this.#turn;
    const opened = await crypto.subtle.importKey('raw', bytesOf(key), 'AES-GCM', false, ['encrypt', 'decrypt']);
    const found = await this.#read(opened);
    if (turn !== this.#turn) return null;
    this.#key = opened;
    if (found === null) this.#drop();
    return found;
  }

  /** Takes the place of what was written before. Never rejects: a browser that stores nothing goes on without. */
  write(snapshot: Snapshot): Promise<void> {
    this.#last = this.#last.then(() => this.#seal(snapshot)).catch(() => undefined);
    return this.#last;
  }

  /** Whoever was signed in is not any more: nothing can be read or written until they are back. */
  lock(): void {
    this.#turn += 1;
    this.#key = null;
  }

  /** Nothing of it is left. */
  wipe(): void {
    this.lock();
    this.#drop();
  }

  async #seal(snapshot: Snapshot): Promise<void> {
    const [key, turn, now] = [this.#key, this.#turn, this.#now()];
    if (key === null) return;
    const entries = snapshot.entries.filter(({ at }) => at > now - LONGEST_MS);
    if (entries.length === 0) return this.#drop();
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify({ entries, shown: snapshot.shown }));
    const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: boundTo(now) }, key, plain);
    if (turn !== this.#turn) return;
    this.#storage.setItem(NAME, [VERSION, now, textOf(iv), textOf(new Uint8Array(sealed))].join('.'));
  }

  async #read(key: CryptoKey): Promise<Snapshot | null> {
    const [version, at, iv, sealed] = this.#stored()?.split('.') ?? [];
    if (version !== VERSION || at === undefined || iv === undefined || sealed === undefined) return null;
    try {
      const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytesOf(iv), additionalData: boundTo(Number(at)) }, key, bytesOf(sealed));
      const { entries, shown } = JSON.parse(new TextDecoder().decode(plain)) as Snapshot;
      return { entries: entries.filter((one) => one.at > this.#now() - LONGEST_MS), shown };
    } catch {
      // Somebody else's, or not ours.
      return null;
    }
  }

  #stored(): string | null {
    try {
      return this.#storage.getItem(NAME);
    } catch {
      return null;
    }
  }

  #drop(): void {
    try {
      this.#storage.removeItem(NAME);
    } catch {
      // Storage is forbidden here: then nothing is in it.
    }
  }
}

const boundTo = (at: number): Uint8Array<ArrayBuffer> => new TextEncoder().encode(`${NAME} ${VERSION} ${at}`);

function textOf(bytes: Uint8Array): string {
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
}
