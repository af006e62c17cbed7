/**
 * How many SMS segments a text takes (3GPP 23.038 and 23.040) and how many messages it leaves as, counted as the
 * platform counts them.
 *
 * GSM-7: 160 septets in one segment, 153 each when split; an extension character costs two septets that
 * stay together. Any other character makes the whole message UCS-2: 70 code units in one segment, 67 each
 * when split; a surrogate pair stays together.
 */

const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
    '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const EXTENSION = new Set('\f^{}\\[~]|€');

export interface SegmentCount {
  encoding: 'GSM-7' | 'UCS-2';
  /** Septets for GSM-7, 16-bit code units for UCS-2. */
  units: number;
  segments: number;
  /** Units left in the last segment. */
  left: number;
}

export function countSegments(text: string): SegmentCount {
  const characters = [...text];
  if (characters.every((character) => BASIC.has(character) || EXTENSION.has(character))) {
    return { encoding: 'GSM-7', ...split(characters.map((character) => (EXTENSION.has(character) ? 2 : 1)), 160, 153) };
  }
  return { encoding: 'UCS-2', ...split(characters.map((character) => character.length), 70, 67) };
}

/** Carriers put a text together again from so many segments; a longer one leaves as several messages. */
export const MOST_SEGMENTS = 10;

/** What sending a text takes; `segments` and `units` are those of all its messages, `left` that of the last one. */
export interface Measure extends SegmentCount {
  messages: number;
}

export function measure(text: string): Measure {
  const whole = countSegments(text);
  if (whole.segments <= MOST_SEGMENTS) return { ...whole, messages: Math.min(1, whole.segments) };
  const parts = splitMessage(text).map(countSegments);
  const sum = (of: 'units' | 'segments'): number => parts.reduce((all, part) => all + part[of], 0);
  return { encoding: whole.encoding, units: sum('units'), segments: sum('segments'), left: parts.at(-1)?.left ?? 0, messages: parts.length };
}

/** The text in messages of at most `MOST_SEGMENTS` each, cut between words where there are any; only blanks at a cut are lost. */
export function splitMessage(text: string): string[] {
  const parts: string[] = [];
  let rest = [...text];
  while (countSegments(rest.join('')).segments > MOST_SEGMENTS) {
    const cut = cutAt(rest, longest(rest));
    parts.push(rest.slice(0, rest.slice(0, cut).findLastIndex(isNoBlank) + 1).join(''));
    const next = rest.slice(cut).findIndex(isNoBlank);
    rest = next < 0 ? [] : rest.slice(cut + next);
  }
  return rest.length > 0 || parts.length === 0 ? [...parts, rest.join('')] : parts;
}

/** How many characters from the beginning fit into one message; at least one. */
function longest(characters: readonly string[]): number {
  let [fits, tooLong] = [1, characters.length];
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2);
    if (countSegments(characters.slice(0, middle).join('')).segments <= MOST_SEGMENTS) fits = middle;
    else tooLong = middle;
  }
  return fits;
}

/** Where to cut at or before `most`: behind a blank in the second half, else between two characters. */
function cutAt(characters: readonly string[], most: number): number {
  const blank = characters.slice(0, most + 1).findLastIndex((one) => one === ' ' || one === '\n');
  if (blank > Math.floor(most / 2)) return blank;
  let cut = most;
  while (cut > 1 && (clings(characters[cut] ?? '') || characters[cut - 1] === JOINER)) cut -= 1;
  return cut > 1 ? cut : most;
}

const JOINER = '\u200D';
/** A mark that other marks change places with in Unicode's canonical order. */
const LAST_MARK = '\u0345';

/** Whether the character is part of the one before it: an accent, a joiner, a skin tone, a variation. */
function clings(character: string): boolean {
  const isMark = `${LAST_MARK}${character}`.normalize('NFD') === `${character.normalize('NFD')}${LAST_MARK}`;
  return isMark || character === JOINER || /[\uFE00-\uFE0F\u{1F3FB}-\u{1F3FF}]/u.test(character);
}

/** Blank as the platform sees it, which knows a few control characters more than JavaScript and one mark less. */
const isNoBlank = (character: string): boolean => !/[\x1C-\x1F\x85]|[^\S\uFEFF]/u.test(character);

function split(costs: readonly number[], single: number, part: number): Omit<SegmentCount, 'encoding'> {
  const units = costs.reduce((sum, cost) => sum + cost, 0);
  if (units <= single) return { units, segments: units > 0 ? 1 : 0, left: single - units };
  let segments = 1;
  let used = 0;
  for (const cost of costs) {
    if (used + cost > part) {
      segments += 1;
      used = 0;
    }
    used += cost;
  }
  return { units, segments, left: part - used };
}
