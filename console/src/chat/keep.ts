/** The part of `Storage` this needs. */
export type TabStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const KEY = 'holdfast.chat';

/** What lets a reload go on with the chat: no words, only the key to them, in this tab and until it is closed. */
export interface Kept {
  programId: string;
  programName: string;
  token: string;
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
