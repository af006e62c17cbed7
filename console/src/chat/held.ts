import type { TabStorage } from './keep';

/** Ours in the site's part of the cookie jar, where browsers keep frames apart; gone with the browser's session. */
const COOKIE = '__Host-holdfast-chat';
const HOW = '; Path=/; Secure; SameSite=None; Partitioned';
const IV = 12;

/** The part of `document` this needs. */
export interface Jar {
  cookie: string;
}

/**
 * For browsers that forbid storage to pages in other sites' frames, as several do by default. What is to be kept is in
 * this page's memory, and sealed in the tab's storage of the site around it, which cannot open it: the key is in a cookie
 * of ours. Neither is of any use without the other, and other tabs do not have what is sealed. Where the browser refuses
 * the cookie too, nothing outlasts the page.
 */
export class HeldStorage implements TabStorage {
  readonly #items = new Map<string, string>();
  readonly #give: (sealed: string | null) => void;
  readonly #jar: Jar;
  /** What is sealed later is given later. */
  #turn: Promise<void> = Promise.resolve();
  #cleared = 0;

  constructor(give: (sealed: string | null) => void, jar: Jar) {
    this.#give = give;
    this.#jar = jar;
  }

  /** What the site's tab held for us, if it is ours and whole. */
  async takeUp(sealed: string | null): Promise<void> {
    const key = sealed === null ? null : await this.#key(false);
    if (sealed === null || key === null) return;
    try {
      const bytes = bytesOf(sealed);
      const opened = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytes.slice(0, IV) }, key, bytes.slice(IV));
      const items = JSON.parse(new TextDecoder().decode(opened)) as [string, string][];
      for (const [name, value] of items) if (!this.#items.has(name)) this.#items.set(name, value);
    } catch {
      // Not ours, or of another time: there is nothing to take up.
    }
  }

  getItem(name: string): string | null {
    return this.#items.get(name) ?? null;
  }

  setItem(name: string, value: string): void {
    this.#items.set(name, value);
    this.#write();
  }

  removeItem(name: string): void {
    if (this.#items.delete(name)) this.#write();
  }

  clear(): void {
    this.#cleared += 1;
    this.#items.clear();
    this.#give(null);
    this.#jar.cookie = `${COOKIE}=; Max-Age=0${HOW}`;
  }

  #write(): void {
    const [text, before] = [JSON.stringify([...this.#items]), this.#cleared];
    this.#turn = this.#turn.then(async () => {
      const sealed = before === this.#cleared ? await this.#seal(text) : null;
      if (sealed !== null && before === this.#cleared) this.#give(sealed);
    }).catch(() => undefined);
  }

  async #seal(text: string): Promise<string | null> {
    const key = await this.#key(true);
    if (key === null) return null;
    const iv = crypto.getRandomValues(new Uint8Array(IV));
    const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(text));
    return textOf(new Uint8Array([...iv, ...new Uint8Array(sealed)]));
  }

  /** Null when there is none and none is to be made, or the browser keeps none. */
  async #key(make: boolean): Promise<CryptoKey | null> {
    if (make && this.#found() === undefined) this.#jar.cookie = `${COOKIE}=${textOf(crypto.getRandomValues(new Uint8Array(32)))}${HOW}`;
    const found = this.#found();
    return found === undefined ? null : crypto.subtle.importKey('raw', bytesOf(found), 'AES-GCM', false, ['encrypt', 'decrypt']);
  }

  #found(): string | undefined {
    return this.#jar.cookie.split('; ').find((one) => one.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
  }
}

/** Base64, without what a cookie may not hold. */
function textOf(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll('=', '');
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
