import { strings } from '../strings';

/** A value of a configuration as a reader sees it: texts as they are, lists by their items, the rest as JSON. */
export function said(value: unknown): string {
  if (value === null || value === undefined || value === '') return strings.beside.nothing;
  if (typeof value === 'boolean') return value ? strings.beside.yes : strings.beside.no;
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.length === 0 ? strings.beside.nothing : value.every(plain) ? value.map(said).join(', ') : JSON.stringify(value, null, 2);
  if (Object.keys(value).length === 0) return strings.beside.nothing;
  return JSON.stringify(value, null, 2);
}

const plain = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** `quietHours` and `quiet_hours` as words. */
export const fieldWords = (name: string): string => name.replaceAll('_', ' ').replace(/[a-z0-9](?=[A-Z])/g, (last) => `${last} `).toLowerCase();
