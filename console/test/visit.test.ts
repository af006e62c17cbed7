import { afterEach, beforeEach, expect, test } from 'vitest';
import { Visit } from '../src/door/visit';
import { Desk } from '../src/desk/desk';
import { Floor } from '../src/desk/floor';
import type { News } from '../src/door/windows';
import { PASSWORD } from '../dev/pretend-people';
import { Cookies } from './cookies';
import { onLoopback, origin, pretend, until } from './desks';

onLoopback();

/** The windows of one browser: they share cookies, and hear of each other. */
let cookies: Cookies;
let listeners: Map<Visit | null, (news: News) => void>;
let visits: Visit[];

beforeEach(() => {
  cookies = new Cookies();
  listeners = new Map();
  visits = [];
});
afterEach(() => {
  for (const visit of visits) visit.stop();
});

function newWindow(jar = cookies): Visit {
  let hear: (news: News) => void = () => undefined;
  const visit: Visit = new Visit({
    origin, jar: jar.jar, fetch: jar.fetch,
    windows: (onNews) => {
      hear = onNews;
      return { tell: (news) => { for (const [other, listen] of listeners) if (other !== visit) listen(news); }, close: () => undefined };
    },
  });
  listeners.set(visit, hear);
  visits.push(visit);
  return visit;
}

async function signedIn(name: string, visit = newWindow()): Promise<Visit> {
  visit.enter(await visit.api.auth.signIn(`${name}@pretend.example`, PASSWORD));
  return visit;
}

function work(visit: Visit) {
  const { value } = visit.stage;
  if (value.at !== 'work') throw new Error(`nobody is at work: ${value.at}`);
  return value.work;
}

/** A responder's desk with a conversation, and words that are not sent yet. */
async function writing(visit: Visit, words: string): Promise<void> {
  pretend.world.arrive('hello');
  const desk = work(visit).place as Desk;
  await desk.takeNext();
  desk.selected.value!.reply.type(words);
}

const desk = (visit: Visit): Desk => work(visit).place as Desk;
const drafts = (visit: Visit): string[] => desk(visit).open.value.map((one) => one.reply.draft.value);

test('a browser that nobody signed in with stands at the door and asks nothing', async () => {
  const visit = newWindow();
  await visit.start(null);
  expect([visit.stage.value, pretend.calls]).toEqual([{ at: 'sign-in', why: null, kept: false }, []]);
});

test.each([['robin', Desk], ['vera', Floor], ['ada', Floor]])('%s is led to their work', async (name, Place) => {
  expect(work(await signedIn(name)).place).toBeInstanceOf(Place);
});

test.each(['olga', 'petra'])('%s, who has no work with texters, asks nothing of theirs', async (name) => {
  const visit = await signedIn(name);
  expect(work(visit).place).toBeNull();
  expect(pretend.calls.filter((call) => !call.includes('/api/auth/'))).toEqual([]);
});

test('a reload goes on', async () => {
  await signedIn('robin');
  const after = newWindow();
  await after.start(null);
  expect(work(after).user.name).toBe('Robin Aldana');
});

test('a reload while nothing answers says so, and goes on when something does', async () => {
  await signedIn('robin');
  const after = newWindow();
  pretend.faults.push({ call: 'GET /api/auth/profile', status: 500 });
  await after.start(null);
  expect(after.stage.value.at).toBe('unreachable');
  await after.resume();
  expect(after.stage.value.at).toBe('work');
});

test('a reload after the session has ended says so', async () => {
  await signedIn('robin');
  pretend.endSessions();
  const after = newWindow();
  await after.start(null);
  expect(after.stage.value).toEqual({ at: 'sign-in', why: 'expired', kept: false });
});

test('what somebody was writing when their session ended is there when they are back', async () => {
  const visit = await signedIn('robin');
  await writing(visit, 'I hear how hard this');
  pretend.endSessions();
  await visit.api.queue().catch(() => undefined);
  expect(visit.stage.value).toEqual({ at: 'sign-in', why: 'expired', kept: true });
  await signedIn('robin', visit);
  await until(() => expect(drafts(visit)).toEqual(['I hear how hard this']));
  expect(desk(visit).selected.value?.id).toBe('conversation-1');
});

test('nobody else finds what somebody was writing', async () => {
  const visit = await signedIn('robin');
  await writing(visit, 'for one texter only');
  pretend.endSessions();
  await visit.api.queue().catch(() => undefined);
  await signedIn('sam', visit);
  await visit.signOut();
  await signedIn('robin', visit);
  await until(() => expect(desk(visit).loaded.value).toBe(true));
  expect(drafts(visit)).toEqual(['']);
});

test('signing out in one window signs out all, and keeps nothing in any', async () => {
  const [one, other] = [await signedIn('robin'), newWindow()];
  await other.start(null);
  await until(() => expect(desk(other).loaded.value).toBe(true));
  await writing(other, 'not sent yet');
  await one.signOut();
  await until(() => expect(other.stage.value).toEqual({ at: 'sign-in', why: 'elsewhere', kept: false }));
  expect([one.stage.value, cookies.held.size]).toEqual([{ at: 'sign-in', why: null, kept: false }, 0]);
});

test('signing in in one window lets in those that stand at the door', async () => {
  const [one, other] = [newWindow(), newWindow()];
  await Promise.all([one.start(null), other.start(null)]);
  await signedIn('robin', one);
  await until(() => expect(other.stage.value.at).toBe('work'));
});

test('somebody else signing in in another window ends the work here', async () => {
  const [one, other] = [await signedIn('robin'), newWindow()];
  await signedIn('sam', other);
  await until(() => expect(one.stage.value).toEqual({ at: 'sign-in', why: 'elsewhere', kept: false }));
  expect(work(other).user.name).toBe('Sam Okafor');
});

test('another password in one window leaves the others at work', async () => {
  const [one, other] = [await signedIn('robin'), newWindow()];
  await other.start(null);
  await work(one).account.changePassword(PASSWORD, 'four words of my own');
  // The other window has heard, and goes on in the new session.
  const csrfOf = (visit: Visit): string | null => visit.api.transport.session.csrf;
  await until(() => expect(csrfOf(other)).toBe(csrfOf(one)));
  await desk(other).reload();
  expect([one.stage.value.at, other.stage.value.at]).toEqual(['work', 'work']);
});

test('two windows whose tokens have expired both go on', async () => {
  const [one, other] = [await signedIn('robin'), newWindow()];
  await other.start(null);
  pretend.expireTokens();
  await Promise.all([desk(one).reload(), desk(other).reload()]);
  expect([one.stage.value.at, other.stage.value.at]).toEqual(['work', 'work']);
});

test('signing out without a connection is told as soon as there is one', async () => {
  const visit = await signedIn('robin');
  pretend.faults.push({ call: 'POST /api/auth/logout', status: 500 });
  await visit.signOut();
  expect([visit.untold.value, visit.stage.value.at, visit.api.resumable]).toEqual([true, 'sign-in', false]);
  await signedIn('robin', visit);
  expect(visit.untold.value).toBe(false);
});

test('a link that is opened at work leads away from it, and back', async () => {
  const visit = await signedIn('robin');
  visit.follow({ kind: 'magic', token: 'secret' });
  expect(visit.stage.value.at).toBe('link');
  await visit.resume();
  expect(visit.stage.value.at).toBe('work');
});
