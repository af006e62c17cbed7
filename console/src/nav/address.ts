/** The part of the address that says which page one is on. It never says anything about a texter. */

/** A page by name, and where on it, as in `#/settings/tags/tag_1`. */
export interface Route {
  page: string;
  rest: readonly string[];
}

/** What an address leads to; the empty page is one's work. */
export function routeOf(hash: string): Route {
  const [page = '', ...rest] = hash.replace(/^#\/?/, '').split('/').map(readable);
  return { page, rest: rest.filter((one) => one !== '') };
}

export const addressOf = (page: string, ...rest: readonly string[]): string => `#/${[page, ...rest].map(encodeURIComponent).join('/')}`;

export const ACCOUNT = addressOf('account');

/** Leaves a page, or wherever an address led, without a step in the history. */
export function toWork(place: Pick<Location, 'hash' | 'pathname' | 'search'>, past: Pick<History, 'replaceState'>): void {
  if (place.hash !== '') past.replaceState(null, '', place.pathname + place.search);
}

function readable(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
