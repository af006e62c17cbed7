/** A thread as it is read: order, days, groups, what is new, surveys, and what stays the same when something is added. */

import { describe, expect, test } from 'vitest';
import type { Message, TimelineEntry } from '../src/api/types';
import { Lines, type Chunk, type Line, type Said, type Telling } from '../src/parts/thread/lines';
import { surveysIn } from '../src/parts/thread/surveys';

const NIGHT = Date.parse('2026-01-01T03:00:00Z');
const at = (minutes: number): string => new Date(NIGHT + minutes * 60_000).toISOString();

const message = (seq: number, direction: Message['direction'], minutes: number, more: Partial<Message> = {}): Message => ({
  requestId: '', id: `m${seq}`, seq, direction, content: `words ${seq}`, senderId: direction === 'outbound' ? 'me' : direction === 'note' ? 'vera' : null, at: at(minutes),
  status: direction === 'inbound' ? 'received' : 'sent', segments: 1, errorCode: null, attachments: 0, ...more,
});
const fact = (seq: number, kind: string, more: Partial<TimelineEntry> = {}): TimelineEntry => ({
  seq, kind, at: at(seq), actor: 'system', transition: null, source: null, target: null, reason: null, detail: {}, words: {}, ...more,
});

const telling: Telling = {
  me: 'me', authorOf: (one) => one.senderId ?? one.direction, tell: (turn) => `${turn.transition}`, tellEnd: (end) => `${end.type} ${end.score}`, dayOf: (moment) => moment.slice(0, 10),
};
const read = (lines: Lines, entries: readonly TimelineEntry[], messages: readonly Message[], newSince: number | null = null): readonly Chunk[] =>
  lines.read(entries, messages, newSince, telling);
const flat = (chunks: readonly Chunk[]): Line[] => chunks.flatMap((chunk) => chunk.lines);
const said = (chunks: readonly Chunk[]): Said[] => flat(chunks).filter((line) => 'message' in line);

describe('order and days', () => {
  test('turns stand between the messages by number, and a turn that made a message possible before it', () => {
    const turns = [fact(2, 'transition', { transition: 'assign_responder' }), fact(9, 'transition', { transition: 'begin_wrap_up' })];
    const chunks = read(new Lines(), turns, [message(1, 'inbound', 0), message(2, 'outbound', 1), message(5, 'inbound', 2)]);
    expect(flat(chunks).map((line) => line.key)).toEqual(['message 1', 'turn 2', 'message 2', 'message 5', 'turn 9']);
  });

  test('each day is named once, where it begins', () => {
    const chunks = read(new Lines(), [], [message(1, 'inbound', 0), message(2, 'inbound', 1), message(3, 'inbound', 24 * 60)]);
    expect(flat(chunks).map((line) => line.day)).toEqual(['2026-01-01', null, '2026-01-02']);
  });
});

describe('groups', () => {
  test('what one author writes in one go belongs together; another author, a pause and a turn part it', () => {
    const messages = [
      message(1, 'inbound', 0), message(2, 'inbound', 1), message(3, 'outbound', 1), message(4, 'outbound', 9), message(5, 'outbound', 10), message(7, 'outbound', 10),
    ];
    const groups = said(read(new Lines(), [fact(6, 'transition', { transition: 'begin_wrap_up' })], messages)).map(({ first, last }) => [first, last]);
    expect(groups).toEqual([[true, false], [false, true], [true, true], [true, false], [false, true], [true, true]]);
  });

  test('a whisper never stands together with what the texter is sent', () => {
    const both = said(read(new Lines(), [], [message(1, 'outbound', 0), message(2, 'note', 0, { senderId: 'me' })]));
    expect(both.map(({ side, first }) => [side, first])).toEqual([['mine', true], ['note', true]]);
  });
});

describe('what is new', () => {
  const fresh = (newSince: number | null, messages: readonly Message[]): number[] => said(read(new Lines(), [], messages, newSince)).filter((line) => line.fresh).map((line) => line.seq);

  test('the mark stands before the first message of somebody else that came since', () => {
    const messages = [message(1, 'inbound', 0), message(2, 'outbound', 1), message(3, 'system', 2), message(4, 'inbound', 3), message(5, 'inbound', 4)];
    expect([fresh(1, messages), fresh(4, messages), fresh(5, messages), fresh(null, messages)]).toEqual([[4], [5], [], []]);
  });
});

describe('surveys', () => {
  const survey = (seq: number, step: string, index: number, open: number, more: object = {}): TimelineEntry =>
    fact(seq, 'survey', { detail: { step, index, open, survey: 'srv_1', type: 'entry', asked: 1, ...more } });
  const asked = (seq: number): TimelineEntry => fact(seq, 'message', { detail: { direction: 'system', purpose: 'survey' } });
  const wrote = (seq: number): TimelineEntry => fact(seq, 'message', { detail: { direction: 'inbound', purpose: '' } });

  test('a question is the message after the fact that asks it, an answer the one before the fact that takes it', () => {
    const { parts, ends } = surveysIn([
      survey(1, 'begun', 0, 1), asked(2), wrote(3), survey(4, 'answered', 1, 1, { question: 'upset', number: 4 }), asked(5), wrote(6),
      survey(7, 'completed', 1, 0, { question: 'where', number: 1, score: '4' }),
    ]);
    expect([...parts].map(([seq, part]) => [seq, part.role, part.number, 'value' in part ? part.value : null])).toEqual([
      [2, 'question', 1, null], [3, 'answer', 1, 4], [5, 'question', 2, null], [6, 'answer', 2, 1],
    ]);
    expect(ends).toMatchObject([{ seq: 7, type: 'entry', whole: true, score: 4, before: null }]);
  });

  test('what was not understood, passed over or written in between is no answer', () => {
    const { parts, ends } = surveysIn([
      survey(1, 'begun', 0, 1), asked(2), wrote(3), survey(4, 'asked_again', 0, 1), asked(5), wrote(6), survey(7, 'skipped', 1, 1), asked(8), wrote(9), survey(10, 'ended', 1, 0), wrote(11),
    ]);
    expect([...parts].map(([seq, part]) => [seq, part.role, part.number])).toEqual([
      [2, 'question', 1], [3, 'unclear', 1], [5, 'question', 1], [6, 'skipped', 1], [8, 'question', 2],
    ]);
    expect(parts.get(5)).toMatchObject({ again: true });
    expect(ends.map(({ whole, score }) => [whole, score])).toEqual([[false, null]]);
  });

  test('the exit survey ends with what the entry survey found', () => {
    const entry = [survey(1, 'begun', 0, 1), asked(2), wrote(3), survey(4, 'completed', 0, 0, { question: 'upset', number: 5, score: '5' })];
    const exit = [survey(9, 'begun', 0, 1, { type: 'exit' }), wrote(10), survey(11, 'completed', 0, 0, { type: 'exit', question: 'upset', number: 2, score: '2' })];
    expect(surveysIn([...entry, ...exit]).ends.map(({ type, score, before }) => [type, score, before])).toEqual([['entry', 5, null], ['exit', 2, 5]]);
  });
});

describe('what did not change stays the very same', () => {
  const thousands = Array.from({ length: 5000 }, (_, place) => message(place + 1, place % 3 === 0 ? 'outbound' : 'inbound', place * 3));

  /** How many lines and chunks of `after` are not the objects they were. */
  function changed(before: readonly Chunk[], after: readonly Chunk[]): { lines: number; chunks: number } {
    const [lines, chunks] = [new Set(flat(before)), new Set(before)];
    return { lines: flat(after).filter((line) => !lines.has(line)).length, chunks: after.filter((chunk) => !chunks.has(chunk)).length };
  }

  test.each([
    ['a message arrives', [...thousands, message(5001, 'inbound', 5000 * 3)], { lines: 1, chunks: 1 }],
    ['one more arrives in the same go', [...thousands, message(5001, 'inbound', 4999 * 3 + 1)], { lines: 2, chunks: 1 }],
    ['a tick moves', thousands.map((one) => (one.seq === 4000 ? { ...one, status: 'read' as const } : one)), { lines: 1, chunks: 1 }],
    ['nothing happens', [...thousands], { lines: 0, chunks: 0 }],
  ])('given five thousand messages, when %s', (_, after, expected) => {
    const lines = new Lines();
    const before = read(lines, [], thousands);
    const found = changed(before, read(lines, [], after));
    expect(found.lines).toBeLessThanOrEqual(expected.lines);
    expect(found.chunks).toBeLessThanOrEqual(expected.chunks);
  });

  test('earlier messages that come change none of those that are there, but where a group goes on', () => {
    const lines = new Lines();
    const before = read(lines, [], thousands.slice(2500));
    const after = read(lines, [], thousands);
    const known = new Set(flat(after));
    expect(flat(before).filter((line) => !known.has(line)).length).toBeLessThanOrEqual(1);
  });

  test('no chunk holds more than is laid out at once', () => {
    expect(Math.max(...read(new Lines(), [], thousands).map((chunk) => chunk.lines.length))).toBeLessThanOrEqual(32);
  });
});
