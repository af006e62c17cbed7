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
  if (error.status === 403) return `${words.forbidden} ${error.detail}`.trim();
  if (error.status === 429) return words.limited;
  const elsewhere = error.fields.filter(({ field }) => !shown.includes(field)).map(({ field, message }) => `${field}: ${message}`);
  if (elsewhere.length > 0) return elsewhere.join('. ');
  return error.detail || words.failed;
}

/** The server's message about one field; null when it has none. */
export const aboutField = (error: ApiError | null, field: string): string | null =>
  error?.fields.find((one) => one.field === field)?.message ?? null;
