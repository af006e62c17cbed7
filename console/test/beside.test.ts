/** What stands beside the work: staff messages, the audit, packs, webhooks, care of data; against the pretend API. */

import { readFile } from 'node:fs/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { besideOf, fillBeside, type Beside } from '../dev/pretend-beside';
import { PASSWORD } from '../dev/pretend-people';
import { Calls } from '../src/admin/calls';
import { Editing } from '../src/admin/editing';
import { ApiClient } from '../src/api/client';
import type { User } from '../src/api/types';
import { changesOf, deedOf, rowsOf } from '../src/audit/telling';
import { Trail } from '../src/audit/trail';
import { leaves } from '../src/beside/diff';
import { csv } from '../src/beside/download';
import { Growing } from '../src/beside/growing';
import { Names } from '../src/beside/names';
import { said } from '../src/beside/value';
import { Erasures } from '../src/care/erasures';
import { Glass } from '../src/care/glass';
import { joined } from '../src/care/of-texter';
import { Stuck } from '../src/care/stuck';
import { ApiError } from '../src/api/problem';
import { Attaching } from '../src/messages/attaching';
import { Board } from '../src/messages/board';
import { Talk } from '../src/messages/talk';
import { byKind, countSigns, Import } from '../src/packs/import';
import { sayMistake } from '../src/packs/saying';
import { strings } from '../src/strings';
import { BLANK, follow, Hooks, type HookDoc, type HookForm } from '../src/webhooks/hooks';
import { Cookies } from './cookies';
import { callsTo, deskOf, floorOf, live, onLoopback, origin, pretend, until } from './desks';

onLoopback();

let state: Beside;

beforeEach(() => {
  state = besideOf(pretend.world);
});

interface Somebody {
  api: ApiClient;
  user: User;
  calls: Calls;
}

async function signedIn(name: string): Promise<Somebody> {
  const cookies = new Cookies();
  const api = new ApiClient({ origin, jar: cookies.jar, fetch: cookies.fetch, onSessionEnded: () => undefined });
  const user = await api.auth.signIn(`${name}@pretend.example`, PASSWORD);
  return { api, user, calls: new Calls(api.transport, null) };
}

describe('what colleagues write', () => {
  test('is counted at work as it comes, and no longer once it is read', async () => {
    state.say('supervisor-1', 'responder-1', 'are you there?');
    const desk = await live(await deskOf('robin'));
    await until(() => expect(desk.inbox.unread.value).toBe(1));
    state.say('responder-2', 'responder-1', 'and a second one');
    await until(() => expect(desk.inbox.unread.value).toBe(2));
    const talk = new Talk(new Calls(desk.transport, null), 'supervisor-1', (unread) => desk.inbox.hasRead('supervisor-1', unread));
    await talk.catchUp();
    await talk.read();
    expect(desk.inbox.unread.value).toBe(1);
  });

  test('an announcement is counted until somebody says that they have read it', async () => {
    const desk = await live(await deskOf('robin'));
    state.announce('admin-1', 'The line opens at six from now on');
    await until(() => expect(desk.inbox.unreadAnnouncements.value).toBe(1));
    const board = new Board(new Calls(desk.transport, null), desk.inbox);
    await board.list.load();
    expect(await board.markRead(board.list.items.value![0]!)).toBe(true);
    expect(desk.inbox.unreadAnnouncements.value).toBe(0);
  });

  test('what came while nothing was heard is there after the connection is back', async () => {
    const desk = await live(await deskOf('robin'));
    pretend.cut();
    state.say('supervisor-1', 'responder-1', 'said into the silence');
    await until(() => expect(desk.inbox.unread.value).toBe(1));
  });

  test('signing out leaves nothing of it behind', async () => {
    state.say('supervisor-1', 'responder-1', 'between us');
    const desk = await live(await deskOf('robin'));
    await until(() => expect(desk.inbox.unread.value).toBe(1));
    desk.stop();
    expect([desk.inbox.threads.value, desk.inbox.announcements.value]).toEqual([null, null]);
  });
});

describe('a thread with a colleague', () => {
  const talkOf = async (name: string, peerId: string): Promise<Talk> => new Talk((await signedIn(name)).calls, peerId, () => undefined);
  const words = (talk: Talk): string[] => (talk.messages.value ?? []).map((one) => one.content);

  test('begins with its newest page, and goes back as far as it goes', async () => {
    for (let place = 1; place <= 120; place += 1) state.say('supervisor-1', 'responder-1', `number ${place}`);
    const talk = await talkOf('robin', 'supervisor-1');
    await talk.catchUp();
    expect([words(talk).length, words(talk).at(-1), talk.more.value]).toEqual([50, 'number 120', true]);
    await talk.older();
    await talk.older();
    expect([words(talk).length, words(talk)[0], talk.more.value]).toEqual([120, 'number 1', false]);
  });

  test('goes on after the last number one has, each message once', async () => {
    state.say('supervisor-1', 'responder-1', 'one');
    const talk = await talkOf('robin', 'supervisor-1');
    await talk.catchUp();
    for (let place = 0; place < 70; place += 1) state.say('supervisor-1', 'responder-1', `more ${place}`);
    await talk.catchUp();
    await talk.catchUp();
    expect(talk.messages.value!.map((one) => one.seq)).toEqual(Array.from({ length: 71 }, (_, place) => place + 1));
  });

  test('what was written meanwhile is read before one’s own message counts as the end', async () => {
    const talk = await talkOf('robin', 'supervisor-1');
    await talk.catchUp();
    state.say('supervisor-1', 'responder-1', 'written while Robin typed');
    expect(await talk.send('typed by Robin')).toBe(true);
    await until(() => expect(words(talk)).toEqual(['written while Robin typed', 'typed by Robin']));
  });

  test('an answer that got lost does not send it twice', async () => {
    const talk = await talkOf('robin', 'supervisor-1');
    await talk.catchUp();
    pretend.faults.push({ call: 'POST /api/dm/supervisor-1', status: 'cut' });
    expect(await talk.send('once only')).toBe(false);
    expect(talk.sendFailure.value?.outcomeUnknown).toBe(true);
    expect(await talk.send('once only')).toBe(true);
    expect(state.between('responder-1', 'supervisor-1').map(({ message }) => message.content)).toEqual(['once only']);
  });

  test('says where what is new begins', async () => {
    state.say('supervisor-1', 'responder-1', 'old');
    const first = await talkOf('robin', 'supervisor-1');
    await first.catchUp();
    await first.read();
    state.say('supervisor-1', 'responder-1', 'new');
    const second = await talkOf('robin', 'supervisor-1');
    await second.catchUp();
    expect(second.newAfter.value).toBe(1);
  });

  test('a reading that could not be told is told with the next', async () => {
    state.say('supervisor-1', 'responder-1', 'read this');
    const talk = await talkOf('robin', 'supervisor-1');
    await talk.catchUp();
    pretend.faults.push({ call: 'POST /api/dm/supervisor-1/read', status: 503 });
    await talk.read();
    expect(state.unread(pretend.world.people.byId('responder-1')!, 'supervisor-1')).toBe(1);
    await talk.read();
    expect(state.unread(pretend.world.people.byId('responder-1')!, 'supervisor-1')).toBe(0);
  });
});

describe('files for a message', () => {
  test('are brought to where the server says, and go with the message', async () => {
    const asked: [string, string, object | undefined][] = [];
    const calls = {
      ask: (method: string, path: string, call?: { body?: object }) => {
        asked.push([method, path, call?.body]);
        return Promise.resolve(path === '/api/files' ? { id: 'fil_1', upload: { url: 'https://store.example/put', method: 'PUT', headers: { 'x-amz-checksum-sha256': 'x' } } } : {});
      },
      tell: () => Promise.resolve(),
    } as unknown as Calls;
    const put: string[] = [];
    const attaching = new Attaching(calls, (input, init) => {
      put.push(`${init?.method} ${String(input)} ${JSON.stringify(init?.headers)}`);
      return Promise.resolve(new Response(null, { status: 200 }));
    });
    await attaching.add([new File(['hello'], 'plan.txt', { type: 'text/plain' })]);
    expect(asked).toEqual([
      ['post', '/api/files', { name: 'plan.txt', type: 'text/plain', size: 5, sha256: '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824' }],
      ['post', '/api/files/fil_1/complete', undefined],
    ]);
    expect([put, attaching.ids, attaching.busy.value]).toEqual([['PUT https://store.example/put {"x-amz-checksum-sha256":"x"}'], ['fil_1'], false]);
  });

  test('one that could not be brought says so and holds nothing up', async () => {
    const calls = { ask: () => Promise.reject(new ApiError(422, { code: 'rule_broken', errors: [{ field: 'type', message: 'is not taken' }] })), tell: () => Promise.resolve() } as unknown as Calls;
    const attaching = new Attaching(calls);
    await attaching.add([new File(['x'], 'a.exe')]);
    expect([attaching.busy.value, attaching.ids, attaching.items.value[0]?.failure?.status]).toEqual([false, [], 422]);
    attaching.remove(attaching.items.value[0]!);
    expect(attaching.items.value).toEqual([]);
  });
});

describe('announcing', () => {
  test('the same words are announced once although the answer got lost', async () => {
    const floor = await floorOf('vera');
    const board = new Board(new Calls(floor.transport, null), floor.inbox);
    pretend.faults.push({ call: 'POST /api/announcements', status: 'cut' });
    expect(await board.announce('Tonight Sam leads', 'program-1')).toBe(false);
    expect(await board.announce('Tonight Sam leads', 'program-1')).toBe(true);
    expect(state.announcements).toHaveLength(1);
  });

  test('what is taken back is gone from the list and from what is counted', async () => {
    const floor = await floorOf('vera');
    state.announce('admin-1', 'A mistake');
    await floor.inbox.refreshAnnouncements();
    const board = new Board(new Calls(floor.transport, null), floor.inbox);
    await board.list.load();
    expect(await board.takeBack(board.list.items.value![0]!)).toBe(true);
    expect([board.list.items.value, floor.inbox.unread.value]).toEqual([[], 0]);
  });
});

describe('the audit', () => {
  test('is narrowed by the server and read further page by page', async () => {
    fillBeside(pretend.world);
    const { api } = await signedIn('ada');
    const trail = new Trail(api.transport);
    await trail.list.load();
    expect([trail.list.items.value?.length, trail.list.more.value]).toEqual([50, true]);
    await trail.list.next();
    expect([trail.list.items.value?.length, trail.list.more.value]).toEqual([62, false]);
    await trail.show({ ...trail.filter.value, action: 'conversation', actor: 'supervisor-1' });
    expect(new Set(trail.list.items.value?.map((one) => one.actor))).toEqual(new Set(['supervisor-1']));
    expect(pretend.calls.at(-1)).toContain('actor=supervisor-1&action=conversation');
  });

  test('says what was done in words, and an action that it does not know by its code', () => {
    expect(deedOf('conversation.moved.begin_wrap_up')).toBe('began to wrap up');
    expect(deedOf('keyword.deactivated')).toBe('took a keyword out of use');
    expect(deedOf('conversation.survey_completed')).toBe('survey: completed');
    expect(deedOf('galaxy.reversed')).toBeNull();
    expect(deedOf('galaxy.updated')).toBeNull();
  });

  test('a spreadsheet gets every entry, and no formula', async () => {
    fillBeside(pretend.world);
    const { api, user } = await signedIn('ada');
    const names = new Names(api.transport, user.id);
    await names.want();
    const rows = rowsOf(state.audit, (id) => names.person(id));
    expect(rows).toHaveLength(state.audit.length + 1);
    expect(rows.find((row) => row[5] === 'break_glass.opened')?.slice(1, 5)).toEqual(['You', 'admin-1', 'admin', 'opened emergency access']);
    expect(csv([['=HYPERLINK("x")', 'a,b', 'plain']])).toBe('"\'=HYPERLINK(""x"")","a,b",plain\r\n');
  });

  test('what changed is told field by field, records down to where they differ', () => {
    const entry = { before: { name: 'a', hours: { week: { monday: ['9'], friday: ['9'] } } }, after: { name: 'b', hours: { week: { monday: ['10'], friday: ['9'] } } } };
    const changes = changesOf(entry as never).flatMap(leaves);
    expect(changes).toEqual([{ field: 'name', before: 'a', after: 'b' }, { field: 'hours.week.monday', before: ['9'], after: ['10'] }]);
    expect(leaves({ field: 'rows', before: [{ word: 'a', points: 1 }], after: [{ word: 'a', points: 2 }] })).toEqual([{ field: 'rows.1.points', before: 1, after: 2 }]);
    expect([said(null), said([]), said(true), said(['a', 'b'])]).toEqual(['(nothing)', '(nothing)', 'yes', 'a, b']);
  });
});

describe('a list that grows', () => {
  test('a short page that is not the last is filled up, and after a failure it goes on where it was', async () => {
    const pages = [{ items: [] as number[], nextCursor: '1' }, { items: [1], nextCursor: '2' }, { items: [2], nextCursor: null }];
    let fail = false;
    const list = new Growing<number>((cursor) => (fail ? Promise.reject(new Error('cut')) : Promise.resolve(pages[Number(cursor ?? 0)]!)));
    await list.load();
    expect([list.items.value, list.more.value]).toEqual([[1], true]);
    fail = true;
    await list.next();
    expect([list.items.value, list.failure.value?.outcomeUnknown]).toEqual([[1], true]);
    fail = false;
    await list.next();
    expect([list.items.value, list.more.value]).toEqual([[1, 2], false]);
  });
});

describe('a tenant pack', () => {
  async function job(): Promise<Import> {
    return new Import((await signedIn('ada')).calls);
  }

  test('what is exported and compared changes nothing', async () => {
    const one = await job();
    one.write((await one.export())!);
    expect(await one.compare()).toBe(true);
    expect(one.plan.value?.steps).toEqual([]);
  });

  test('what was shown is applied, and what somebody types afterwards is compared anew', async () => {
    const one = await job();
    one.write(`${state.pack}# more`);
    await one.compare();
    expect(countSigns(one.plan.value!.steps)).toEqual({ create: 3, change: 1, restore: 1, deactivate: 1 });
    expect(byKind(one.plan.value!.steps).map(([kind]) => kind)).toEqual(['program', 'keyword', 'user', 'tag', 'webhook']);
    one.write(`${state.pack}# other`);
    expect(one.plan.value).toBeNull();
    expect(await one.apply(false)).toBe(false);
    await one.compare();
    expect(await one.apply(true)).toBe(true);
    expect([one.applied.value?.applied, one.applied.value?.webhookSecrets.length, one.applied.value?.invited]).toEqual([6, 1, ['usr_new']]);
  });

  test('where the configuration changed since, nothing is applied and it is compared again', async () => {
    const one = await job();
    one.write(`${state.pack}# more`);
    await one.compare();
    state.stamp += 1;
    expect(await one.apply(false)).toBe(false);
    expect([one.moved.value, one.applied.value, one.plan.value?.steps.length]).toEqual([true, null, 6]);
    expect(await one.apply(false)).toBe(true);
  });

  test('what is wrong is told with its place and line', async () => {
    const one = await job();
    one.write(`${state.pack}wrong`);
    expect(await one.compare()).toBe(false);
    expect(one.mistakes.value).toEqual([
      { place: 'programs.0.zone', line: 14, message: 'is not a time zone like America/New_York' },
      { place: 'users.0.programIds.0', line: 15, message: 'is no program of this affiliate' },
      { place: '', line: null, message: 'lacks affiliate' },
    ]);
    expect(sayMistake('lacks affiliate', true)).toBe('This lacks: affiliate.');
    expect(sayMistake('expected <block end>', true)).toBe('This is no YAML: expected <block end>.');
    expect(sayMistake('is no program of this affiliate', false)).not.toContain('YAML');
  });
});

describe('webhooks', () => {
  async function made(hooks: Hooks, values: Partial<HookForm>): Promise<Editing<HookDoc, HookForm>> {
    const form: Editing<HookDoc, HookForm> = new Editing(hooks.source(() => form.doc.value), BLANK);
    form.bind('url').set(values.url ?? 'https://hooks.example/in');
    form.bind('events').set(values.events ?? ['conversation.closed']);
    return form;
  }

  test('a new one’s secret is there once, until somebody has kept it', async () => {
    const hooks = new Hooks((await signedIn('ada')).calls);
    const form = await made(hooks, {});
    expect(await form.save()).toBe(true);
    const { id } = form.doc.value!;
    expect(hooks.secrets.value.get(id)).toMatch(/^whsec_/);
    hooks.forgetSecret(id);
    await hooks.load();
    expect([hooks.secrets.value.size, JSON.stringify(hooks.items.value).includes('whsec_')]).toEqual([0, false]);
  });

  test('what the server refuses is said at its field', async () => {
    const hooks = new Hooks((await signedIn('ada')).calls);
    const form = await made(hooks, { url: 'http://plain.example' });
    expect(await form.save()).toBe(false);
    expect(form.problems.value.has('url')).toBe(true);
  });

  test('a change goes with all the rest, and one that lost a race shows the newer version', async () => {
    const hooks = new Hooks((await signedIn('ada')).calls);
    const form = await made(hooks, {});
    await form.save();
    form.bind('description').set('Monthly');
    expect(await form.save()).toBe(true);
    expect(state.hooks[0]).toMatchObject({ url: 'https://hooks.example/in', description: 'Monthly', active: true });
    Object.assign(state.hooks[0]!, { description: 'Somebody else’s', version: 9 });
    form.bind('description').set('Mine');
    expect(await form.save()).toBe(false);
    expect(form.conflict.value?.newer.description).toBe('Somebody else’s');
  });

  test('one that was stopped is turned on with a fresh start', async () => {
    fillBeside(pretend.world);
    const hooks = new Hooks((await signedIn('ada')).calls);
    await hooks.load();
    const stopped = hooks.items.value!.find((one) => one.status === 'disabled')!;
    const on = await hooks.turn(await hooks.get(stopped.id), true);
    expect([on.status, on.disabledReason, on.failuresInARow]).toEqual(['active', null, 0]);
  });

  test('every event that there is can be chosen, and has words', async () => {
    const openapi = JSON.parse(await readFile(new URL('../../docs/openapi.json', import.meta.url), 'utf8')) as { components: { schemas: Record<string, { properties: Record<string, { description: string }> }> } };
    const described = openapi.components.schemas['NewWebhook']!.properties['events']!.description;
    const names = Object.keys(strings.hooks.eventNames).filter((name) => name !== 'holdfast.ping');
    expect(described.replace(/^Some of |\.$/g, '').split(', ').sort()).toEqual(names.sort());
  });

  test('a test is followed until it is known what became of it', async () => {
    const hooks = new Hooks((await signedIn('ada')).calls);
    await (await made(hooks, {})).save();
    const { id } = state.hooks[0]!;
    const list = hooks.deliveries(id);
    await follow(list, await hooks.test(id), () => false, 5);
    expect(list.items.value?.map((one) => [one.eventType, one.status])).toEqual([['holdfast.ping', 'delivered']]);
  });
});

describe('care of data', () => {
  test('whoever asked for an erasure cannot agree to it, and somebody else can', async () => {
    fillBeside(pretend.world);
    const [ada, vera] = [new Erasures((await signedIn('ada')).calls), new Erasures((await signedIn('vera')).calls)];
    await ada.load();
    await vera.load();
    const mine = ada.sorted.find((one) => one.status === 'requested' && one.requestedBy === 'admin-1')!;
    expect(await ada.decide(mine, 'approve')).toBe(false);
    expect(ada.failure.value?.code).toBe('same_person');
    expect(await vera.decide(mine, 'approve')).toBe(true);
    expect(vera.list.items.value?.find((one) => one.id === mine.id)?.status).toBe('approved');
    expect(vera.underWay).toBe(true);
  });

  test('those that wait for somebody come first', async () => {
    fillBeside(pretend.world);
    const erasures = new Erasures((await signedIn('vera')).calls);
    await erasures.load();
    expect(erasures.sorted.map((one) => one.status)).toEqual(['requested', 'requested', 'asking', 'done', 'refused']);
  });

  test('whoever has to agree is told why, and a receipt is had one by one', async () => {
    fillBeside(pretend.world);
    const erasures = new Erasures((await signedIn('vera')).calls);
    await erasures.load();
    expect(erasures.sorted.filter((one) => one.reason !== null).map((one) => one.status)).toEqual(['requested', 'requested']);
    const done = erasures.sorted.find((one) => one.status === 'done')!;
    expect([done.receipt, (await erasures.whole(done))?.receipt?.algorithm]).toEqual([null, 'ECDSA_SHA_256']);
  });

  test('emergency access goes with what is read of conversations, and with nothing else', async () => {
    const seen: [string, string | null][] = [];
    const cookies = new Cookies();
    const fetched: typeof fetch = (input, init) => {
      seen.push([`${init?.method} ${new URL(String(input)).pathname}`, new Headers(init?.headers).get('X-Break-Glass')]);
      return cookies.fetch(input, init);
    };
    const api = new ApiClient({ origin, jar: cookies.jar, fetch: fetched, onSessionEnded: () => undefined });
    await api.auth.signIn('ada@pretend.example', PASSWORD);
    const glass = new Glass(new Calls(api.transport, null), api.transport.glass);
    expect(await glass.open('The police ask about somebody', 30, null)).toBe(true);
    seen.length = 0;
    await api.staff.conversations({});
    await api.staff.health();
    const { id } = api.transport.glass.value!;
    expect(seen).toEqual([['GET /api/conversations', id], ['GET /api/queue/health', null]]);
    expect(await glass.end(id)).toBe(true);
    seen.length = 0;
    await api.staff.conversations({});
    expect(seen).toEqual([['GET /api/conversations', null]]);
  });

  test('emergency access that is over no longer goes with anything', async () => {
    const { api } = await signedIn('ada');
    api.transport.glass.value = { id: 'bgl_old', until: new Date(Date.now() - 1000).toISOString() };
    await api.staff.conversations({});
    expect(callsTo('GET /api/conversations')).toBe(1);
    const floor = await floorOf('ada');
    floor.transport.glass.value = { id: 'bgl_1', until: new Date(Date.now() + 60_000).toISOString() };
    floor.stop();
    expect(floor.transport.glass.value).toBeNull();
  });

  test('what is put back is gone from what is stuck', async () => {
    fillBeside(pretend.world);
    const stuck = new Stuck((await signedIn('vera')).calls);
    await stuck.load();
    await stuck.open('deliver');
    const [first] = stuck.opened.value!.items;
    expect((await stuck.replay('deliver', [first!.id]))?.replayed).toEqual([first!.id]);
    expect([stuck.opened.value?.items.length, stuck.queues.value?.find((one) => one.queue === 'deliver')?.waiting]).toEqual([1, 1]);
  });

  test('a conversation that went on over pages of an export is one again', () => {
    const page = (entries: number[], continued: boolean, nextCursor: string | null) =>
      ({ requestId: 'r', exportId: 'exp_1', nextCursor, conversations: [{ id: 'con_1', entries: entries.map((seq) => ({ seq })), continued }] }) as never;
    expect(joined([page([1, 2], true, 'next'), page([3], false, null)])).toEqual({ exportId: 'exp_1', conversations: [{ id: 'con_1', entries: [{ seq: 1 }, { seq: 2 }, { seq: 3 }], continued: false }] });
  });
});
