/**
 * How many SMS segments a text takes (3GPP 23.038 and 23.040), counted as the platform counts them.
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
