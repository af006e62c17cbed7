import { expect, test } from 'vitest';
import { ApiClient } from '../src/api/client';
import type { User } from '../src/api/types';
import { Account } from '../src/door/account';
import { toWork } from '../src/nav/address';
import { Door, codeIn } from '../src/door/door';
import { linkIn, takeLink } from '../src/door/link';
import { Opening } from '../src/door/opening';
import { PASSWORD } from '../dev/pretend-people';
import { Cookies } from './cookies';
import { callsTo, onLoopback, origin, pretend } from './desks';

onLoopback();

const SAM = 'sam@pretend.example';
const CHOSEN = 'four words of my own';

const browser = (cookies = new Cookies()): ApiClient => new ApiClient({ origin, jar: cookies.jar, fetch: cookies.fetch, onSessionEnded: () => undefined });
const sam = () => pretend.world.people.byId('responder-2')!;

function atTheDoor(email = SAM): { door: Door; entered: User[]; api: ApiClient } {
  const entered: User[] = [];
  const api = browser();
  const door = new Door(api.auth, (user) => entered.push(user));
  door.email.value = email;
  return { door, entered, api };
}

async function accountOf(name: string): Promise<{ account: Account; renewed: () => number; api: ApiClient }> {
  let renewals = 0;
  const api = browser();
  const user = await api.auth.signIn(`${name}@pretend.example`, PASSWORD);
  return { account: new Account(api.auth, user, () => (renewals += 1)), renewed: () => renewals, api };
}

test.each([
  ['123456', '123456'],
  ['123 456', '123456'],
  [' 123456 is your Holdfast code, good for 5 minutes.', '123456'],
  ['Your code: 004211', '004211'],
  ['12ab3', '123'],
  ['1234567', '123456'],
  ['', ''],
])('of %j typed or pasted, %j is the code', (text, code) => {
  expect(codeIn(text)).toBe(code);
});

test.each([
  ['#/sign-in/magic/abc-_9', { kind: 'magic', token: 'abc-_9' }],
  ['#/welcome/abc', { kind: 'welcome', token: 'abc' }],
  ['#/reset/abc', { kind: 'reset', token: 'abc' }],
  ['#/reset/', null],
  ['#/account', null],
  ['', null],
])('the address %s leads to %j', (hash, link) => {
  expect(linkIn(hash)).toEqual(link);
});

test('a token is taken out of the address, and what else stands there is left', () => {
  const asked: unknown[] = [];
  const past = { replaceState: (...args: unknown[]) => void asked.push(args[2]) };
  expect(takeLink({ hash: '#/reset/secret', pathname: '/', search: '?x=1' }, past)).toEqual({ kind: 'reset', token: 'secret' });
  expect(takeLink({ hash: '#/account', pathname: '/', search: '' }, past)).toBeNull();
  toWork({ hash: '', pathname: '/', search: '' }, past);
  expect(asked).toEqual(['/?x=1']);
});

test('a code lets somebody in once, by e-mail or as a text', async () => {
  const { door, entered } = atTheDoor();
  await door.askCode('email');
  await door.askCode('sms');
  expect(pretend.door.mails.map(({ to, medium }) => [to, medium])).toEqual([[SAM, 'email'], [SAM, 'sms']]);
  expect([door.step.value, door.sent.value]).toEqual([{ at: 'code', medium: 'sms' }, 2]);
  expect(await door.tryCode('654321')).toBe(false);
  expect(door.failure.value).toMatchObject({ deed: 'try-code', error: { code: 'wrong_code' } });
  expect(await door.tryCode('123456')).toBe(true);
  expect(entered.map(({ id }) => id)).toEqual(['responder-2']);
  expect(await door.tryCode('123456')).toBe(false);
});

test('whoever asks for an address that nobody has sees the same', async () => {
  const { door } = atTheDoor(' nobody@pretend.example ');
  expect([await door.askCode('email'), door.step.value]).toEqual([true, { at: 'code', medium: 'email' }]);
  door.back();
  expect([await door.askLink(), door.step.value]).toEqual([true, { at: 'link' }]);
  door.back();
  expect([await door.askReset(), door.step.value]).toEqual([true, { at: 'reset' }]);
  expect(pretend.door.mails).toEqual([]);
});

test('one press at a time counts', async () => {
  const { door } = atTheDoor();
  expect(await Promise.all([door.askLink(), door.askLink(), door.signIn(PASSWORD)])).toEqual([true, false, false]);
  expect(callsTo('/magic/request')).toBe(1);
});

test('what could not be sent is told, and the step stays', async () => {
  const { door } = atTheDoor();
  pretend.faults.push({ call: 'POST /api/auth/otp/request', status: 429, retryAfter: 60 });
  expect(await door.askCode('email')).toBe(false);
  expect([door.step.value, door.failure.value?.error.retryAfterSeconds]).toEqual([{ at: 'password' }, 60]);
});

test('a link lets somebody in once, and only when it is asked to', async () => {
  const { door, api } = atTheDoor();
  await door.askLink();
  const token = pretend.door.mails[0]!.secret;
  const entered: User[] = [];
  const to = { enter: (user: User) => void entered.push(user), reset: () => undefined };
  const opening = new Opening(api.auth, { kind: 'magic', token }, to);
  expect(callsTo('/magic/verify')).toBe(0);
  expect(await opening.open('', '')).toBe(true);
  expect(entered.map(({ name }) => name)).toEqual(['Sam Okafor']);
  const again = new Opening(browser().auth, { kind: 'magic', token }, to);
  expect([await again.open('', ''), again.spent]).toEqual([false, true]);
});

test('an invitation keeps the name it was made with unless another is chosen, and a refused password leaves it good', async () => {
  const token = pretend.door.invite(sam());
  const entered: User[] = [];
  const opening = new Opening(browser().auth, { kind: 'welcome', token }, { enter: (user) => void entered.push(user), reset: () => undefined });
  expect(await opening.open('too short', '  ')).toBe(false);
  expect([opening.spent, opening.failure.value?.fields]).toEqual([false, [{ field: 'password', message: 'must have 12 characters at least' }]]);
  expect(await opening.open(CHOSEN, '  ')).toBe(true);
  expect(entered.map(({ name }) => name)).toEqual(['Sam Okafor']);
});

test('a reset signs nobody in, and the new password is the one that counts', async () => {
  const token = pretend.door.invite(sam(), 'reset');
  let done = 0;
  const opening = new Opening(browser().auth, { kind: 'reset', token }, { enter: () => { throw new Error('signed in'); }, reset: () => (done += 1) });
  expect(await opening.open(CHOSEN, '')).toBe(true);
  const { door } = atTheDoor();
  expect([done, await door.signIn(PASSWORD), await door.signIn(CHOSEN)]).toEqual([1, false, true]);
});

test('an account shows who one is, where one is signed in, and the choice of programs for those who have several', async () => {
  const { account } = await accountOf('sam');
  pretend.door.elsewhere(sam(), 'Safari on an iPhone');
  expect(await account.load()).toBe(true);
  expect(account.profile.value?.email).toBe(SAM);
  expect(account.sessions.value?.map(({ device, current }) => [device, current])).toEqual([['Safari on an iPhone', false], ['Chrome on Linux', true]]);
  expect(account.choice.value.map(({ name }) => name)).toEqual(['Night line', 'Campus line']);
  const robin = (await accountOf('robin')).account;
  await robin.load();
  expect([robin.choice.value, callsTo('/api/programs')]).toEqual([[], 1]);
});

test('the program one works in is chosen and let go of', async () => {
  const { account } = await accountOf('sam');
  await account.start();
  expect(account.narrowed.value).toBeNull();
  await account.workIn('program-2');
  expect([account.narrowed.value?.name, account.done.value]).toEqual(['Campus line', 'program']);
  await account.workIn(null);
  expect(account.narrowed.value).toBeNull();
});

test('a choice that did not work leaves things as they were', async () => {
  const { account } = await accountOf('sam');
  await account.start();
  pretend.faults.push({ call: 'PUT /api/auth/session', status: 500 });
  expect(await account.workIn('program-2')).toBe(false);
  expect([account.narrowed.value, account.failure.value?.deed]).toEqual([null, 'program']);
});

test('a session elsewhere is ended, also when it has ended by itself; all others are ended at once', async () => {
  const { account } = await accountOf('sam');
  for (const device of ['one', 'two', 'three']) pretend.door.elsewhere(sam(), device);
  await account.load();
  const id = (device: string) => account.sessions.value?.find((one) => one.device === device)?.id ?? '';
  const one = id('one');
  expect([await account.end(one), account.sessions.value?.length]).toEqual([true, 3]);
  pretend.faults.push({ call: `DELETE /api/auth/sessions/${id('two')}`, status: 404 });
  expect([await account.end(id('two')), account.sessions.value?.length]).toEqual([true, 2]);
  expect(await account.endOthers()).toBe(true);
  expect(account.sessions.value?.map(({ current }) => current)).toEqual([true]);
});

test('another password goes on in another session, of which the other windows hear; a wrong one is told', async () => {
  const { account, renewed, api } = await accountOf('sam');
  expect(await account.changePassword('not it', CHOSEN)).toBe(false);
  expect([account.failure.value?.error.code, renewed()]).toEqual(['wrong_password', 0]);
  expect(await account.changePassword(PASSWORD, CHOSEN)).toBe(true);
  expect(renewed()).toBe(1);
  expect((await api.queue()).depth).toBe(0);
});

test('another name is seen at once', async () => {
  const { account } = await accountOf('sam');
  expect(await account.rename('  Sam O. ')).toBe(true);
  expect([account.name.value, account.user.name]).toEqual(['Sam O.', 'Sam O.']);
});
