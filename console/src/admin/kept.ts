/**
 * What an admin was typing when their session ended, in memory and for nobody else: it is there again when they are back
 * at the same place.
 */

interface Kept {
  userId: string;
  place: string;
  typed: unknown;
}

let kept: Kept | null = null;

export function keepTyped(userId: string, place: string, typed: unknown): void {
  kept = { userId, place, typed };
}

/** What this person was typing here, once; null for nothing. What somebody else was typing is forgotten. */
export function takeTyped(userId: string, place: string): unknown {
  const { userId: whose, place: where, typed } = kept ?? { userId: '', place: '', typed: null };
  if (whose !== userId) kept = null;
  if (whose !== userId || where !== place) return null;
  kept = null;
  return typed;
}

export function forgetTyped(): void {
  kept = null;
}
