/** What changed between two versions of a text, word by word. */

export interface Piece {
  kind: 'same' | 'gone' | 'new';
  text: string;
}

/** Words, each with the blanks behind it: what is only in `before` is gone, what is only in `after` is new. */
export function wordDiff(before: string, after: string): Piece[] {
  const [left, right] = [wordsOf(before), wordsOf(after)];
  const common = longestCommon(left, right);
  const pieces: Piece[] = [];
  let [at, to] = [0, 0];
  while (at < left.length || to < right.length) {
    const [one, other] = [left[at], right[to]];
    if (one !== undefined && one === other) {
      add(pieces, 'same', one);
      at += 1;
      to += 1;
    } else if (one !== undefined && (other === undefined || length(common, at + 1, to) >= length(common, at, to + 1))) {
      add(pieces, 'gone', one);
      at += 1;
    } else if (other !== undefined) {
      add(pieces, 'new', other);
      to += 1;
    }
  }
  return pieces;
}

const wordsOf = (text: string): string[] => text.match(/\S+\s*|\s+/g) ?? [];

/** `[at][to]`: how many words the rests have in common. */
function longestCommon(left: readonly string[], right: readonly string[]): number[][] {
  const rows: number[][] = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0));
  for (let at = left.length - 1; at >= 0; at -= 1) {
    for (let to = right.length - 1; to >= 0; to -= 1) {
      const row = rows[at] as number[];
      row[to] = left[at] === right[to] ? length(rows, at + 1, to + 1) + 1 : Math.max(length(rows, at + 1, to), length(rows, at, to + 1));
    }
  }
  return rows;
}

const length = (rows: readonly number[][], at: number, to: number): number => rows[at]?.[to] ?? 0;

function add(pieces: Piece[], kind: Piece['kind'], text: string): void {
  const last = pieces.at(-1);
  if (last?.kind === kind) last.text += text;
  else pieces.push({ kind, text });
}
