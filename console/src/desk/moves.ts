import type { ApiClient } from '../api/client';
import type { Conversation, Urgency, User } from '../api/types';
import { TRANSITIONS } from '../lifecycle/table';

/** What a move asks before it is made. `longest` is in characters, as the API counts them. */
export type Field =
  | { kind: 'words'; name: 'note' | 'outcome' | 'reason' | 'location' | 'message'; required: boolean; longest: number }
  | { kind: 'urgency'; name: 'urgency' }
  | { kind: 'moment'; name: 'scheduledTime' }
  | { kind: 'agreed'; name: 'consent' }
  /** Somebody has to be chosen; `or` is what may be chosen instead of a colleague. */
  | { kind: 'responder'; name: 'responderId'; or: 'queue' | 'me' | null };

/** What was answered, by the field's name; an empty text means that nothing was said. */
export type Input = Readonly<Record<string, string | boolean>>;

type Carry = (api: ApiClient, one: Conversation, input: Input, key: string) => Promise<Conversation | null>;

/**
 * One of the table's transitions as a button. `asks` null: it is made at once; an empty list: it only asks whether.
 * `weight`: `main` is what usually comes next, `grave` calls others in, `end` ends the conversation.
 */
export interface Move {
  weight: 'main' | 'plain' | 'grave' | 'end';
  asks: readonly Field[] | null;
  carry: Carry;
}

const words = (name: 'note' | 'outcome' | 'reason' | 'location', required: boolean): Field => ({ kind: 'words', name, required, longest: 2000 });
const text = (input: Input, name: string): string => String(input[name] ?? '').trim();
/** Only what was said: the API takes an absent field, not an empty one. */
const said = <N extends string>(input: Input, ...names: N[]): { [K in N]?: string } =>
  Object.fromEntries(names.filter((name) => text(input, name) !== '').map((name) => [name, text(input, name)])) as { [K in N]?: string };

/** The colleague who was chosen; nobody is named to the API for the queue or for oneself. */
const colleague = (input: Input): { responderId?: string } =>
  ['queue', 'me'].includes(text(input, 'responderId')) ? {} : said(input, 'responderId');

const escalate = (type: 'medical' | 'police'): Move => ({
  weight: 'grave',
  asks: [{ kind: 'urgency', name: 'urgency' }, words('location', false)],
  carry: (api, { id }, input, key) =>
    api.care.escalate(id, { type, urgency: (text(input, 'urgency') || 'urgent') as Urgency, ...said(input, 'location') }, key),
});
const resolve: Move = {
  weight: 'main',
  asks: [words('outcome', true)],
  carry: (api, { id }, input, key) => api.care.resolve(id, { outcome: text(input, 'outcome') }, key),
};
const close = (weight: Move['weight'], ...asks: Field[]): Move => ({
  weight,
  asks,
  carry: (api, { id }, input, key) => api.care.close(id, said(input, 'outcome', 'reason'), key),
});
const accept: Move = { weight: 'main', asks: null, carry: (api, { id }, _, key) => api.care.accept(id, key) };

/** Every transition a person can make, and how. Which of them may be made now is the server's to say. */
export const MOVES: Readonly<Record<string, Move>> = {
  assign_responder: {
    weight: 'main',
    asks: [{ kind: 'responder', name: 'responderId', or: null }],
    carry: (api, { id }, input, key) => api.staff.assign(id, text(input, 'responderId'), key),
  },
  start_conversation: accept,
  accept_transfer: accept,
  reject_transfer: { weight: 'plain', asks: null, carry: (api, { id }, _, key) => api.care.reject(id, key) },
  send_entry_survey: {
    weight: 'plain',
    asks: [],
    carry: (api, one, _, key) => api.care.askSurvey(one.id, one.survey?.surveyId ?? '', key),
  },
  transfer_to_responder: {
    weight: 'plain',
    asks: [{ kind: 'responder', name: 'responderId', or: 'queue' }, words('note', false)],
    carry: (api, { id }, input, key) => api.care.transfer(id, { ...colleague(input), ...said(input, 'note') }, key),
  },
  return_to_queue: {
    weight: 'plain',
    asks: [words('note', false)],
    carry: (api, { id }, input, key) => api.care.returnToQueue(id, said(input, 'note'), key),
  },
  reassign: {
    weight: 'plain',
    asks: [{ kind: 'responder', name: 'responderId', or: 'me' }],
    carry: (api, { id }, input, key) => api.staff.reassign(id, colleague(input), key),
  },
  escalate_to_medical: escalate('medical'),
  escalate_to_police: escalate('police'),
  resolve_escalation: resolve,
  resolve_police_escalation: resolve,
  begin_wrap_up: { weight: 'main', asks: [], carry: (api, { id }, _, key) => api.care.wrapUp(id, key) },
  resume: { weight: 'plain', asks: null, carry: (api, { id }, _, key) => api.care.resume(id, key) },
  schedule_follow_up: {
    weight: 'main',
    asks: [
      { kind: 'moment', name: 'scheduledTime' },
      { kind: 'words', name: 'message', required: true, longest: 1600 },
      { kind: 'agreed', name: 'consent' },
    ],
    carry: (api, { id }, input, key) =>
      api.care.followUp(id, { scheduledTime: text(input, 'scheduledTime'), message: text(input, 'message'), consent: input['consent'] === true }, key),
  },
  cancel_follow_up: { weight: 'end', asks: [], carry: (api, { id }, _, key) => api.care.cancelFollowUp(id, key) },
  close_from_active: close('end'),
  close_from_wrap_up: close('end'),
  close_from_followup: close('end'),
  close_from_escalation: close('end', words('outcome', true)),
  close_unworked: close('end', words('reason', true)),
};

const ORDER: readonly Move['weight'][] = ['main', 'plain', 'grave', 'end'];

/**
 * The moves to offer: exactly those the server allows, in the order of their weight.
 * A survey can be sent only where its id is known, and responders take texters by one button, not by choosing.
 */
export function movesOf(one: Conversation, user: User): string[] {
  const offered = one.allowedTransitions.filter(
    (name) =>
      Object.hasOwn(MOVES, name) &&
      (name !== 'send_entry_survey' || one.survey?.type === 'entry') &&
      (name !== 'assign_responder' || user.role !== 'responder'),
  );
  const weight = (name: string): number => ORDER.indexOf(MOVES[name]?.weight ?? 'plain');
  return offered.sort((a, b) => weight(a) - weight(b));
}

/** Whether `one` already stands where a move without words of its own would have led. */
export function isDone(name: string, input: Input, one: Conversation): boolean {
  return Object.keys(input).length === 0 && TRANSITIONS[name]?.target === one.state;
}
