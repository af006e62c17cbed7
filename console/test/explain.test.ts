import { describe, expect, test } from 'vitest';
import { ApiError } from '../src/api/problem';
import type { TimelineEntry } from '../src/api/types';
import type { Workplace } from '../src/desk/workplace';
import { aboutField, explain } from '../src/parts/explain';
import { quotes, tell, tellWhy } from '../src/parts/history-words';
import { fromLocalInput, span, toLocalInput } from '../src/parts/times';

describe('what went wrong, in plain words', () => {
  test('a move that came too late says where the conversation stands now', () => {
    const error = new ApiError(409, { code: 'illegal_transition', state: 'wrap_up', detail: 'The conversation is wrap_up' });
    expect(explain(error)).toContain('“Wrapping up”');
  });

  test('a lost answer says that pressing again is safe', () => {
    expect(explain(new ApiError(0, { code: 'network' }))).toContain('it will not happen twice');
  });

  test('a field’s message stands at the field, and is said in general only where the field is not shown', () => {
    const error = new ApiError(422, { code: 'rule_broken', detail: 'That is against a rule', errors: [{ field: 'reason', message: 'is required' }] });
    expect(aboutField(error, 'reason')).toBe('is required');
    expect(aboutField(error, 'note')).toBeNull();
    expect(explain(error, ['reason'])).toBe('That is against a rule');
    expect(explain(error)).toBe('reason: is required');
  });

  test.each([[403, 'You may not do this'], [404, 'not yours to see'], [429, 'Too many'], [500, 'fault on our side']])('a %d is said plainly', (status, words) => {
    expect(explain(new ApiError(status, { code: 'x' }))).toContain(words);
  });

  test('another conflict is told in the server’s words', () => {
    expect(explain(new ApiError(409, { code: 'something_new', detail: 'Sam has no room' }))).toBe('Sam has no room');
  });
});

describe('the history in sentences', () => {
  const place = { user: { id: 'me', name: 'Robin' }, colleagues: { nameOf: (id: string) => (id === 'sam' ? 'Sam Okafor' : null) } } as unknown as Workplace;
  const entry = (more: Partial<TimelineEntry>): TimelineEntry =>
    ({ seq: 1, at: '', kind: 'transition', actor: 'me', transition: null, source: null, target: null, reason: null, detail: {}, words: {}, ...more });

  test.each<[Partial<TimelineEntry>, string]>([
    [{ transition: 'assign_responder', detail: { responder: 'me' } }, 'You took this texter'],
    [{ transition: 'assign_responder', actor: 'boss', detail: { responder: 'sam' } }, 'A colleague assigned this texter to Sam Okafor'],
    [{ transition: 'transfer_to_responder', actor: 'sam', detail: { receiver: 'me' } }, 'Sam Okafor offered this texter to you'],
    [{ transition: 'end_by_texter', actor: 'texter' }, 'Texter ended the conversation'],
    [{ transition: 'transfer_timeout', actor: 'timer' }, 'A timer took the unanswered transfer back to the queue'],
    [{ kind: 'risk', actor: 'system', detail: { level: 'high' } }, 'Holdfast set the risk → High risk'],
    [{ kind: 'something_new', actor: 'system' }, 'Holdfast something new'],
  ])('%j reads “%s”', (more, sentence) => {
    expect(tell(entry(more), place)).toBe(sentence);
  });

  test('the reason of a hand-out is told with it', () => {
    const handOut = entry({ transition: 'assign_responder', reason: 'waited longest', detail: { responder: 'me' } });
    expect(tellWhy(handOut, place)).toBe('You took this texter (waited longest)');
  });

  test('what people wrote is quoted with what it is', () => {
    const said = { outcome: 'They are safe', '0.lexicon.high': 'want to die' };
    expect(quotes(entry({ words: said }))).toEqual([{ label: 'Outcome', text: 'They are safe' }, { label: null, text: 'want to die' }]);
  });
});

describe('times', () => {
  test('a moment survives the way into a form and back, to the minute', () => {
    expect(fromLocalInput(toLocalInput('2026-03-28T22:05:00.000Z'))).toBe('2026-03-28T22:05:00.000Z');
    expect([toLocalInput('nonsense'), fromLocalInput('')]).toEqual(['', '']);
  });

  test.each([[40, '40 seconds'], [240, '4 minutes'], [7200, '2 h'], [9000, '2 h 30 min'], [-5, '0 seconds']])('%d seconds are %s', (seconds, words) => {
    expect(span(seconds)).toBe(words);
  });
});
