/** The routes of one conversation: what the pretend platform does when somebody presses a button. */

import { randomUUID } from 'node:crypto';
import type { Conversation, EscalationEntry, RiskLevel } from '../src/api/types.ts';
import { waitsFor } from './pretend-floor.ts';
import type { PretendUser } from './pretend-people.ts';
import { broken, Refusal, type PretendConversation, type PretendWorld } from './pretend-world.ts';

type Body = Record<string, unknown>;
interface Asked {
  world: PretendWorld;
  one: PretendConversation;
  user: PretendUser;
  body: Body;
}
type Deed = (asked: Asked) => { status: number; body: object };

const RISKS: readonly RiskLevel[] = ['low', 'medium', 'high', 'critical'];
const words = (body: Body, name: string): string => String(body[name] ?? '').trim();
const given = (body: Body, name: string): Record<string, string> => (words(body, name) === '' ? {} : { [name]: words(body, name) });

function required(body: Body, name: string): string {
  if (words(body, name) === '') throw broken(name, 'is required');
  return words(body, name);
}

const answer = ({ world, one, user }: Asked) => ({ status: 200, body: world.view(one, user) });

function move(asked: Asked, name: string, said: Record<string, string> = {}, changes: Partial<Conversation> = {}, detail: Record<string, string> = {}) {
  asked.world.make(asked.one, name, asked.user.id, { words: said, detail }, changes);
  return answer(asked);
}

/** The first of `names` that may be made from where the conversation stands; the last one, to be refused, if none may. */
const fitting = ({ world, one, user }: Asked, ...names: string[]): string => {
  const allowed = world.view(one, user).allowedTransitions;
  return names.find((name) => allowed.includes(name)) ?? (names.at(-1) as string);
};

function escalationReply({ world, one, user }: Asked, status = 200) {
  const { escalation } = world.view(one, user);
  return { status, body: { requestId: '', ...escalation, escalationId: escalation?.id } };
}

/** One more entry in the record of the open call for help. */
function enter(asked: Asked, status: EscalationEntry['status'], said: Partial<EscalationEntry> = {}): void {
  const { world, one, user } = asked;
  const { escalation } = one.head;
  if (escalation == null || one.record === null) throw new Refusal(409, 'no_escalation', 'Nothing is escalated in this conversation');
  Object.assign(escalation, { status });
  one.record.log.push({ at: new Date().toISOString(), by: user.id, status, service: null, note: null, location: null, outcome: null, ...said });
  Object.assign(one.record, escalation);
  world.note(one, 'escalation', user.id, { detail: { status } });
}

export const DEEDS: Readonly<Record<string, Deed>> = {
  assign: (asked) => {
    const to = asked.world.people.byId(required(asked.body, 'responderId'));
    if (to === undefined) throw broken('responderId', 'must be an active responder of this affiliate');
    if (asked.world.ownedBy(to.id).length >= to.limit) throw new Refusal(409, 'at_capacity', `${to.name} has no room for another texter`);
    return move(asked, 'assign_responder', {}, { responderId: to.id }, { responder: to.id });
  },
  accept: (asked) => move(asked, fitting(asked, 'accept_transfer', 'start_conversation'), {}, { responderId: asked.user.id }),
  reject: (asked) => move(asked, 'reject_transfer'),
  transfer: (asked) => {
    const { world, one, user, body } = asked;
    const receiver = words(body, 'responderId');
    if (receiver === '') return move(asked, 'return_to_queue', given(body, 'note'), { responderId: null, preferredResponderId: user.id });
    const reply = move(asked, 'transfer_to_responder', given(body, 'note'), { receiverId: receiver }, { receiver });
    one.head.receiverId = receiver;
    if (words(body, 'note') !== '') world.say(one, 'note', words(body, 'note'), user.id);
    world.call(receiver, one, 'transfer_offered', 'page', `${user.name} asks you to take over a texter`);
    return { ...reply, body: world.view(one, user) };
  },
  return: (asked) => move(asked, 'return_to_queue', given(asked.body, 'note'), { responderId: null, preferredResponderId: asked.one.head.responderId }),
  reassign: (asked) => {
    const to = words(asked.body, 'responderId') || asked.user.id;
    return move(asked, 'reassign', {}, { responderId: to }, { responder: to });
  },
  whisper: ({ world, one, user, body }) => ({ status: 201, body: world.say(one, 'note', required(body, 'content'), user.id) }),
  escalate: (asked) => {
    const { world, one, user, body } = asked;
    const type = words(body, 'type') === 'police' ? 'police' : 'medical';
    const location = words(body, 'location');
    const status = type === 'medical' ? 'contacted' : location === '' ? 'pending_location' : 'pending_confirmation';
    const id = randomUUID();
    const escalation = {
      id, type, urgency: (words(body, 'urgency') || 'urgent') as 'urgent', status, contactedService: type === 'medical' ? 'County ambulance' : null,
      referenceNumber: null, openedAt: new Date().toISOString(), openedBy: user.id, confirmedBy: null, hasLocation: location !== '', mayConfirm: false,
      ...waitsFor(type, Date.now()),
    } as const;
    world.make(one, `escalate_to_${type}`, user.id, { detail: { escalation: id } }, { escalation: { ...escalation } });
    one.record = { requestId: '', ...escalation, escalationId: id, log: [] };
    enter(asked, status, { location: location || null });
    world.call(null, one, `escalated_${type}`, 'page', type === 'police' ? `${user.name} asks for the police: please confirm` : `${user.name} calls medical help`);
    return escalationReply(asked);
  },
  confirm: (asked) => {
    const { world, one, user } = asked;
    if (world.view(one, user).escalation?.mayConfirm !== true) throw new Refusal(403, 'may_not_confirm', 'Somebody else has to confirm this');
    Object.assign(one.head.escalation ?? {}, { confirmedBy: user.id, contactedService: 'County police' });
    enter(asked, 'contacted', { service: 'County police' });
    return escalationReply(asked);
  },
  contacts: (asked) => {
    enter(asked, 'contacted', { service: required(asked.body, 'service'), note: required(asked.body, 'note') });
    return escalationReply(asked, 201);
  },
  update: (asked) => {
    const { one, body } = asked;
    const { escalation } = one.head;
    const reference = words(body, 'referenceNumber');
    if (reference !== '' && !/^[\w ./#-]+$/u.test(reference)) throw broken('referenceNumber', 'may hold letters, digits and . / # -');
    if (reference !== '') Object.assign(escalation ?? {}, { referenceNumber: reference });
    const location = words(body, 'location');
    if (location !== '') Object.assign(escalation ?? {}, { hasLocation: true });
    const status = escalation?.status === 'pending_location' && location !== '' ? 'pending_confirmation' : (escalation?.status ?? 'resolved');
    enter(asked, status, { location: location || null });
    return escalationReply(asked);
  },
  resolve: (asked) => {
    const outcome = required(asked.body, 'outcome');
    const reply = move(asked, fitting(asked, 'resolve_escalation', 'resolve_police_escalation'), { outcome });
    enter(asked, 'resolved', { outcome });
    return { ...reply, body: asked.world.view(asked.one, asked.user) };
  },
  'wrap-up': (asked) => move(asked, 'begin_wrap_up', {}, { survey: { surveyId: 'survey-exit', type: 'exit', question: 1 } }),
  resume: (asked) => move(asked, 'resume', {}, { survey: null }),
  close: (asked) => {
    const { body } = asked;
    const name = fitting(asked, 'close_from_active', 'close_from_wrap_up', 'close_from_followup', 'close_from_escalation', 'close_unworked', 'close_from_active');
    if (name === 'close_from_escalation') required(body, 'outcome');
    if (name === 'close_unworked') required(body, 'reason');
    const reply = move(asked, name, { ...given(body, 'outcome'), ...given(body, 'reason') });
    if (name === 'close_from_escalation') enter(asked, 'resolved', { outcome: words(body, 'outcome') });
    return reply;
  },
  'follow-up': (asked) => {
    const at = required(asked.body, 'scheduledTime');
    required(asked.body, 'message');
    if (Date.parse(at) <= Date.now()) throw broken('scheduledTime', 'must be in the future');
    if (asked.body['consent'] !== true) throw broken('consent', 'the texter has to agree');
    return move(asked, 'schedule_follow_up', {}, { responderId: null, preferredResponderId: asked.user.id, followUpAt: at, survey: null }, { at });
  },
  cancel: (asked) => move(asked, 'cancel_follow_up', {}, { followUpAt: null }),
  tag: (asked) => {
    const { world, one, user, body } = asked;
    const level = body['riskLevel'] as RiskLevel | undefined;
    if (level !== undefined && RISKS.indexOf(level) < RISKS.indexOf(one.head.riskLevel)) required(body, 'reason');
    if (Array.isArray(body['tags'])) {
      one.head.tags = body['tags'] as string[];
      world.note(one, 'tags', user.id, { detail: { tags: one.head.tags.join(',') } });
    }
    if (level !== undefined && level !== one.head.riskLevel) {
      one.head.riskLevel = level;
      world.note(one, 'risk', user.id, { detail: { level }, words: given(body, 'reason') });
    }
    return answer(asked);
  },
  'report-abuse': (asked) => {
    const { world, one, user, body } = asked;
    const reason = required(body, 'reason');
    one.head.flags = [...(one.head.flags ?? []), 'abuse_reported'];
    world.note(one, 'abuse_reported', user.id, { words: { reason } });
    world.call(null, one, 'abuse_reported', 'page', 'A responder asks you to look at how a texter treats us');
    return answer(asked);
  },
  'same-person': (asked) => {
    const { world, one, user, body } = asked;
    one.head.samePerson = body['confirmed'] === true;
    world.note(one, 'same_person', user.id, { detail: { confirmed: Number(one.head.samePerson) } });
    return answer(asked);
  },
  'opt-out': (asked) => {
    const { world, one, user } = asked;
    Object.assign(one.head, { cannotReply: true, flags: one.head.flags?.filter((flag) => flag !== 'asks_to_stop') });
    world.note(one, 'opted_out', user.id);
    return answer(asked);
  },
  ladder: (asked) => {
    const detail = Object.fromEntries(Object.entries(asked.body).map(([rung, yes]) => [rung, Number(yes === true)]));
    asked.world.note(asked.one, 'ladder', asked.user.id, { detail });
    return answer(asked);
  },
  survey: (asked) => move(asked, 'send_entry_survey', {}, { survey: { surveyId: required(asked.body, 'surveyId'), type: 'entry', question: 1 } }),
  'draft-reply': () => ({ status: 200, body: { requestId: '', text: 'Thank you for telling me that. What has tonight been like for you?', model: 'pretend-1' } }),
};
