/**
 * How far one has heard a room that keeps a log. Its frames are numbered without gaps, may come twice, and may overtake
 * each other.
 */
export class Place {
  /** The number up to which nothing is missing; null until the server has told where the room stands. */
  #cursor: number | null = null;
  /** Numbers heard beyond it. */
  readonly #ahead = new Set<number>();

  get cursor(): number | null {
    return this.#cursor;
  }

  /** Whether something between what was heard is missing. */
  get gap(): boolean {
    return this.#cursor !== null && this.#ahead.size > 0;
  }

  /** Whether the frame numbered `seq` is heard for the first time. */
  hear(seq: number): boolean {
    if (this.#ahead.has(seq) || (this.#cursor !== null && seq <= this.#cursor)) return false;
    this.#ahead.add(seq);
    this.#advance();
    return true;
  }

  /** The server told where the room stands: on the first time, or when what came before is not to be had. */
  begin(seq: number): void {
    this.#cursor = seq;
    for (const one of this.#ahead) if (one <= seq) this.#ahead.delete(one);
    this.#advance();
  }

  #advance(): void {
    if (this.#cursor === null) return;
    while (this.#ahead.delete(this.#cursor + 1)) this.#cursor++;
  }
}
