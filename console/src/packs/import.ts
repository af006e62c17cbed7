import { batch, signal } from '@preact/signals';
import type { components } from '../api/schema';
import { asApiError, type ApiError } from '../api/problem';
import type { Calls } from '../admin/calls';

type Schemas = components['schemas'];
export type Plan = Schemas['TenantPackPlan'];
export type Step = Schemas['PackStep'];
export type Applied = Schemas['TenantPackApplied'];

const PATH = '/api/admin/tenant-pack';
/** As the server has it, in characters. */
export const LARGEST = 256 * 1024;

/** One thing wrong with a pack: where in it, on which line of the text if it stands there, and what. */
export interface Mistake {
  place: string;
  line: number | null;
  message: string;
}

/** A pack being compared and applied. What was compared is forgotten as soon as another text stands there. */
export class Import {
  readonly text = signal('');
  readonly fileName = signal<string | null>(null);
  readonly busy = signal<'export' | 'plan' | 'apply' | null>(null);
  readonly plan = signal<Plan | null>(null);
  readonly mistakes = signal<readonly Mistake[]>([]);
  readonly failure = signal<ApiError | null>(null);
  readonly applied = signal<Applied | null>(null);
  /** The configuration was changed between comparing and applying. */
  readonly moved = signal(false);
  readonly #calls: Calls;

  constructor(calls: Calls) {
    this.#calls = calls;
  }

  write(text: string, fileName: string | null = null): void {
    batch(() => {
      this.text.value = text;
      this.fileName.value = fileName;
      this.#forget();
      this.applied.value = null;
    });
  }

  /** The configuration as it is now; null when it could not be had. */
  async export(): Promise<string | null> {
    return this.#ask('export', async () => (await this.#calls.ask<Schemas['TenantPack']>('get', PATH)).pack);
  }

  /** Finds out what the pack would change. True when it is known. */
  async compare(): Promise<boolean> {
    const pack = this.text.value;
    const found = await this.#ask('plan', () => this.#calls.ask<Plan>('post', `${PATH}/plan`, { body: { pack } }));
    if (found !== null && this.text.value === pack) this.plan.value = found;
    return found !== null;
  }

  /** Applies exactly what was shown. True when it is done. */
  async apply(invite: boolean): Promise<boolean> {
    const shown = this.plan.value;
    if (shown === null) return false;
    const body = { pack: this.text.value, stamp: shown.stamp, invite };
    const done = await this.#ask('apply', () => this.#calls.ask<Applied>('post', `${PATH}/apply`, { body }));
    if (done !== null) {
      batch(() => {
        this.plan.value = null;
        this.applied.value = done;
      });
      return true;
    }
    if (this.failure.value?.status === 412) {
      await this.compare();
      this.moved.value = this.plan.value !== null;
    }
    return false;
  }

  async #ask<T>(what: 'export' | 'plan' | 'apply', call: () => Promise<T>): Promise<T | null> {
    if (this.busy.value !== null) return null;
    batch(() => {
      this.busy.value = what;
      if (what === 'plan') this.#forget();
      this.failure.value = null;
      this.moved.value = false;
    });
    try {
      return await call();
    } catch (caught) {
      const error = asApiError(caught);
      const mistakes = mistakesOf(error);
      batch(() => {
        this.mistakes.value = mistakes;
        if (mistakes.length === 0) this.failure.value = error;
      });
      return null;
    } finally {
      this.busy.value = null;
    }
  }

  #forget(): void {
    this.plan.value = null;
    this.mistakes.value = [];
    this.failure.value = null;
    this.moved.value = false;
  }
}

/** What the server found wrong with the pack; nothing for any other failure. */
function mistakesOf(error: ApiError): Mistake[] {
  if (error.status !== 422) return [];
  return error.fields
    .filter(({ field }) => field === 'pack' || field.startsWith('pack.'))
    .map(({ field, message }) => {
      const found = /^line (\d+)(?:, column \d+)?: (.*)$/s.exec(message);
      return { place: field.replace(/^pack\.?/, ''), line: found === null ? null : Number(found[1]), message: found?.[2] ?? message };
    });
}

/** The steps by kind, in the order in which they are done. */
export function byKind(steps: readonly Step[]): [kind: string, steps: Step[]][] {
  const kinds = new Map<string, Step[]>();
  for (const step of steps) kinds.set(step.kind, [...(kinds.get(step.kind) ?? []), step]);
  return [...kinds];
}

export function countSigns(steps: readonly Step[]): Record<Step['sign'], number> {
  const counts = { create: 0, change: 0, restore: 0, deactivate: 0 };
  for (const step of steps) counts[step.sign] += 1;
  return counts;
}
