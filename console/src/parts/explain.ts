import type { ApiError } from '../api/problem';
import { strings } from '../strings';

const words = strings.problem;

/**
 * What went wrong, said calmly and in plain words. `shown` are the fields whose own message stands beside them:
 * those are not said twice.
 */
export function explain(error: ApiError, shown: readonly string[] = []): string {
  if (error.outcomeUnknown) return error.status === 0 ? words.uncertain : words.trouble;
  if (error.code === 'illegal_transition' && error.state !== null) return words.moved(strings.states[error.state]);
  if (error.status === 404) return words.missing;
  if (error.status === 403) return `${words.forbidden} ${strings.told.errors[error.code] ?? error.detail}`.trim();
  if (error.status === 429) return words.limited;
  const elsewhere = error.fields.filter(({ field }) => !shown.includes(field)).map((one) => `${one.field}: ${strings.told.field(one.message, one.code)}`);
  if (elsewhere.length > 0) return elsewhere.join('. ');
  return strings.told.errors[error.code] ?? (error.detail || words.failed);
}

/** The server's message about one field; null when it has none. */
export function aboutField(error: ApiError | null, field: string): string | null {
  const found = error?.fields.find((one) => one.field === field);
  return found === undefined ? null : strings.told.field(found.message, found.code);
}
