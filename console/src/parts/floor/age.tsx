import { span } from '../times';

const seconds = (from: string, until: number): number => (until - Date.parse(from)) / 1000;

/** How long ago something was, in words; it grows with the clock it is given. */
export const ageOf = (at: string, now: number): string => span(seconds(at, now));

/** How long until then, as a countdown shows it: `4:09`. Never below nothing. */
export function countdown(until: string, now: number): string {
  const left = Math.max(0, Math.ceil(-seconds(until, now)));
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
}
