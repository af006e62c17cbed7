import { batch, type Signal } from '@preact/signals';
import { asApiError, type ApiError } from './problem';

/** What is being attempted, and what came of the last attempt. `busy` is false or null while nothing is. */
export interface Attempts<Busy, Failure> {
  readonly busy: Signal<Busy>;
  readonly failure: Signal<Failure | null>;
}

/**
 * One attempt at a time, however often it is pressed: `busy` is `during` while it lasts.
 * False while another lasts, or when it failed; `failure` then says why, in the words of `told`.
 */
export async function attempt<Busy, Failure>(
  state: Attempts<Busy, Failure>,
  during: Busy,
  work: () => Promise<void>,
  told: (error: ApiError) => Failure,
): Promise<boolean> {
  const idle = state.busy.value;
  if (idle) return false;
  batch(() => {
    state.busy.value = during;
    state.failure.value = null;
  });
  try {
    await work();
    return true;
  } catch (caught) {
    state.failure.value = told(asApiError(caught));
    return false;
  } finally {
    state.busy.value = idle;
  }
}

/** A failure told as it is. */
export const asItIs = (error: ApiError): ApiError => error;
