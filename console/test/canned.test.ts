/** Canned responses: found by a slash, filled in, and never sent with a blank. */

import { describe, expect, test } from 'vitest';
import { ApiError } from '../src/api/problem';
import type { Transport } from '../src/api/transport';
import type { Message } from '../src/api/types';
import { blanksIn, Canned, DOUBTED_MS, filled, fitting, FRESH_MS, putIn, slashAt, type CannedResponse } from '../src/desk/canned';
import { Reply } from '../src/desk/reply';
import { deskOf, live, onLoopback, pretend } from './desks';

const response = (title: string, text: string, more: Partial<CannedResponse> = {}): CannedResponse => ({
  requestId: '', id: title, version: 1, active: true, title, text, programIds: [], language: null, shortcut: null, tags: [], segments: 1, filled: text, ...more,
});
const titles = (items: readonly CannedResponse[]): string[] => items.map(({ title }) => title);

describe('a slash', () => {
  test.each([
    ['/', 1, ''],
    ['/hi', 3, 'hi'],
    ['Okay. /are you', 14, 'are you'],
    ['one\n/two', 8, 'two'],
    ['/hi there', 3, 'hi'],
  ])('at the start of a word searches: %j at %i', (text, caret, query) => {
    expect(slashAt(text, caret)).toEqual({ from: text.lastIndexOf('/'), query });
  });

  test.each([
    ['and/or', 6],
    ['https://example.org', 19],
    ['/hi\nthere', 9],
    ['/ ', 2],
    ['/hi', 0],
    ['/ hi', 4],
    [`/${'a'.repeat(41)}`, 42],
  ])('is just a slash elsewhere: %j at %i', (text, caret) => {
    expect(slashAt(text, caret)).toBeNull();
  });
});

describe('finding', () => {
  const items = [
    response('Zero', 'Are you safe right now?', { shortcut: 'safe' }),
    response('Safety plan', 'Let us write down what helps.'),
    response('Greeting', 'Hello, you are safe to talk here.', { shortcut: 'hi' }),
    response('Saludo', 'Hola', { language: 'es', shortcut: 'hola' }),
    response('Old', 'safe', { active: false }),
  ];

  test('goes by shortcut, then title, then words', () => {
    expect(titles(fitting(items, 'safe', null))).toEqual(['Zero', 'Safety plan', 'Greeting']);
  });

  test('without a word, all in use are offered, those with a shortcut first', () => {
    expect(titles(fitting(items, '', null))).toEqual(['Greeting', 'Saludo', 'Zero', 'Safety plan']);
  });

  test('another language than the texter’s is left out, and one that fits all stays', () => {
    expect(titles(fitting(items, '', 'en'))).toEqual(['Greeting', 'Zero', 'Safety plan']);
    expect(titles(fitting(items, 'hola', 'en'))).toEqual([]);
  });

  test('capitals and accents do not matter', () => {
    expect(titles(fitting([response('¿Cómo estás?', '…')], 'COMO', 'es'))).toEqual(['¿Cómo estás?']);
  });
});

describe('filling in', () => {
  const known = { line: 'Night line', responder: 'Robin Aldana' };

  test('the platform’s own text is taken where it could say everything', () => {
    expect(filled({ text: 'I am {responder}', filled: 'I am Robin' }, known)).toBe('I am Robin');
  });

  test('what it could not say stays a blank, and the rest is filled in', () => {
    const text = filled({ text: 'This is {responder} of {line}, back {opens}. Yes, {opens}.', filled: null }, known);
    expect(text).toBe('This is Robin of Night line, back {opens}. Yes, {opens}.');
    expect(blanksIn(text)).toEqual(['{opens}']);
  });

  test('a name is never looked into for blanks of its own', () => {
    expect(filled({ text: '{line}', filled: null }, { line: '{responder}', responder: 'Robin' })).toBe('{responder}');
  });

  test.each([
    ['', 0, 0, 'Hello', 'Hello', 0],
    ['Okay./', 5, 6, 'Hello', 'Okay. Hello', 6],
    ['Okay. /hi and', 6, 9, 'Hello', 'Okay. Hello and', 6],
    ['beforeafter', 6, 6, 'Hello', 'before Hello after', 7],
  ])('words around it stay apart: %j', (text, from, to, words, after, start) => {
    expect(putIn(text, from, to, words)).toEqual({ text: after, start, end: start + words.length });
  });
});

test('a text with a blank in it is not sent, and one without is', async () => {
  const posts: string[] = [];
  const reply = new Reply((text) => {
    posts.push(text);
    return Promise.resolve({ seq: 1 } as Message);
  });
  reply.type('We are back {opens}.');
  expect([await reply.send(), reply.blanks.value, posts, reply.draft.value]).toEqual([null, ['{opens}'], [], 'We are back {opens}.']);
  reply.type('We are back at nine. A { is fine.');
  await reply.send();
  expect(posts).toEqual(['We are back at nine. A { is fine.']);
});

describe('the list', () => {
  /** A transport that answers from `pages`, and fails where there is an error. */
  function asking(...pages: (ApiError | { items: CannedResponse[]; nextCursor: string | null })[]): { canned: Canned; asked: unknown[]; pass: (ms: number) => void } {
    let now = 0;
    const asked: unknown[] = [];
    const call = (_: string, __: string, { query }: { query: unknown }): Promise<unknown> => {
      asked.push(query);
      const page = pages.shift();
      return page instanceof ApiError ? Promise.reject(page) : Promise.resolve(page);
    };
    return { canned: new Canned({ call } as unknown as Transport, () => now), asked, pass: (ms) => (now += ms) };
  }

  test('is read once, over all its pages, and again when it has become old', async () => {
    const [one, two, three] = [response('one', '1'), response('two', '2'), response('three', '3')];
    const { canned, asked, pass } = asking({ items: [one], nextCursor: 'more' }, { items: [two], nextCursor: null }, { items: [three], nextCursor: null });
    const list = canned.of('program-1');
    await Promise.all([list.freshen(), list.freshen()]);
    expect([titles(list.items.value ?? []), asked]).toEqual([['one', 'two'], [{ program: 'program-1', limit: 100 }, { program: 'program-1', limit: 100, cursor: 'more' }]]);
    pass(FRESH_MS - 1);
    await list.freshen();
    expect(asked).toHaveLength(2);
    pass(1);
    await canned.of('program-1').freshen();
    expect(titles(list.items.value ?? [])).toEqual(['three']);
    pass(DOUBTED_MS - 1);
    await list.freshen(DOUBTED_MS);
    expect(asked).toHaveLength(3);
  });

  test('one that cannot be read is asked for again, and what was read before stays', async () => {
    const { canned, pass } = asking(new ApiError(503, {}), { items: [response('one', '1')], nextCursor: null }, new ApiError(0, {}));
    const list = canned.of('program-1');
    await list.freshen();
    expect([list.items.value, list.failure.value?.status]).toEqual([null, 503]);
    await list.freshen();
    expect([titles(list.items.value ?? []), list.failure.value]).toEqual([['one'], null]);
    pass(FRESH_MS);
    await list.freshen();
    expect([titles(list.items.value ?? []), list.failure.value?.status]).toEqual([['one'], 0]);
  });
});

describe('at the desk', () => {
  onLoopback();

  test('they come for the program one asks for, filled in for who asks', async () => {
    const robin = await live(await deskOf('robin'));
    const list = robin.canned.of('program-1');
    await list.freshen();
    expect(list.failure.value).toBeNull();
    expect(list.items.value?.map((one) => filled(one, { line: 'Night line', responder: robin.user.name })).join()).toContain('I am Robin');
    expect(pretend.calls.filter((call) => call.includes('canned'))).toEqual(['GET /api/canned-responses?program=program-1&limit=100']);
  });
});
