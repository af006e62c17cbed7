/** The responder's desk against the pretend API, over real HTTP and WebSocket connections on loopback. */

import { beforeEach, expect, test } from 'vitest';
import type { PretendConversation } from '../dev/pretend-world';
import type { Desk } from '../src/desk/desk';
import type { OpenConversation } from '../src/desk/open-conversation';
import { callsTo, deskOf, ended, onLoopback, pretend, turns, until, words } from './desks';

onLoopback();

let desk: Desk;
/** Begins anew, at a desk that polls more often than a test can wait. */
const sitDown = async (pollMs?: number): Promise<void> => {
  desk = await deskOf('robin', pollMs);
};
beforeEach(() => sitDown());

/** A desk at work with one texter taken. */
async function helping(): Promise<{ one: OpenConversation; texter: PretendConversation }> {
  const texter = pretend.world.arrive('hi. is anyone there');
  desk.start();
  await until(() => expect(desk.connection.value).toBe('live'));
  await desk.takeNext();
  const one = desk.selected.value as OpenConversation;
  await until(() => expect(words(one)).toEqual(['hi. is anyone there']));
  return { one, texter };
}

test('given two texters waiting, the button takes one, says why, and the number falls', async () => {
  pretend.world.arrive('first');
  pretend.world.arrive('second');
  desk.start();
  await until(() => expect(desk.waiting.value).toBe(2));
  await desk.takeNext();
  await until(() => expect(desk.waiting.value).toBe(1));
  expect(desk.selected.value?.reason.value).toBe('waited longest');
  await until(() => expect(turns(desk.selected.value)).toEqual(['assign_responder', 'start_conversation']));
});

test('given nobody waits, the button says so, and a texter who arrives later is counted by push', async () => {
  desk.start();
  await until(() => expect(desk.connection.value).toBe('live'));
  await desk.takeNext();
  expect(desk.notice.value).toEqual({ kind: 'nobody' });
  pretend.world.arrive('hello');
  await until(() => expect(desk.waiting.value).toBe(1));
});

test('when the answer to "next" is lost, pressing again does not take a second texter', async () => {
  pretend.world.arrive('first');
  pretend.world.arrive('second');
  desk.start();
  pretend.faults.push({ call: 'POST /api/queue/next', status: 'cut' });
  await desk.takeNext();
  expect(desk.notice.value?.kind).toBe('next-failed');
  await desk.takeNext();
  expect(desk.open.value.map((one) => one.id)).toEqual(['conversation-1']);
  expect(pretend.world.waiting()).toHaveLength(1);
});

test('what the texter writes arrives by push, once, and is read out', async () => {
  const { one, texter } = await helping();
  pretend.world.say(texter, 'inbound', 'I can not sleep');
  await until(() => expect(words(one)).toEqual(['hi. is anyone there', 'I can not sleep']));
  expect(desk.arrival.value?.message?.content).toBe('I can not sleep');
});

test('unread messages are counted on the conversations that are not on screen', async () => {
  const { one, texter } = await helping();
  expect(one.unread.value).toBe(0);
  desk.select(null);
  pretend.world.say(texter, 'inbound', 'are you there');
  await until(() => expect(one.unread.value).toBe(1));
  desk.select(one);
  expect(one.unread.value).toBe(0);
});

test('a reply shows at once and its ticks follow', async () => {
  const { one, texter } = await helping();
  one.reply.draft.value = 'I am here';
  await desk.send(one);
  const own = one.thread.messages.value.at(-1);
  expect([own?.content, own?.status]).toEqual(['I am here', 'queued']);
  pretend.world.deliver(texter, own?.seq ?? 0, 'delivered');
  await until(() => expect(one.thread.messages.value.at(-1)?.status).toBe('delivered'));
});

test('when the answer to a send is lost, trying again does not send it twice', async () => {
  const { one, texter } = await helping();
  one.reply.draft.value = 'I am here';
  pretend.faults.push({ call: `POST /api/conversations/${one.id}/messages`, status: 'cut' });
  await desk.send(one);
  expect(one.reply.draft.value).toBe('I am here');
  await desk.send(one);
  await until(() => expect(words(one)).toEqual(['hi. is anyone there', 'I am here']));
  expect(texter.messages.filter((message) => message.direction === 'outbound')).toHaveLength(1);
});

test('what happened while the socket was cut is there after it came back: words, ticks and state', async () => {
  const { one, texter } = await helping();
  one.reply.draft.value = 'I am here';
  await desk.send(one);
  const { seq } = one.thread.messages.value.at(-1) as { seq: number };
  pretend.cut();
  await until(() => expect(desk.connection.value).toBe('polling'));
  pretend.world.deliver(texter, seq, 'delivered');
  pretend.world.say(texter, 'inbound', 'said into the gap');
  await until(() => expect(desk.connection.value).toBe('live'));
  await until(() => expect(words(one)).toEqual(['hi. is anyone there', 'I am here', 'said into the gap']));
  expect(one.thread.messages.value.map((message) => message.status)).toEqual(['received', 'delivered', 'received']);
});

test('while no socket can be had, polling brings the words', async () => {
  await sitDown(100);
  const { one, texter } = await helping();
  for (let n = 0; n < 40; n++) pretend.faults.push({ call: 'POST /api/realtime/ticket', status: 503 });
  pretend.cut();
  await until(() => expect(desk.connection.value).toBe('polling'));
  pretend.world.say(texter, 'inbound', 'nobody pushes this');
  await until(() => expect(words(one)).toContain('nobody pushes this'));
  expect(desk.connection.value).toBe('polling');
});

test('a list that could not be read at first is read again', async () => {
  await sitDown(100);
  pretend.faults.push({ call: 'GET /api/conversations', status: 500 }, { call: 'GET /api/conversations', status: 500 });
  pretend.faults.push({ call: 'GET /api/conversations', status: 500 }, { call: 'GET /api/conversations', status: 500 });
  desk.start();
  await until(() => expect(callsTo('state=active')).toBeGreaterThan(0));
  await until(() => expect(desk.loaded.value).toBe(true));
});

test('an expired access token is renewed without anybody noticing', async () => {
  const { one } = await helping();
  pretend.expireTokens();
  one.reply.draft.value = 'I am here';
  await desk.send(one);
  expect(words(one)).toContain('I am here');
  expect([ended, callsTo('/refresh')]).toEqual([0, 1]);
});

test('a session the server ended is noticed', async () => {
  const { one } = await helping();
  pretend.endSessions();
  one.reply.draft.value = 'I am here';
  await desk.send(one);
  expect(ended).toBe(1);
  expect(one.reply.draft.value).toBe('I am here');
});

test('a conversation somebody assigns to us appears, and accepting starts it', async () => {
  const texter = pretend.world.arrive('hello');
  desk.start();
  await until(() => expect(desk.connection.value).toBe('live'));
  await until(() => expect(desk.loaded.value).toBe(true));
  texter.head.responderId = pretend.world.user.id;
  pretend.world.move(texter, 'assigned');
  await until(() => expect(desk.open.value).toHaveLength(1));
  const [one] = desk.open.value as [OpenConversation];
  expect(await desk.make(one, 'start_conversation', {})).toBe(true);
  expect([one.conversation.value.state, one.failure.value]).toEqual(['active', null]);
});

test('closing puts the conversation away; one closed by another stays until it is put away', async () => {
  const { one } = await helping();
  const other = pretend.world.arrive('second');
  await desk.takeNext();
  const second = desk.selected.value as OpenConversation;
  expect(await desk.make(one, 'close_from_active', {})).toBe(true);
  expect(desk.open.value).toEqual([second]);
  pretend.world.move(other, 'closed');
  await until(() => expect(second.standing.value).toBe('closed'));
  await until(() => expect(turns(second)).toEqual(['assign_responder', 'start_conversation', 'close_from_active']));
  expect(desk.open.value).toEqual([second]);
});

test('closing what is closed already counts as closed', async () => {
  const { one, texter } = await helping();
  texter.head.state = 'closed';
  texter.head.version += 1;
  expect(await desk.make(one, 'close_from_active', {})).toBe(true);
  expect(desk.open.value).toEqual([]);
});

test('a texter who opts out can no longer be written to', async () => {
  const { one, texter } = await helping();
  texter.head.cannotReply = true;
  pretend.world.move(texter, 'active');
  await until(() => expect(one.conversation.value.cannotReply).toBe(true));
  one.reply.draft.value = 'I am here';
  await desk.send(one);
  expect(one.reply.attempt.value?.failure?.status).toBe(409);
});

test('after stop nothing of a texter is left, and an answer still on its way brings nothing back', async () => {
  await helping();
  const late = [desk.reload(), desk.takeNext()];
  pretend.world.arrive('third');
  desk.stop();
  await Promise.all(late);
  expect([desk.open.value, desk.selected.value, desk.arrival.value, desk.alerts.open.value]).toEqual([[], null, null, []]);
  const calls = pretend.calls.length;
  pretend.world.arrive('fourth');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(pretend.calls.length).toBe(calls);
});

test('an alert of a kind nobody here knows is shown, opens nothing by itself, and breaks nothing', async () => {
  const { texter } = await helping();
  const other = pretend.world.arrive('another texter');
  pretend.world.call(pretend.world.user.id, other, 'of_a_later_version', 'page', 'Something new');
  await until(() => expect(desk.alerts.open.value.map(({ kind }) => kind)).toEqual(['of_a_later_version']));
  pretend.world.say(texter, 'inbound', 'still with me?');
  await until(() => expect(words(desk.selected.value)).toContain('still with me?'));
  expect(desk.open.value).toHaveLength(1);
});
