/** A responder takes a texter through the lifecycle, against the pretend API. */

import { beforeEach, describe, expect, test } from 'vitest';
import type { PretendConversation } from '../dev/pretend-world';
import type { Desk } from '../src/desk/desk';
import type { OpenConversation } from '../src/desk/open-conversation';
import { callsTo, deskOf, floorOf, live, onLoopback, pretend, turns, until, words } from './desks';

onLoopback();

let robin: Desk;
let one: OpenConversation;
let texter: PretendConversation;

beforeEach(async () => {
  texter = pretend.world.arrive('hi. is anyone there', { riskLevel: 'high' });
  robin = await live(await deskOf('robin'));
  await robin.takeNext();
  one = robin.selected.value as OpenConversation;
  await until(() => expect(words(one)).toEqual(['hi. is anyone there']));
});

const state = (): string => one.conversation.value.state;
const allowed = (): string[] => one.conversation.value.allowedTransitions;
const failure = (): [string, number, string] | null => {
  const failed = one.failure.value;
  return failed && [failed.deed, failed.error.status, failed.error.code];
};

describe('handing over', () => {
  test('given a transfer is offered, the colleague is called, sees the note and may accept; the sender lets go of it', async () => {
    const sam = await live(await deskOf('sam'));
    expect(await robin.make(one, 'transfer_to_responder', { responderId: 'responder-2', note: 'at a friend’s' })).toBe(true);
    expect([state(), allowed(), one.maySend.value]).toEqual(['transferred', ['reject_transfer'], true]);

    await until(() => expect(sam.alerts.open.value.map((alert) => alert.kind)).toEqual(['transfer_offered']));
    await until(() => expect(sam.open.value[0]?.standing.value).toBe('offered'));
    const offered = sam.open.value[0] as OpenConversation;
    await until(() => expect(words(offered)).toContain('at a friend’s'));
    expect([offered.maySend.value, offered.conversation.value.allowedTransitions]).toEqual([false, ['accept_transfer', 'reject_transfer']]);

    expect(await sam.make(offered, 'accept_transfer', {})).toBe(true);
    expect([offered.standing.value, offered.maySend.value]).toEqual(['mine', true]);
    await until(() => expect(sam.alerts.open.value).toEqual([]));
    await until(() => expect(one.standing.value).toBe('gone'));
    const asked = pretend.calls.length;
    pretend.world.say(texter, 'inbound', 'hello sam');
    await until(() => expect(words(offered)).toContain('hello sam'));
    expect(pretend.calls.slice(asked).filter((call) => call.includes('/messages'))).toHaveLength(1);
  });

  test('a declined transfer leaves the receiver’s desk and stays with the sender', async () => {
    const sam = await live(await deskOf('sam'));
    await robin.make(one, 'transfer_to_responder', { responderId: 'responder-2', note: '' });
    await until(() => expect(sam.open.value).toHaveLength(1));
    await sam.make(sam.open.value[0] as OpenConversation, 'reject_transfer', {});
    expect([sam.open.value, sam.notice.value]).toEqual([[], { kind: 'moved', move: 'reject_transfer' }]);
    await until(() => expect([state(), one.standing.value]).toEqual(['active', 'mine']));
  });

  test('an offer is found again after the receiver reloads the page', async () => {
    await robin.make(one, 'transfer_to_responder', { responderId: 'responder-2', note: '' });
    const sam = await live(await deskOf('sam'));
    await until(() => expect(sam.open.value[0]?.standing.value).toBe('offered'));
  });

  test.each([
    ['return_to_queue', { note: 'my shift ends' }],
    ['transfer_to_responder', { responderId: 'queue', note: '' }],
  ])('%s puts the texter back in line and the conversation off the desk', async (name, input) => {
    expect(await robin.make(one, name, input)).toBe(true);
    expect([robin.open.value, robin.notice.value]).toEqual([[], { kind: 'moved', move: name }]);
    expect([texter.head.state, texter.head.responderId]).toEqual(['queued', null]);
    await until(() => expect(robin.waiting.value).toBe(1));
  });
});

describe('calling for help', () => {
  test('medical help is called, contacts are written down, and the outcome ends it', async () => {
    expect(await robin.make(one, 'escalate_to_medical', { urgency: 'immediate', location: '12 Harbour Street' })).toBe(true);
    const escalation = one.conversation.value.escalation;
    expect([state(), escalation?.status, escalation?.urgency, escalation?.hasLocation]).toEqual(['escalated_medical', 'contacted', 'immediate', true]);
    const id = escalation?.id ?? '';
    await robin.note(one, 'contact', {}, (api, key) => api.care.logContact(one.id, id, { service: 'County ambulance', note: 'on their way' }, key));
    await one.record.load();
    expect(one.record.value.value?.log.map((entry) => entry.note)).toEqual([null, 'on their way']);

    expect(await robin.make(one, 'resolve_escalation', { outcome: ' ' })).toBe(false);
    expect([failure(), one.failure.value?.error.fields]).toEqual([['resolve_escalation', 422, 'rule_broken'], [{ field: 'outcome', message: 'is required' }]]);
    expect(await robin.make(one, 'resolve_escalation', { outcome: 'taken to hospital' })).toBe(true);
    expect([state(), one.conversation.value.escalation?.status]).toEqual(['active', 'resolved']);
  });

  test('the police wait for a location, then for a second person; the caller may not confirm', async () => {
    const vera = await live(await floorOf('vera'));
    await robin.make(one, 'escalate_to_police', { urgency: 'urgent', location: '' });
    expect(one.conversation.value.escalation?.status).toBe('pending_location');
    const id = one.conversation.value.escalation?.id ?? '';
    await robin.note(one, 'location', {}, (api, key) => api.care.updateEscalation(one.id, id, { location: 'the bridge' }, key));
    expect([one.conversation.value.escalation?.status, one.conversation.value.escalation?.mayConfirm]).toEqual(['pending_confirmation', false]);

    await until(() => expect(vera.alerts.open.value.map((alert) => alert.level)).toEqual(['page']));
    await vera.openById(one.id);
    const read = vera.selected.value as OpenConversation;
    expect(read.conversation.value.escalation?.mayConfirm).toBe(true);
    await vera.note(read, 'confirm', id, (api, key) => api.care.confirmDispatch(read.id, id, key));
    await until(() => expect(one.conversation.value.escalation?.confirmedBy).toBe('supervisor-1'));
    await until(() => expect(vera.alerts.open.value).toEqual([]));
  });

  test('a reference number the server refuses is told at its field', async () => {
    await robin.make(one, 'escalate_to_medical', { urgency: 'urgent', location: '' });
    const id = one.conversation.value.escalation?.id ?? '';
    expect(await robin.note(one, 'location', {}, (api, key) => api.care.updateEscalation(one.id, id, { referenceNumber: '§' }, key))).toBe(false);
    expect(one.failure.value?.error.fields[0]?.field).toBe('referenceNumber');
  });
});

describe('towards the end', () => {
  test('wrapping up asks the exit survey, and the responder can go on talking', async () => {
    await robin.make(one, 'begin_wrap_up', {});
    expect([state(), one.conversation.value.survey?.type, one.maySend.value]).toEqual(['wrap_up', 'exit', true]);
    await robin.make(one, 'resume', {});
    expect([state(), one.conversation.value.survey]).toEqual(['active', null]);
  });

  test('a planned check-in stays in sight, and can be called off', async () => {
    await robin.make(one, 'begin_wrap_up', {});
    const scheduledTime = new Date(Date.now() + 3_600_000).toISOString();
    expect(await robin.make(one, 'schedule_follow_up', { scheduledTime, message: 'How are you?', consent: true })).toBe(true);
    expect([one.standing.value, one.conversation.value.followUpAt, one.maySend.value]).toEqual(['planned', scheduledTime, false]);
    expect(robin.open.value).toEqual([one]);
    expect(await robin.make(one, 'cancel_follow_up', {})).toBe(true);
    expect([texter.head.state, robin.open.value]).toEqual(['closed', []]);
  });

  test('a move that another has made impossible says where the conversation stands, and shows it', async () => {
    pretend.world.make(texter, 'begin_wrap_up', 'timer');
    one.conversation.value = { ...one.conversation.value, state: 'active' };
    expect(await robin.make(one, 'transfer_to_responder', { responderId: 'responder-2', note: '' })).toBe(false);
    expect([failure(), one.failure.value?.error.state]).toEqual([['transfer_to_responder', 409, 'illegal_transition'], 'wrap_up']);
    expect([state(), allowed()]).toEqual(['wrap_up', ['resume', 'schedule_follow_up', 'close_from_wrap_up']]);
  });

  test('when the answer to a move is lost, the move is found made and not asked for again', async () => {
    pretend.faults.push({ call: `POST /api/conversations/${one.id}/wrap-up`, status: 'cut' });
    expect(await robin.make(one, 'begin_wrap_up', {})).toBe(true);
    expect([state(), one.failure.value]).toEqual(['wrap_up', null]);
  });

  test('when the answer is lost to a move with words, pressing again makes it once', async () => {
    pretend.faults.push({ call: `POST /api/conversations/${one.id}/escalate`, status: 'cut' });
    const input = { urgency: 'urgent', location: '' };
    expect(await robin.make(one, 'escalate_to_medical', input)).toBe(false);
    expect(await robin.make(one, 'escalate_to_medical', input)).toBe(true);
    expect(texter.timeline.filter((entry) => entry.transition === 'escalate_to_medical')).toHaveLength(1);
  });

  test('two presses at once make one move', async () => {
    expect(await Promise.all([robin.make(one, 'begin_wrap_up', {}), robin.make(one, 'begin_wrap_up', {})])).toContain(true);
    expect(callsTo('/wrap-up')).toBe(1);
  });
});

describe('what is known beside the words', () => {
  test('the reason of the hand-out and the turns survive a reload', async () => {
    const again = await live(await deskOf('robin'));
    await until(() => expect(again.open.value[0]?.reason.value).toBe('high risk moves ahead in line'));
    expect(turns(again.open.value[0] ?? null)).toEqual(['assign_responder', 'start_conversation']);
  });

  test('conversations in every state one can own are on the desk after a reload', async () => {
    await robin.make(one, 'escalate_to_medical', { urgency: 'urgent', location: '' });
    pretend.world.arrive('second');
    await robin.takeNext();
    await robin.make(robin.selected.value as OpenConversation, 'begin_wrap_up', {});
    const again = await live(await deskOf('robin'));
    expect(again.open.value.map((other) => other.conversation.value.state)).toEqual(['escalated_medical', 'wrap_up']);
  });

  test('risk is raised without a reason and lowered only with one', async () => {
    const judge = (riskLevel: 'low' | 'critical', reason?: string) =>
      robin.note(one, 'risk', { riskLevel, reason }, (api, key) => api.care.judge(one.id, { riskLevel, ...(reason === undefined ? {} : { reason }) }, key));
    expect(await judge('critical')).toBe(true);
    expect(await judge('low')).toBe(false);
    expect(one.failure.value?.error.fields).toEqual([{ field: 'reason', message: 'is required' }]);
    expect(await judge('low', 'it was a song')).toBe(true);
    expect(one.conversation.value.riskLevel).toBe('low');
  });

  test('a suggested tag counts once a person takes it, and the ladder is kept in the history', async () => {
    await one.summary.load();
    expect([one.summary.value.value?.suggestedTags, one.conversation.value.tags]).toEqual([['sleep', 'exam-stress'], []]);
    await robin.note(one, 'tags', ['sleep'], (api, key) => api.care.judge(one.id, { tags: ['sleep'] }, key));
    expect(one.conversation.value.tags).toEqual(['sleep']);
    const ladder = { wish: true, thoughts: true, method: false, intent: false, plan: false, behaviour: false, recent: true };
    await robin.note(one, 'ladder', ladder, (api, key) => api.care.recordLadder(one.id, ladder, key));
    await until(() => expect(one.history.last((entry) => entry.kind === 'ladder')?.detail).toMatchObject({ wish: 1, method: 0, recent: 1 }));
  });

  test('a draft comes into the composer and goes nowhere by itself; an assistant that is down spoils nothing', async () => {
    pretend.faults.push({ call: `POST /api/conversations/${one.id}/draft-reply`, status: 503 });
    await robin.draftReply(one);
    expect([one.reply.draft.value, one.draft.failure.value?.status]).toEqual(['', 503]);
    await robin.draftReply(one);
    expect([one.reply.untouched, one.draft.failure.value]).toEqual([true, null]);
    expect(texter.messages.filter((message) => message.direction === 'outbound')).toEqual([]);
  });

  test('a supervisor’s whisper arrives as a note and is read out; it is not counted as the texter’s', async () => {
    pretend.world.say(texter, 'note', 'ask about tonight', 'supervisor-1');
    await until(() => expect(robin.arrival.value?.message?.direction).toBe('note'));
    expect([words(one).at(-1), one.unread.value]).toEqual(['ask about tonight', 0]);
  });

  test('a nudge reaches the responder and is answered by writing', async () => {
    pretend.world.call('responder-1', texter, 'reply_nudge', 'notice', 'A texter is waiting for your answer');
    await until(() => expect(robin.alerts.open.value).toHaveLength(1));
    one.reply.draft.value = 'I am here';
    await robin.send(one);
    await until(() => expect(robin.alerts.open.value).toEqual([]));
  });
});

test('presence is said, and a refusal leaves it as it was', async () => {
  await robin.colleagues.say('away');
  expect([robin.colleagues.own.value?.state, pretend.world.user.state]).toEqual(['away', 'away']);
  pretend.faults.push({ call: 'PUT /api/responders/me/presence', status: 403 });
  await robin.colleagues.say('available');
  expect([robin.colleagues.own.value?.state, robin.colleagues.failure.value?.status]).toEqual(['away', 403]);
});

test('colleagues who are there and have room are offered first; oneself and the owner are not', async () => {
  const names = (): string[] => robin.colleagues.candidates('program-1', null).map((colleague) => colleague.name);
  await robin.colleagues.refresh();
  expect(names()).toEqual(['Sam Okafor', 'Ines Moreau']);
  pretend.world.people.all[1]!.limit = 0;
  pretend.world.people.all[2]!.state = 'available';
  await robin.colleagues.refresh();
  expect(names()).toEqual(['Ines Moreau', 'Sam Okafor']);
  expect(robin.colleagues.candidates('program-2', null).map((colleague) => colleague.id)).toEqual(['responder-2']);
  expect(robin.colleagues.candidates('program-2', 'responder-2')).toEqual([]);
});
