import type { RiskLevel } from '../../api/types';

/** Why the risk is what it is, without the names that rules and examples have among themselves. */
export type Finding = { category: string; level: RiskLevel | null; phrase: string | null } | { person: string };

const FOUND = /^(?<category>[a-z_]+)(?: \((?<level>low|medium|high|critical)\))?(?:: “(?<phrase>.*?)”(?:, (?:rule|prototype) \S+)?)?$/su;
const PERSON = /^judged by a person(?:: (?<said>.*))?$/su;
const LEVELS: readonly (string | null)[] = [null, 'low', 'medium', 'high', 'critical'];

/**
 * What the server says in a line each: `self_harm (high): “…”, rule en.cutting`, a category alone, or a person's
 * judgement. A phrase that several readers found for the same kind of danger is said once, as its gravest.
 */
export function findings(reasons: readonly string[]): Finding[] {
  const found = new Map<string, Finding>();
  for (const reason of reasons) {
    const said = PERSON.exec(reason);
    if (said !== null) {
      found.set(reason, { person: said.groups?.['said'] ?? '' });
      continue;
    }
    const { category = reason, level = null, phrase = null } = (FOUND.exec(reason)?.groups ?? {}) as { category?: string; level?: RiskLevel; phrase?: string };
    const key = `${category} ${phrase?.toLowerCase()}`;
    const known = found.get(key);
    const graver = known === undefined || 'person' in known || LEVELS.indexOf(level) > LEVELS.indexOf(known.level);
    if (graver) found.set(key, { category, level, phrase });
  }
  return [...found.values()];
}
