/** The part of `Storage` this needs. */
export type TabStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'clear'>;

const KEY = 'holdfast.chat';
const LANGUAGE = 'holdfast.chat.language';

/** What lets a reload go on with the chat: no words, only the key to them, in this tab and until it is closed. */
export interface Kept {
  programId: string;
  programName: string;
  token: string;
}

/** The tab's own; null where the browser forbids it to pages in the frames of other sites. */
export function ownStorage(own: () => TabStorage = () => sessionStorage): TabStorage | null {
  try {
    const storage = own();
    storage.getItem(KEY);
    return storage;
  } catch {
    return null;
  }
}

export function keep(storage: TabStorage, kept: Kept): void {
  storage.setItem(KEY, JSON.stringify(kept));
}

export function kept(storage: TabStorage): Kept | null {
  try {
    const found = JSON.parse(storage.getItem(KEY) ?? 'null') as Partial<Kept> | null;
    const { programId, programName, token } = found ?? {};
    if (typeof programId !== 'string' || typeof programName !== 'string' || typeof token !== 'string') return null;
    return { programId, programName, token };
  } catch {
    return null;
  }
}

export function forget(storage: TabStorage): void {
  storage.removeItem(KEY);
}

/** The language that was chosen on this page, for this tab. */
export function keepLanguage(storage: TabStorage, language: string): void {
  storage.setItem(LANGUAGE, language);
}

export function keptLanguage(storage: TabStorage): string | null {
  return storage.getItem(LANGUAGE);
}
