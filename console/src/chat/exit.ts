/** Where the quick exit leads: a page anybody might have open. */
export const ELSEWHERE = 'https://www.weather.gov/';

/** Two presses of Escape within this time leave the page. */
export const ESCAPE_MS = 1_500;

/** The parts of the browser the quick exit needs. */
export interface Room {
  storage: Pick<Storage, 'clear'>;
  document: { title: string; body: Pick<HTMLElement, 'replaceChildren'> };
  location: Pick<Location, 'replace'>;
}

/** Nothing is left to be seen or taken up. The conversation itself goes on being kept, for the people who help. */
export function empty({ document, storage }: Omit<Room, 'location'>): void {
  // First what is seen, then what is kept: whichever takes longer, the words are gone before it.
  document.body.replaceChildren();
  document.title = '';
  try {
    storage.clear();
  } catch {
    // A browser that forbids storage has kept nothing.
  }
}

/**
 * Leaves at once and leaves nothing: no words in the page, no key to them in the tab, and no step in its history that
 * "back" could return to.
 */
export function leave(room: Room): void {
  try {
    empty(room);
  } finally {
    room.location.replace(ELSEWHERE);
  }
}

/** Tells whether this press of Escape is the second of two. */
export function doubleEscape(now: () => number = () => performance.now()): (key: string) => boolean {
  let last = -Infinity;
  return (key) => {
    if (key !== 'Escape') {
      last = -Infinity;
      return false;
    }
    const quick = now() - last <= ESCAPE_MS;
    last = quick ? -Infinity : now();
    return quick;
  };
}
