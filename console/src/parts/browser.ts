/** What belongs to this browser, whoever sits at it: its sound, and since when somebody has been at work. */

import { Breaks } from '../desk/breaks';
import { Chime } from '../desk/chime';

/** Some browsers forbid a page to store anything: asking is refused then. */
function storage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

export const chime = new Chime(storage());
export const breaks = new Breaks(storage());
