import { describe, expect, test } from 'vitest';
import type { Conversation, User } from '../src/api/types';
import { beginning, missing } from '../src/desk/answers';
import { isDone, MOVES, movesOf } from '../src/desk/moves';
import { asTag } from '../src/desk/tags';
import { TRANSITIONS } from '../src/lifecycle/table';
import { strings } from '../src/strings';

const RESPONDER = { id: 'r1', role: 'responder' } as User;
const SUPERVISOR = { id: 's1', role: 'supervisor' } as User;
const standing = (...allowedTransitions: string[]): Conversation => ({ allowedTransitions, survey: null, state: 'active' }) as unknown as Conversation;
const PEOPLE = ['responder', 'receiver', 'supervisor'];

describe('the buttons and the lifecycle table', () => {
  const byPeople = Object.keys(TRANSITIONS).filter((name) => TRANSITIONS[name]?.actors.some((actor) => PEOPLE.includes(actor)));

  test('every transition a person can make has a button, and no other has', () => {
    expect(Object.keys(MOVES).sort()).toEqual(byPeople.sort());
  });

  test.each(byPeople)('%s has words for its button, and a heading where it asks first', (name) => {
    expect(strings.moves[name]?.button).toBeTruthy();
    if (MOVES[name]?.asks !== null) expect([strings.moves[name]?.heading, strings.moves[name]?.confirm]).not.toContain(undefined);
  });

  test.each(Object.keys(TRANSITIONS))('%s is told in words in the history', (name) => {
    expect(strings.history.transitions[name]).toBeTruthy();
  });
});

describe('what is offered', () => {
  test('exactly what the server allows, what usually comes next first and endings last', () => {
    const one = standing('close_from_active', 'escalate_to_police', 'transfer_to_responder', 'begin_wrap_up');
    expect(movesOf(one, RESPONDER)).toEqual(['begin_wrap_up', 'transfer_to_responder', 'escalate_to_police', 'close_from_active']);
    expect(movesOf(standing(), RESPONDER)).toEqual([]);
  });

  test('a move that only the server or a later version knows is left out', () => {
    expect(movesOf(standing('fail', 'beam_up', 'toString'), RESPONDER)).toEqual([]);
  });

  test('the entry survey is offered only where its id is known', () => {
    const one = standing('send_entry_survey');
    expect(movesOf(one, RESPONDER)).toEqual([]);
    expect(movesOf({ ...one, survey: { surveyId: 's', type: 'entry', question: 1 } }, RESPONDER)).toEqual(['send_entry_survey']);
    expect(movesOf({ ...one, survey: { surveyId: 's', type: 'exit', question: 1 } }, RESPONDER)).toEqual([]);
  });

  test('supervisors assign a waiting texter; responders take them by one button and do not choose', () => {
    expect(movesOf(standing('assign_responder'), SUPERVISOR)).toEqual(['assign_responder']);
    expect(movesOf(standing('assign_responder'), RESPONDER)).toEqual([]);
  });

  test('a move without words of its own counts as made when the conversation stands there already; one with words does not', () => {
    const closed = { ...standing(), state: 'closed' } as Conversation;
    expect(isDone('close_from_active', {}, closed)).toBe(true);
    expect(isDone('close_from_escalation', { outcome: 'safe' }, closed)).toBe(false);
    expect(isDone('begin_wrap_up', {}, closed)).toBe(false);
  });
});

describe('what a move asks', () => {
  const NOW = Date.parse('2026-03-01T12:00:30Z');
  const followUp = MOVES['schedule_follow_up']?.asks ?? [];

  test('a check-in is planned for a day from now, and needs words and the texter’s consent', () => {
    const answers = beginning(followUp, 'How are you?', NOW);
    expect(answers).toEqual({ scheduledTime: '2026-03-02T12:01:00.000Z', message: 'How are you?', consent: false });
    expect(missing(followUp, answers, NOW)).toEqual({ consent: 'unagreed' });
    expect(missing(followUp, { ...answers, message: ' ', consent: true }, NOW)).toEqual({ message: 'required' });
    expect(missing(followUp, { ...answers, consent: true }, NOW)).toEqual({});
  });

  test('a check-in in the past, or at no time at all, is not sent to the server', () => {
    const answers = { ...beginning(followUp, 'hi', NOW), consent: true };
    expect(missing(followUp, { ...answers, scheduledTime: '2026-03-01T12:00:00Z' }, NOW)).toEqual({ scheduledTime: 'past' });
    expect(missing(followUp, { ...answers, scheduledTime: '' }, NOW)).toEqual({ scheduledTime: 'required' });
  });

  test.each(['resolve_escalation', 'resolve_police_escalation', 'close_from_escalation'])('%s needs an outcome', (name) => {
    expect(missing(MOVES[name]?.asks ?? [], { outcome: '  ' })).toEqual({ outcome: 'required' });
  });

  test('closing what nobody worked on needs a reason', () => {
    expect(missing(MOVES['close_unworked']?.asks ?? [], { reason: '' })).toEqual({ reason: 'required' });
  });

  test.each(['transfer_to_responder', 'reassign', 'assign_responder'])('%s goes to nobody by accident: somebody has to be chosen', (name) => {
    const asks = MOVES[name]?.asks ?? [];
    expect(missing(asks, beginning(asks, ''))).toEqual({ responderId: 'required' });
  });

  test('calling for help waits for nothing: a location may come later', () => {
    const asks = MOVES['escalate_to_police']?.asks ?? [];
    expect(missing(asks, beginning(asks, ''))).toEqual({});
  });
});

test.each([
  ['Exam Stress', 'exam-stress'],
  [' sleep ', 'sleep'],
  ['a_b-1', 'a_b-1'],
  ['-no', null],
  ['', null],
  ['ä', null],
  ['x'.repeat(41), null],
])('the tag typed as %j becomes %j', (typed, tag) => {
  expect(asTag(typed)).toBe(tag);
});
