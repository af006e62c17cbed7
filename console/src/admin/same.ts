/** Whether two plain JSON values say the same. What is missing says null; the order of a record's names says nothing. */
export function same(one: unknown, other: unknown): boolean {
  const [a, b] = [one ?? null, other ?? null];
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  const [these, those] = [a as Record<string, unknown>, b as Record<string, unknown>];
  if (Array.isArray(a) && Array.isArray(b) && a.length !== b.length) return false;
  return [...new Set([...Object.keys(these), ...Object.keys(those)])].every((name) => same(these[name], those[name]));
}
