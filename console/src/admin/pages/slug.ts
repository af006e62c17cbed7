/** Names as tags and shortcuts have them: small letters, digits, `-` and `_`. */
export const isSlug = (text: string): boolean => /^[a-z0-9][a-z0-9_-]*$/.test(text);

/** What was typed, as a name: spaces become dashes. */
export const toSlug = (typed: string): string => typed.trim().toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/\s+/g, '-').replace(/[^a-z0-9_-]/g, '').replace(/^[_-]+/, '');
