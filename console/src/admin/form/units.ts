/** Units of time, in seconds. */
export const UNITS = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 } as const;

export type Unit = keyof typeof UNITS;

/** Seconds as a whole number of the largest unit there is one of; of minutes where nobody said. */
export function parted(seconds: number | null): { count: number; unit: Unit } {
  if (seconds === null || seconds === 0) return { count: 0, unit: 'minutes' };
  const unit = (['days', 'hours', 'minutes', 'seconds'] as const).find((one) => seconds % UNITS[one] === 0) ?? 'seconds';
  return { count: seconds / UNITS[unit], unit };
}
