import { same } from '../admin/same';
import { strings } from '../strings';
import { fieldWords, said } from './value';

const words = strings.beside;

export interface Change {
  field: string;
  before?: unknown;
  after?: unknown;
}

/** Records within records, taken apart to where they differ: `hours.week.monday`. */
export function leaves({ field, before, after }: Change): Change[] {
  const [left, right] = [partsOf(before), partsOf(after)];
  if ((left === null && right === null) || (left === null && !blank(before)) || (right === null && !blank(after))) return [{ field, before, after }];
  const names = [...new Set([...Object.keys(left ?? {}), ...Object.keys(right ?? {})])];
  if (names.length === 0) return [{ field, before, after }];
  return names
    .filter((name) => !same(left?.[name], right?.[name]))
    .flatMap((name) => leaves({ field: `${field}.${name}`, before: left?.[name], after: right?.[name] }));
}

/** The parts of a record, or of a list that has records in it; null for a value that is told as a whole. */
function partsOf(value: unknown): Record<string, unknown> | null {
  if (typeof value !== 'object' || value === null) return null;
  if (!Array.isArray(value)) return value as Record<string, unknown>;
  if (value.every((one) => typeof one !== 'object' || one === null)) return null;
  return Object.fromEntries(value.map((one, place) => [String(place + 1), one as unknown]));
}

const blank = (value: unknown): boolean => value === null || value === undefined;

/** What was there and what comes, field by field. Told by signs and words: colour only helps. */
export function Diff({ changes, fresh }: { changes: readonly Change[]; fresh?: boolean }) {
  const apart = changes.flatMap(leaves);
  const shown = fresh ? apart.filter(({ after }) => said(after) !== words.nothing) : apart;
  return (
    <dl class="diff" data-testid="diff">
      {shown.map(({ field, before, after }) => (
        <div class="diff__row" key={field}>
          <dt>{fieldWords(field)}</dt>
          <dd>
            {!fresh && <Side sign="−" name={words.before} kind="before" value={before} />}
            <Side sign="+" name={words.after} kind="after" value={after} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Side({ sign, name, kind, value }: { sign: string; name: string; kind: 'before' | 'after'; value: unknown }) {
  const Tag = kind === 'before' ? 'del' : 'ins';
  return (
    <p class={`diff__side diff__side--${kind}`}>
      <span class="diff__sign" aria-hidden="true">{sign}</span>
      <span class="unseen">{name}: </span>
      <Tag dir="auto" data-nothing={said(value) === words.nothing || undefined}>{said(value)}</Tag>
    </p>
  );
}
