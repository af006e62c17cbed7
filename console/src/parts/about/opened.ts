import { signal } from '@preact/signals';

/** The parts of the details that one wants to see open or closed: kept in this browser, by their names and nothing else. */

const KEPT_AS = 'holdfast.details';
/** Closed until somebody opens them. */
const CLOSED: ReadonlySet<string> = new Set(['timeline', 'files']);

const chosen = signal<Readonly<Record<string, boolean>>>(kept());

export const isOpen = (name: string): boolean => chosen.value[name] ?? !CLOSED.has(name);

export function setOpen(name: string, open: boolean): void {
  if (isOpen(name) === open) return;
  chosen.value = { ...chosen.value, [name]: open };
  try {
    localStorage.setItem(KEPT_AS, JSON.stringify(chosen.value));
  } catch {
    // Storage is forbidden here: it lasts as long as the page does.
  }
}

function kept(): Record<string, boolean> {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEPT_AS) ?? '{}');
    const pairs = typeof found === 'object' && found !== null ? Object.entries(found) : [];
    return Object.fromEntries(pairs.filter(([, open]) => typeof open === 'boolean'));
  } catch {
    return {};
  }
}
