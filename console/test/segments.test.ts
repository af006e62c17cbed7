import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { countSegments, measure, MOST_SEGMENTS, splitMessage } from '../src/compose/segments';

interface Published {
  cases: { text_repeat: [string, number]; encoding: string; segments: number }[];
}

const vectors = join(import.meta.dirname, '../../tests/contract/vectors/segments.json');
const published = (JSON.parse(readFileSync(vectors, 'utf8')) as Published).cases;

test.each(published)('published: $text_repeat is $encoding in $segments', ({ text_repeat: [what, times], encoding, segments }) => {
  expect(countSegments(what.repeat(times))).toMatchObject({ encoding, segments });
});

const cases: [name: string, text: string, encoding: 'GSM-7' | 'UCS-2', units: number, segments: number][] = [
  ['nothing', '', 'GSM-7', 0, 0],
  ['plain', 'I am here with you.', 'GSM-7', 19, 1],
  ['GSM letters with accents', 'é à ü ñ Ø', 'GSM-7', 9, 1],
  ['160 septets fit in one', 'a'.repeat(160), 'GSM-7', 160, 1],
  ['161 need two', 'a'.repeat(161), 'GSM-7', 161, 2],
  ['306 fit in two', 'a'.repeat(306), 'GSM-7', 306, 2],
  ['307 need three', 'a'.repeat(307), 'GSM-7', 307, 3],
  ['each extension character costs two', '|^€{}[]~\\', 'GSM-7', 18, 1],
  ['80 euros fit in one', '€'.repeat(80), 'GSM-7', 160, 1],
  ['an extension character is not split over 153', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 'GSM-7', 306, 3],
  ['the same length without the wasted septet', `${'a'.repeat(151)}€${'a'.repeat(153)}`, 'GSM-7', 306, 2],
  ['a curly apostrophe makes it UCS-2', 'I’m here', 'UCS-2', 8, 1],
  ['70 units fit in one', 'ж'.repeat(70), 'UCS-2', 70, 1],
  ['71 need two', 'ж'.repeat(71), 'UCS-2', 71, 2],
  ['134 fit in two', 'ж'.repeat(134), 'UCS-2', 134, 2],
  ['an emoji is two units', '💙', 'UCS-2', 2, 1],
  ['a surrogate pair is not split over 67', `${'ж'.repeat(66)}💙${'ж'.repeat(66)}`, 'UCS-2', 134, 3],
  ['extension characters cost one unit in UCS-2', '€ж', 'UCS-2', 2, 1],
];

test.each(cases)('%s', (_name, text, encoding, units, segments) => {
  expect(countSegments(text)).toMatchObject({ encoding, units, segments });
});

test('what is left is what still fits into the last segment', () => {
  expect(countSegments('a'.repeat(150)).left).toBe(10);
  expect(countSegments('a'.repeat(161)).left).toBe(145);
  expect(countSegments('ж'.repeat(71)).left).toBe(63);
});

describe('a text of more than ten segments leaves as several messages', () => {
  const lengths = (text: string): number[] => splitMessage(text).map((part) => [...part].length);

  test('ten segments are one message, and the eleventh begins another', () => {
    expect(measure('a'.repeat(10 * 153))).toMatchObject({ segments: 10, messages: 1 });
    expect(measure('a'.repeat(10 * 153 + 1))).toMatchObject({ segments: 11, messages: 2, units: 1531 });
    expect(measure('')).toMatchObject({ segments: 0, messages: 0 });
  });

  test('it is cut between words, and only the blanks at the cut are lost', () => {
    const text = `${'word '.repeat(306)}and the end of it`;
    const parts = splitMessage(text);
    expect(parts.join(' ')).toBe(text);
    expect(parts).toHaveLength(2);
    expect(parts[0]?.endsWith('word')).toBe(true);
  });

  test('a cut behind a blank wins only in the second half of what fits', () => {
    expect(lengths(`${'a'.repeat(700)} ${'b'.repeat(1200)}`)).toEqual([1530, 371]);
    expect(lengths(`${'a'.repeat(800)} ${'b'.repeat(1200)}`)).toEqual([800, 1200]);
  });

  test('each message is written in the alphabet it needs by itself', () => {
    expect(measure(`${'ж'.repeat(5)} ${'a'.repeat(1500)}`)).toMatchObject({ encoding: 'UCS-2', messages: 2, segments: 16 });
  });

  test('an emoji stays with its skin tone, a family together, an accent on its letter', () => {
    for (const whole of ['👍🏽', '👩\u200D👧', 'e\u0301']) {
      for (let before = 660; before < 672; before += 1) {
        const parts = splitMessage('ж'.repeat(before) + whole.repeat(40));
        expect(parts.join('')).toBe('ж'.repeat(before) + whole.repeat(40));
        expect(parts.filter((part) => /^[\u{1F3FB}-\u{1F3FF}\u200D\u0301]|\u200D$/u.test(part))).toEqual([]);
        expect(Math.max(...parts.map((part) => countSegments(part).segments))).toBeLessThanOrEqual(MOST_SEGMENTS);
      }
    }
  });
});
