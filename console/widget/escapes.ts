import { ESCAPE_MS } from '../src/chat/exit';

/**
 * What presses of Escape mean, wherever they fall: on the site or, as we are told, in the frame. Once puts the panel
 * away, twice within a moment leaves. So the second press counts although the first has closed the panel.
 */
export class Escapes {
  readonly #now: () => number;
  #last = -Infinity;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  press(open: boolean): 'leave' | 'minimise' | null {
    const now = this.#now();
    if (now - this.#last <= ESCAPE_MS) return 'leave';
    if (!open) return null;
    this.#last = now;
    return 'minimise';
  }

  /** Another key, or the panel was opened: what was pressed before is over. */
  forget(): void {
    this.#last = -Infinity;
  }
}
