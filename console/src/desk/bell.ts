import { effect, untracked } from '@preact/signals';
import type { Alert } from '../api/types';
import type { Alerts } from './alerts';

/** A page that nobody is on is heard again this often. */
export const AGAIN_MS = 60_000;

/** Rings once for what is new, and each minute while a page waits for somebody. Returns what ends that. */
export function ringFor(alerts: Pick<Alerts, 'open'>, ring: (level: Alert['level']) => void): () => void {
  const heard = new Set<string>();
  let again: ReturnType<typeof setInterval> | undefined;
  const stop = effect(() => {
    const open = alerts.open.value;
    const fresh = open.filter(({ id }) => !heard.has(id));
    for (const { id } of fresh) heard.add(id);
    const paged = fresh.some(({ level }) => level === 'page');
    if (fresh.length > 0) untracked(() => ring(paged ? 'page' : 'notice'));
    const waits = open.some(({ level }) => level === 'page');
    if (!waits || paged) {
      clearInterval(again);
      again = undefined;
    }
    if (waits) again ??= setInterval(() => ring('page'), AGAIN_MS);
  });
  return () => {
    stop();
    clearInterval(again);
  };
}
