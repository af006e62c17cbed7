import { sayRefusal } from '../admin/refusals';
import { strings } from '../strings';

const { mistakes } = strings.packs;

/** What the server says of a pack, by pattern: it says so in English. */
const KNOWN: readonly (readonly [RegExp, (part: string) => string])[] = [
  [/^lacks (.+)$/, mistakes.lacks],
  [/^has unknown fields: (.+)$/, mistakes.unknown],
  [/^must be (array|object|string|integer|boolean|number|\[.*\]|1)$/, mistakes.must],
  [/^is there twice: (.+)$/, mistakes.twice],
  [/^is not your affiliate['’]s$/, () => mistakes.notYours],
  [/^the key '(.+)' is there twice$/, mistakes.keyTwice],
  [/^has more than (\d+) values$/, () => mistakes.tooMuch],
  [/^is nested too deep$/, () => mistakes.deep],
  [/^refers to itself$/, () => mistakes.itself],
  [/^is one too many: an affiliate may have (\d+) webhooks$/, mistakes.hooks],
];

/** What is wrong at a place of a pack; `whole`: with the text itself, which is then no YAML. */
export function sayMistake(message: string, whole: boolean): string {
  for (const [pattern, say] of KNOWN) {
    const found = pattern.exec(message);
    if (found !== null) return say(found[1] ?? '');
  }
  return whole ? mistakes.noYaml(message) : sayRefusal(message);
}
