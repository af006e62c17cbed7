/** What is being written outlives sessions and reloads, for who wrote it and for nobody else. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PASSWORD } from '../dev/pretend-people';
import { Desk } from '../src/desk/desk';
import { Kept } from '../src/desk/kept';
import { LONGEST_MS, Vault } from '../src/desk/vault';
import { Visit } from '../src/door/visit';
import { Cookies } from './cookies';
import { onLoopback, origin, pretend, until } from './desks';

const KEY = Buffer.alloc(32, 7).toString('base64url');
const ANOTHER = Buffer.alloc(32, 8).toString('base64url');
const WORDS = 'I hear how hard this is';
const entry = (value: unknown = WORDS, at = 0) => ({ about: 'conversation-1', name: 'reply', value, at });

class Drawer extends Map<string, string> {
  readonly getItem = (name: string): string | null => this.get(name) ?? null;
  readonly setItem = (name: string, value: string): void => void this.set(name, value);
  readonly removeItem = (name: string): void => void this.delete(name);
  get all(): string {
    return [...this].flat().join('\n');
  }
}

describe('what is kept at a workplace', () => {
  test('what differs from how it began, and nothing else', () => {
    const kept = new Kept(() => 5);
    kept.slot('one', 'reply', '').value = WORDS;
    kept.slot('one', 'whisper', '').value = '  \n';
    kept.slot('two', 'asking', null);
    expect(kept.entries()).toEqual([{ about: 'one', name: 'reply', value: WORDS, at: 5 }]);
  });

  test('what is brought back waits until it is asked for, and never takes the place of newer words', () => {
    const kept = new Kept();
    kept.slot('two', 'reply', '').value = 'newer';
    kept.restore([{ ...entry(), about: 'one' }, { ...entry('older'), about: 'two' }]);
    expect([kept.slot('one', 'reply', '').value, kept.slot('two', 'reply', '').value]).toEqual([WORDS, 'newer']);
    expect(kept.entries()).toHaveLength(2);
  });

  test('what was asked for before it was brought back is filled in', () => {
    const kept = new Kept();
    const slot = kept.slot('conversation-1', 'reply', '');
    kept.restore([entry()]);
    expect(slot.value).toBe(WORDS);
  });

  test('what is forgotten is as it began wherever it is shown, and is kept again when it is written again', () => {
    const kept = new Kept();
    const slot = kept.slot('one', 'reply', '');
    slot.value = WORDS;
    kept.forget('one');
    expect([slot.value, kept.entries()]).toEqual(['', []]);
    slot.value = 'again';
    expect(kept.entries().map(({ value }) => value)).toEqual(['again']);
  });
});

describe('the vault', () => {
  test('gives back what was written, to the same key', async () => {
    const drawer = new Drawer();
    const vault = new Vault(drawer, () => 1_000);
    expect(await vault.open(KEY)).toBeNull();
    await vault.write({ entries: [entry()], shown: 'conversation-1' });
    expect(await new Vault(drawer, () => 2_000).open(KEY)).toEqual({ entries: [entry()], shown: 'conversation-1' });
  });

  test('shows nothing of it to who looks into the storage', async () => {
    const drawer = new Drawer();
    const vault = new Vault(drawer);
    await vault.open(KEY);
    await vault.write({ entries: [entry(WORDS, Date.now())], shown: 'conversation-1' });
    expect(drawer.size).toBe(1);
    for (const secret of [WORDS, 'conversation-1', 'reply', KEY]) {
      expect(drawer.all).not.toContain(secret);
      expect(drawer.all).not.toContain(Buffer.from(secret).toString('base64url').slice(0, -1));
    }
  });

  test('the same words look different each time', async () => {
    const drawer = new Drawer();
    const vault = new Vault(drawer, () => 1_000);
    await vault.open(KEY);
    const seen = new Set<string>();
    for (const _ of [1, 2]) {
      await vault.write({ entries: [entry()], shown: null });
      seen.add(drawer.all);
    }
    expect(seen.size).toBe(2);
  });

  test('drops what another key sealed, what was tampered with, and what it does not understand', async () => {
    const drawer = new Drawer();
    const vault = new Vault(drawer, () => 1_000);
    await vault.open(KEY);
    await vault.write({ entries: [entry()], shown: null });
    const [[name, good] = ['', '']] = [...drawer];
    const later = good.replace('.1000.', '.1001.');
    for (const [stored, key] of [[good, ANOTHER], [later, KEY], ['1.1000.?.?', KEY], ['2.1000.a.b', KEY]] as const) {
      drawer.set(name, stored);
      expect(await new Vault(drawer, () => 1_000).open(key)).toBeNull();
      expect(drawer.size).toBe(0);
    }
  });

  test('drops what is too old, before anybody signs in', async () => {
    const drawer = new Drawer();
    const vault = new Vault(drawer, () => 1_000);
    await vault.open(KEY);
    await vault.write({ entries: [entry()], shown: null });
    new Vault(drawer, () => 999 + LONGEST_MS);
    expect(drawer.size).toBe(1);
    new Vault(drawer, () => 1_000 + LONGEST_MS);
    expect(drawer.size).toBe(0);
  });

  test('is empty once there is nothing to keep', async () => {
    const drawer = new Drawer();
    const vault = new Vault(drawer, () => 1_000);
    await vault.open(KEY);
    await vault.write({ entries: [entry()], shown: null });
    await vault.write({ entries: [], shown: 'conversation-1' });
    expect(drawer.size).toBe(0);
  });

  test('stores nothing any more once it is wiped, not even what was on its way', async () => {
    const drawer = new Drawer();
    const vault = new Vault(drawer, () => 1_000);
    await vault.open(KEY);
    const writing = vault.write({ entries: [entry()], shown: null });
    vault.wipe();
    await writing;
    await vault.write({ entries: [entry()], shown: null });
    expect(drawer.size).toBe(0);
  });

  test('a browser that refuses to store anything hurts nobody', async () => {
    const refuse = (): never => {
      throw new Error('SecurityError');
    };
    const vault = new Vault({ getItem: refuse, setItem: refuse, removeItem: refuse });
    expect(await vault.open(KEY)).toBeNull();
    await vault.write({ entries: [entry()], shown: null });
  });
});

describe('a window', () => {
  onLoopback();
  let cookies: Cookies;
  let drawer: Drawer;
  let visits: Visit[];

  beforeEach(() => {
    [cookies, drawer, visits] = [new Cookies(), new Drawer(), []];
  });
  afterEach(() => {
    for (const visit of visits) visit.stop();
  });

  /** Opened anew, as after a reload or a crash: memory is gone, cookies and session storage are there. */
  function opened(pollMs?: number): Visit {
    const visit = new Visit({ ...(pollMs === undefined ? {} : { pollMs }), origin, jar: cookies.jar, fetch: cookies.fetch, storage: drawer, windows: () => ({ tell: () => undefined, close: () => undefined }) });
    visits.push(visit);
    return visit;
  }
  async function signIn(visit: Visit, name = 'robin'): Promise<void> {
    visit.enter(await visit.api.auth.signIn(`${name}@pretend.example`, PASSWORD));
  }
  function desk(visit: Visit): Desk {
    const { value } = visit.stage;
    if (value.at !== 'work' || !(value.work.place instanceof Desk)) throw new Error('nobody is at a desk');
    return value.work.place;
  }
  /** A responder in the middle of a sentence, which is stored. */
  async function writing(): Promise<Visit> {
    pretend.world.arrive('hello');
    const visit = opened();
    await signIn(visit);
    await desk(visit).takeNext();
    desk(visit).selected.value!.reply.type(WORDS);
    await until(() => expect(drawer.size).toBe(1));
    return visit;
  }
  /** The window goes without a goodbye. */
  function crash(visit: Visit): void {
    visit.stop();
  }

  test('a reload brings the words back, and opens where they stood', async () => {
    crash(await writing());
    expect(drawer.all).not.toContain('hear');
    const after = opened();
    await after.start(null);
    await until(() => expect(desk(after).selected.value?.reply.draft.value).toBe(WORDS));
  });

  test('an assistant’s words are still marked as such after a reload', async () => {
    const visit = await writing();
    desk(visit).selected.value!.reply.suggest('What happened tonight?');
    const before = drawer.all;
    await until(() => expect(drawer.all).not.toBe(before));
    crash(visit);
    const after = opened();
    await after.start(null);
    await until(() => expect(desk(after).selected.value?.reply.untouched).toBe(true));
  });

  test('a text whose answer a reload cut off goes out under the same key, and is said to be uncertain', async () => {
    const visit = await writing();
    const [one] = desk(visit).open.value;
    pretend.faults.push({ call: `POST /api/conversations/${one!.id}/messages`, status: 'cut' });
    const before = drawer.all;
    await desk(visit).send(one!);
    await until(() => expect(drawer.all).not.toBe(before));
    crash(visit);
    const after = opened();
    await after.start(null);
    await until(() => expect(desk(after).selected.value?.reply.failed.value?.failure.outcomeUnknown).toBe(true));
    await desk(after).send(desk(after).selected.value!);
    const sent = pretend.world.conversations.get(one!.id)!.messages.filter(({ direction }) => direction === 'outbound');
    expect(sent.map(({ content }) => content)).toEqual([WORDS]);
    await until(() => expect(drawer.size).toBe(0));
  });

  test('a session that ended keeps them for the same person, over a reload at the door as well', async () => {
    const visit = await writing();
    pretend.endSessions();
    await visit.api.queue().catch(() => undefined);
    crash(visit);
    const after = opened();
    await after.start(null);
    await signIn(after);
    await until(() => expect(desk(after).selected.value?.reply.draft.value).toBe(WORDS));
  });

  test('what stood in a dialog is there again with the same person', async () => {
    const visit = await writing();
    const place = desk(visit);
    const { id } = place.selected.value!;
    place.kept.slot<string | null>(id, 'asking', null).value = 'escalate_to_police';
    place.kept.slot(id, 'move escalate_to_police', {}).value = { location: '12 Harbour Street' };
    pretend.endSessions();
    await visit.api.queue().catch(() => undefined);
    await signIn(visit);
    await until(() => expect(desk(visit).selected.value?.id).toBe(id));
    const { kept } = desk(visit);
    expect([kept.slot(id, 'asking', null).value, kept.slot(id, 'move escalate_to_police', {}).value]).toEqual(['escalate_to_police', { location: '12 Harbour Street' }]);
  });

  test('signing out leaves nothing in the storage', async () => {
    await (await writing()).signOut();
    expect(drawer.size).toBe(0);
  });

  test('somebody else who signs in finds nothing, and nothing is left for who wrote it', async () => {
    crash(await writing());
    cookies.held.clear();
    const after = opened();
    await signIn(after, 'sam');
    await until(() => expect(drawer.size).toBe(0));
    expect(desk(after).kept.entries()).toEqual([]);
  });

  test('who has no work with texters leaves nothing of another’s', async () => {
    crash(await writing());
    cookies.held.clear();
    await signIn(opened(), 'olga');
    expect(drawer.size).toBe(0);
  });

  test.each([
    ['sent', async (place: Desk) => place.send(place.selected.value!)],
    ['wiped away', async (place: Desk) => place.selected.value!.reply.type('')],
    ['taken off the desk', async (place: Desk) => place.putAway(place.selected.value!)],
    ['closed by somebody else', async (place: Desk) => pretend.world.move(pretend.world.conversations.get(place.selected.value!.id)!, 'closed')],
  ])('nothing is stored of what was %s', async (_, act) => {
    const visit = await writing();
    await until(() => expect(desk(visit).connection.value).toBe('live'));
    await act(desk(visit));
    await until(() => expect(drawer.size).toBe(0));
  });

  test('a conversation that is somebody else’s after the reload takes its words along', async () => {
    crash(await writing());
    const [one] = pretend.world.conversations.values();
    one!.head.responderId = 'responder-2';
    const after = opened();
    await after.start(null);
    await until(() => expect(desk(after).loaded.value).toBe(true));
    await until(() => expect(drawer.size).toBe(0));
  });

  test('writing goes on when no key can be had, and is kept once it can', async () => {
    crash(await writing());
    drawer.clear();
    const after = opened(50);
    for (const _ of [1, 2]) pretend.faults.push({ call: 'GET /api/auth/profile', status: 503 });
    await signIn(after);
    await until(() => expect(desk(after).open.value).toHaveLength(1));
    desk(after).open.value[0]!.reply.type(WORDS);
    await until(() => expect([pretend.faults.length, drawer.size]).toEqual([0, 1]));
  });
});
