/** Supervisors and admins see the whole line, against the pretend API. */

import { beforeEach, describe, expect, test } from 'vitest';
import { fill } from '../dev/pretend-scene';
import { grouped, type Floor, type Order } from '../src/desk/floor';
import { movesOf } from '../src/desk/moves';
import type { OpenConversation } from '../src/desk/open-conversation';
import { callsTo, floorOf, live, onLoopback, pretend, until, words } from './desks';

onLoopback();

let vera: Floor;

beforeEach(async () => {
  fill(pretend.world);
  vera = await live(await floorOf('vera', 100));
  await until(() => expect(vera.queue.value).not.toBeNull());
});

const waiting = (floor = vera): string[] => (floor.queue.value?.items ?? []).map((one) => one.id);
const atWork = (floor = vera): string[] => (floor.atWork.value?.items ?? []).map((one) => one.state);

describe('the line at a glance', () => {
  test('queues with places and waits, programs with their alarms, people with their load', async () => {
    await until(() => {
      expect(vera.health.value).not.toBeNull();
      expect(vera.colleagues.all.value).not.toHaveLength(0);
    });
    expect(vera.queue.value?.items.map((one) => [one.programName, one.position, Math.floor((one.waitSeconds ?? 0) / 60)])).toEqual([
      ['Night line', 1, 14], ['Night line', 2, 9], ['Campus line', 1, 2],
    ]);
    expect(vera.health.value?.programs.map((program) => [program.depth, program.alert])).toEqual([[2, true], [1, false]]);
    expect(vera.colleagues.all.value.find((one) => one.name === 'Sam Okafor')).toMatchObject({ load: 3, limit: 4 });
  });

  test('live conversations stand by risk, the most at risk first, and can be narrowed down', async () => {
    expect(atWork()).toEqual(['escalated_police', 'active', 'wrap_up']);
    await vera.show({ state: 'wrap_up', programId: null });
    expect(atWork()).toEqual(['wrap_up']);
    await vera.show({ state: null, programId: 'program-2' });
    expect(atWork()).toEqual([]);
  });

  test('a filter chosen while another is being read wins', async () => {
    const first = vera.show({ state: 'active', programId: null });
    const second = vera.show({ state: 'wrap_up', programId: null });
    await Promise.all([first, second]);
    expect(atWork()).toEqual(['wrap_up']);
  });

  test('a texter who comes is seen without anybody asking', async () => {
    pretend.world.arrive('new here');
    await until(() => expect(waiting()).toHaveLength(4));
  });
});

describe('calls for help', () => {
  test('those under way stand by themselves, whatever the filter says', async () => {
    await vera.show({ state: 'wrap_up', programId: 'program-2' });
    expect([atWork(), vera.calls.value?.map((one) => [one.state, one.escalation?.mayConfirm])]).toEqual([[], [['escalated_police', true]]]);
  });

  test('one that may be confirmed comes first, then the oldest', async () => {
    const ill = pretend.world.arrive('I took all of them');
    pretend.world.make(ill, 'assign_responder', 'responder-1', {}, { responderId: 'responder-1' });
    pretend.world.make(ill, 'start_conversation', 'responder-1');
    const robin = pretend.world.people.byId('responder-1');
    await until(() => expect(robin).toBeDefined());
    const police = vera.calls.value![0]!.escalation!;
    pretend.world.make(ill, 'escalate_to_medical', 'responder-1', {}, {
      escalation: { ...police, id: 'escalation-2', type: 'medical', status: 'contacted', mayConfirm: false, openedAt: '2026-01-01T00:00:00Z', secondFrom: null, aloneFrom: null },
    });
    await until(() => expect(vera.calls.value?.map((one) => one.escalation?.type)).toEqual(['police', 'medical']));
    await vera.confirmCall(vera.hold(vera.calls.value![0]!));
    await until(() => expect(vera.calls.value?.map((one) => one.escalation?.type)).toEqual(['medical', 'police']));
  });

  test('a police dispatch is confirmed without a word of the conversation being read', async () => {
    const held = vera.hold(vera.calls.value![0]!);
    expect(await vera.confirmCall(held)).toBe(true);
    await until(() => expect(vera.calls.value?.[0]?.escalation?.confirmedBy).toBe('supervisor-1'));
    expect([callsTo(`${held.id}/messages`), callsTo(`${held.id}/timeline`)]).toEqual([0, 0]);
  });

  test('one that somebody else has confirmed meanwhile says so', async () => {
    const held = vera.hold(vera.calls.value![0]!);
    pretend.faults.push({ call: `POST /api/conversations/${held.id}/escalations/escalation-1/confirm`, status: 409 });
    expect(await vera.confirmCall(held)).toBe(false);
    expect(held.failure.value?.error.status).toBe(409);
  });
});

describe('the order of conversations', () => {
  const orderOf = (order: Order): string[][] => grouped(vera.atWork.value!.items, order).map(({ risk, items }) => [String(risk), ...items.map((one) => one.state)]);

  test('by risk in groups, or all together by who waits longest for an answer, or came first', () => {
    expect(orderOf('risk')).toEqual([['critical', 'escalated_police'], ['high', 'active'], ['low', 'wrap_up']]);
    expect(orderOf('age')).toEqual([['null', 'wrap_up', 'active', 'escalated_police']]);
    expect(orderOf('unanswered')).toEqual([['null', 'wrap_up', 'escalated_police', 'active']]);
  });

  test('who has been answered comes last, and nobody is nobody', () => {
    const [first, ...others] = vera.atWork.value!.items;
    const [{ items } = { items: [] }] = grouped([{ ...first!, unansweredSince: null }, ...others], 'unanswered');
    expect(items.at(-1)?.id).toBe(first!.id);
    expect([grouped([], 'risk'), grouped([], 'age')]).toEqual([[], []]);
  });
});

test('while somebody looks, waits for an answer are read anew though nothing moves', async () => {
  await until(() => expect(vera.colleagues.all.value).not.toHaveLength(0));
  const [, active] = vera.atWork.value!.items;
  pretend.world.say(pretend.world.conversations.get(active!.id)!, 'outbound', 'I am here', 'responder-2');
  await until(() => expect(vera.atWork.value?.items.find((one) => one.id === active!.id)?.unansweredSince).toBeNull());
});

describe('what a supervisor does', () => {
  test('a waiting texter is given to a responder without being opened', async () => {
    const [first] = vera.queue.value?.items ?? [];
    const held = vera.hold(first!);
    expect(movesOf(held.conversation.value, vera.user)).toEqual(['assign_responder', 'close_unworked']);
    expect(await vera.make(held, 'assign_responder', { responderId: 'responder-1' })).toBe(true);
    expect([pretend.world.conversations.get(first!.id)?.head.responderId, vera.notice.value]).toEqual(['responder-1', { kind: 'moved', move: 'assign_responder' }]);
    expect(callsTo(`${first!.id}/messages`)).toBe(0);
    await until(() => expect(waiting()).toHaveLength(2));
  });

  test('a responder without room is refused in words', async () => {
    pretend.world.people.all[0]!.limit = 0;
    const held = vera.hold(vera.queue.value!.items[0]!);
    expect(await vera.make(held, 'assign_responder', { responderId: 'responder-1' })).toBe(false);
    expect(held.failure.value?.error.detail).toBe('Robin Aldana has no room for another texter');
  });

  test('spam is closed without an answer, with a reason', async () => {
    const held = vera.hold(vera.queue.value!.items[2]!);
    expect(await vera.make(held, 'close_unworked', { reason: '' })).toBe(false);
    expect(await vera.make(held, 'close_unworked', { reason: 'spam' })).toBe(true);
    await until(() => expect(waiting()).toHaveLength(2));
  });

  test('reading along shows the words, and a whisper reaches the thread', async () => {
    const id = vera.atWork.value!.items[1]!.id;
    await vera.openById(id);
    const one = vera.selected.value as OpenConversation;
    await until(() => expect(words(one)).toContain('There is a shelter on Fifth with room tonight.'));
    expect([one.standing.value, one.maySend.value]).toEqual(['watched', false]);
    await vera.note(one, 'whisper', 'well done', async (api, key) => {
      one.thread.insert(await api.staff.whisper(id, 'well done', key));
      return null;
    });
    expect(words(one).at(-1)).toBe('well done');
  });

  test('one conversation is read at a time, and going back puts it away', async () => {
    const [first, second] = vera.atWork.value!.items;
    await vera.openById(first!.id);
    await vera.openById(second!.id);
    expect(vera.open.value.map((one) => one.id)).toEqual([second!.id]);
    vera.leave();
    expect([vera.open.value, vera.selected.value]).toEqual([[], null]);
  });

  test('a conversation is taken over, handed on, and given back to its queue', async () => {
    await vera.openById(vera.atWork.value!.items[1]!.id);
    const one = vera.selected.value as OpenConversation;
    await vera.make(one, 'reassign', { responderId: 'me' });
    expect(one.standing.value).toBe('mine');
    await vera.make(one, 'reassign', { responderId: 'responder-1' });
    expect([one.conversation.value.responderId, one.standing.value]).toEqual(['responder-1', 'watched']);
    await vera.make(one, 'return_to_queue', { note: '' });
    expect(one.conversation.value.state).toBe('queued');
  });

  test('a call for help is closed with its outcome', async () => {
    await vera.openById(vera.atWork.value!.items[0]!.id);
    const one = vera.selected.value as OpenConversation;
    expect(await vera.make(one, 'close_from_escalation', { outcome: 'met at the bridge, safe' })).toBe(true);
    expect([vera.selected.value, vera.notice.value]).toEqual([null, { kind: 'moved', move: 'close_from_escalation' }]);
  });

  test('a conversation that cannot be opened is told, and nothing else changes', async () => {
    expect(await vera.openById('conversation-99')).toBe(false);
    expect([vera.notice.value?.kind, vera.selected.value]).toEqual(['open-failed', null]);
  });
});

describe('alerts', () => {
  test('pages stand before notices, a new one comes by push, and one that is taken on goes', async () => {
    await until(() => expect(vera.alerts.open.value.map((alert) => alert.level)).toEqual(['page', 'notice']));
    const [one] = pretend.world.waiting();
    pretend.world.call(null, one!, 'queue_alert', 'page', 'Somebody has waited 5 minutes');
    await until(() => expect(vera.alerts.open.value.map((alert) => alert.kind)).toEqual(['queue_alert', 'escalated_police', 'risk_high']));
    await vera.alerts.acknowledge(vera.alerts.open.value[0]!);
    expect(vera.alerts.open.value.map((alert) => alert.kind)).toEqual(['escalated_police', 'risk_high']);
    expect(pretend.world.people.alerts[0]?.alert.acknowledgedBy).toBe('supervisor-1');
  });

  test('one that cannot be taken on stays, and says why', async () => {
    await until(() => expect(vera.alerts.open.value).toHaveLength(2));
    const [page] = vera.alerts.open.value;
    pretend.faults.push({ call: `POST /api/alerts/${page!.id}/acknowledge`, status: 403 });
    await vera.alerts.acknowledge(page!);
    expect([vera.alerts.open.value.length, vera.alerts.failure.value?.status]).toEqual([2, 403]);
  });

  test('nothing is opened or fetched because of an alert alone', async () => {
    await until(() => expect(vera.alerts.open.value).toHaveLength(2));
    expect([vera.open.value, callsTo('GET /api/conversations/conversation-')]).toEqual([[], 0]);
  });
});

test('an admin sees the same line and is offered no move, no alert and no presence', async () => {
  const ada = await live(await floorOf('ada', 100));
  await until(() => expect(waiting(ada)).toHaveLength(3));
  expect(atWork(ada)).toEqual(['escalated_police', 'active', 'wrap_up']);
  expect([...ada.queue.value!.items, ...ada.atWork.value!.items].flatMap((one) => movesOf(one, ada.user))).toEqual([]);
  expect([ada.alerts.open.value, ada.onDuty]).toEqual([[], false]);
});

test('after stop nothing of a texter is left', async () => {
  await vera.openById(vera.atWork.value!.items[0]!.id);
  vera.stop();
  expect([vera.open.value, vera.selected.value, vera.queue.value, vera.atWork.value, vera.alerts.open.value]).toEqual([[], null, null, null, []]);
});
