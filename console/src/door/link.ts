/** A mailed link leads here with a token that opens something once. */
export interface Link {
  kind: 'magic' | 'welcome' | 'reset';
  token: string;
}

const PLACES: readonly [string, Link['kind']][] = [
  ['#/sign-in/magic/', 'magic'],
  ['#/welcome/', 'welcome'],
  ['#/reset/', 'reset'],
];

/** The link in what stands behind the `#` of an address; null when it is none. */
export function linkIn(hash: string): Link | null {
  for (const [place, kind] of PLACES) {
    const token = hash.startsWith(place) ? hash.slice(place.length) : '';
    if (token !== '') return { kind, token };
  }
  return null;
}

/** Takes the link out of the address, so that its token is neither seen, nor kept in the history, nor copied along. */
export function takeLink(place: Pick<Location, 'hash' | 'pathname' | 'search'>, past: Pick<History, 'replaceState'>): Link | null {
  const link = linkIn(place.hash);
  if (link !== null) past.replaceState(null, '', place.pathname + place.search);
  return link;
}
