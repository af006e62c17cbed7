import { signal } from '@preact/signals';
import { asApiError } from '../api/problem';
import type { ChatApi, ChatProgram } from './api';

/** After hours have begun they are looked up again this much later; and a long wait is cut, for clocks are put right. */
export const OPENS_MS = { after: 5_000, longest: 3_600_000 } as const;

/** What a program says of itself: its name, and whether people are there by its hours. */
export class Hours {
  /** Null until it was told. */
  readonly program = signal<ChatProgram | null>(null);
  readonly #api: ChatApi;
  readonly #onTold: (program: ChatProgram) => void;
  #again: ReturnType<typeof setTimeout> | undefined;
  #over = false;

  /** `onTold` hears of it each time, also when hours have begun meanwhile. */
  constructor(api: ChatApi, onTold: (program: ChatProgram) => void) {
    this.#api = api;
    this.#onTold = onTold;
  }

  /** The status that the question was answered with; 200: it was told. */
  async look(programId: string): Promise<number> {
    clearTimeout(this.#again);
    try {
      const found = await this.#api.program(programId);
      if (this.#over) return 0;
      this.program.value = found;
      if (found.opensAt != null) {
        const left = Math.max(0, Date.parse(found.opensAt) - Date.now()) + OPENS_MS.after;
        this.#again = setTimeout(() => void this.look(programId), Math.min(left, OPENS_MS.longest));
      }
      this.#onTold(found);
      return 200;
    } catch (caught) {
      return asApiError(caught).status;
    }
  }

  stop(): void {
    this.#over = true;
    clearTimeout(this.#again);
    this.program.value = null;
  }
}
