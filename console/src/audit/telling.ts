import type { components } from '../api/schema';
import { strings } from '../strings';

export type AuditEntry = components['schemas']['AuditEntry'];

const words = strings.audit;

/** What was done, said after who did it; null for an action this console does not know. */
export function deedOf(action: string): string | null {
  const known = words.actions[action];
  if (known !== undefined) return known;
  const [kind = '', verb = '', ...rest] = action.split('.');
  const noun = words.kinds[kind];
  const configured = words.configured[verb];
  if (rest.length === 0 && noun !== undefined && configured !== undefined) return configured(noun);
  if (kind !== 'conversation') return null;
  if (verb === 'moved') return strings.history.transitions[rest.join('.')] ?? null;
  const step = /^survey_(.+)$/.exec(verb)?.[1];
  return step === undefined ? null : words.surveyStep(strings.told.codes[step] ?? step.replaceAll('_', ' '));
}

/** The fields of a change of configuration; for something new what it began with. */
export function changesOf({ before, after }: AuditEntry): { field: string; before: unknown; after: unknown }[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return names.map((field) => ({ field, before: before?.[field], after: after?.[field] }));
}

/** The rows of a spreadsheet, with what the columns are called. */
export function rowsOf(entries: readonly AuditEntry[], nameOf: (id: string) => string): string[][] {
  const json = (value: unknown): string => (value === null || value === undefined ? '' : JSON.stringify(value));
  return [
    [...words.columns],
    ...entries.map((one) => [
      one.at, nameOf(one.actor), one.actor, one.actorRole, deedOf(one.action) ?? one.action, one.action, one.entity, one.requestId, one.seq === null ? '' : String(one.seq),
      one.hash ?? '', Object.keys(one.detail).length === 0 ? '' : json(one.detail), json(one.before), json(one.after), one.evidence.join(' '),
    ]),
  ];
}
