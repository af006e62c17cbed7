import { expect, test } from 'vitest';
import { HeldStorage, type Jar } from '../src/chat/held';
import { keep, kept, ownStorage } from '../src/chat/keep';

/** A browser's cookies of one frame on one site. `refuses`: it keeps none. */
class Cookies implements Jar {
  readonly items = new Map<string, string>();
  readonly asked: string[] = [];
  refuses = false;

  get cookie(): string {
    return [...this.items].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  set cookie(text: string) {
    this.asked.push(text);
    const [name, value] = (text.split(';')[0] as string).split(/=(.*)/s) as [string, string];
    if (text.includes('Max-Age=0')) this.items.delete(name);
    else if (!this.refuses) this.items.set(name, value);
  }
}

const KEPT = { programId: 'prg_1', programName: 'Harbor', token: 'a-token-of-a-chat' };
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

async function given(cookies: Jar): Promise<{ storage: HeldStorage; sealed: (string | null)[] }> {
  const sealed: (string | null)[] = [];
  const storage = new HeldStorage((one) => sealed.push(one), cookies);
  keep(storage, KEPT);
  await settled();
  return { storage, sealed };
}

test('a browser that allows the tab its storage is asked for nothing else', () => {
  const items = new Map<string, string>();
  const own = { getItem: (name: string) => items.get(name) ?? null, setItem: () => undefined, removeItem: () => undefined, clear: () => undefined };
  expect(ownStorage(() => own)).toBe(own);
  expect(ownStorage(() => { throw new DOMException('denied', 'SecurityError'); })).toBeNull();
});

test('what the site holds opens on its next page, in this tab', async () => {
  const cookies = new Cookies();
  const { sealed } = await given(cookies);
  const next = new HeldStorage(() => undefined, cookies);
  await next.takeUp(sealed.at(-1) as string);
  expect(kept(next)).toEqual(KEPT);
});

test('what the site holds says nothing, and nothing of it is in the cookie', async () => {
  const cookies = new Cookies();
  const { sealed } = await given(cookies);
  const everything = [...sealed, ...cookies.asked].join(' ');
  for (const secret of Object.values(KEPT)) {
    expect(everything).not.toContain(secret);
    expect(everything).not.toContain(btoa(secret).slice(0, 12));
  }
  expect(cookies.asked[0]).toMatch(/^__Host-holdfast-chat=[\w+/]{43}; Path=\/; Secure; SameSite=None; Partitioned$/);
});

test('the same is sealed differently each time', async () => {
  const cookies = new Cookies();
  expect((await given(cookies)).sealed[0]).not.toBe((await given(cookies)).sealed[0]);
  expect(cookies.items.size).toBe(1);
});

test('without the cookie, with another one, or altered, it does not open', async () => {
  const cookies = new Cookies();
  const sealed = (await given(cookies)).sealed.at(-1) as string;
  const altered = `${sealed.slice(0, 30)}${sealed[30] === 'A' ? 'B' : 'A'}${sealed.slice(31)}`;
  const other = new Cookies();
  await given(other);
  for (const [jar, what] of [[new Cookies(), sealed], [other, sealed], [cookies, altered], [cookies, 'x'], [cookies, '']] as const) {
    const storage = new HeldStorage(() => undefined, jar);
    await storage.takeUp(what);
    expect(kept(storage)).toBeNull();
  }
});

test('a browser that refuses the cookie too keeps it for this page alone', async () => {
  const cookies = new Cookies();
  cookies.refuses = true;
  const { storage, sealed } = await given(cookies);
  expect([kept(storage), sealed]).toEqual([KEPT, []]);
});

test('when it is left neither is kept, also what was being sealed just then', async () => {
  const cookies = new Cookies();
  const { storage, sealed } = await given(cookies);
  storage.setItem('more', 'of it');
  storage.clear();
  await settled();
  expect([sealed.at(-1), cookies.items.size, storage.getItem('more')]).toEqual([null, 0, null]);
});

test('several writes are given in their order, the last one last', async () => {
  const cookies = new Cookies();
  const { storage, sealed } = await given(cookies);
  for (const value of ['1', '2', '3']) storage.setItem('n', value);
  await settled();
  const next = new HeldStorage(() => undefined, cookies);
  await next.takeUp(sealed.at(-1) as string);
  expect(next.getItem('n')).toBe('3');
});
