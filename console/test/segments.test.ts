import { expect, test } from 'vitest';
import { countSegments } from '../src/compose/segments';

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
