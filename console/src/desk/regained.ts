import { effect, signal, type ReadonlySignal } from '@preact/signals';
import type { Connection } from './watch';

/** For so long it is said that the connection is back. */
export const SAID_MS = 6_000;

/** Whether a connection that was lost came back a moment ago. `stop` ends what it takes to know that. */
export function regained(connection: ReadonlySignal<Connection>): { again: ReadonlySignal<boolean>; stop: () => void } {
  const again = signal(false);
  let lost = false;
  let over: ReturnType<typeof setTimeout> | undefined;
  const say = (now: boolean): void => {
    clearTimeout(over);
    again.value = now;
    if (now) over = setTimeout(() => (again.value = false), SAID_MS);
  };
  const end = effect(() => {
    const now = connection.value;
    if (now === 'offline' || now === 'faulty') lost = true;
    if (now === 'live' && lost) {
      lost = false;
      say(true);
    } else if (now !== 'live') say(false);
  });
  return {
    again,
    stop: () => {
      end();
      clearTimeout(over);
    },
  };
}
