/** The part of the address that says which page one is on. It never says anything about a texter. */
export const ACCOUNT = '#/account';

/** Leaves the account page, or wherever an address led, without a step in the history. */
export function toWork(place: Pick<Location, 'hash' | 'pathname' | 'search'>, past: Pick<History, 'replaceState'>): void {
  if (place.hash !== '') past.replaceState(null, '', place.pathname + place.search);
}
