/** How many tags the API takes. */
export const MOST_TAGS = 20;

/** A tag as the API writes it, from what a person typed: small letters, spaces as hyphens. Null for what cannot be one. */
export function asTag(typed: string): string | null {
  const tag = typed.trim().toLowerCase().replace(/\s+/gu, '-');
  return /^[a-z0-9][a-z0-9_-]{0,39}$/u.test(tag) ? tag : null;
}
