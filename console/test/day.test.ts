/** The day's figures: what is asked, what is kept, and the arithmetic of the drawings. */

import { beforeEach, describe, expect, test, vi } from 'vitest';
import { dayReport } from '../dev/pretend-floor';
import type { Transport } from '../src/api/transport';
import { dayBeside, DayFigures, hasBegun, shareOf, topOf, type DayReport } from '../src/reports/day';
import { callsTo, floorOf, onLoopback, pretend } from './desks';

onLoopback();

let figures: DayFigures;

beforeEach(async () => {
  const vera = await floorOf('vera');
  figures = new DayFigures((vera as unknown as { api: { transport: Transport } }).api.transport);
});

const asked = (): string[] => pretend.calls.filter((call) => call.includes('/api/reports/today'));

describe('the figures', () => {
  test('are of all programs and the present day, and say what one may choose from', async () => {
    await figures.refresh();
    expect(asked()).toEqual(['GET /api/reports/today']);
    expect([figures.programs.value.map((one) => one.name), figures.latest.value]).toEqual([['Night line', 'Campus line'], figures.report.value?.day]);
  });

  test('of one program and another day leave the choice as it was', async () => {
    await figures.refresh();
    await figures.show({ programId: 'program-2', day: '2026-11-20' });
    expect(asked().at(-1)).toBe('GET /api/reports/today?programId=program-2&day=2026-11-20');
    expect([figures.programs.value.length, figures.report.value?.programs.length, figures.latest.value === figures.report.value?.day]).toEqual([2, 1, false]);
  });

  test('of the present day go on when midnight has passed: it is never asked for by its date', async () => {
    await figures.refresh();
    await figures.show({ day: '2026-11-20' });
    await figures.show({ day: figures.latest.value });
    expect(asked().at(-1)).toBe('GET /api/reports/today');
  });

  test('that cannot be renewed stay, and it is said that they are old', async () => {
    await figures.refresh();
    pretend.faults.push({ call: 'GET /api/reports/today', status: 503 });
    await figures.refresh();
    expect([figures.report.value === null, figures.failure.value?.status]).toEqual([false, 503]);
    await figures.refresh();
    expect(figures.failure.value).toBeNull();
  });

  test('of something else than was chosen last are not shown', async () => {
    const first = figures.show({ programId: 'program-1' });
    const second = figures.show({ programId: 'program-2' });
    await Promise.all([first, second]);
    expect(figures.report.value?.programs.map((one) => one.id)).toEqual(['program-2']);
  });

  test('are read again when the window is looked at after a while, and not when nobody looks', async () => {
    const stop = figures.start();
    await vi.waitFor(() => expect(figures.report.value).not.toBeNull());
    const at = Date.now();
    vi.spyOn(Date, 'now').mockReturnValue(at + 11_000);
    document.dispatchEvent(new Event('visibilitychange'));
    await vi.waitFor(() => expect(callsTo('/api/reports/today')).toBe(2));
    Object.assign(document, { visibilityState: 'hidden' });
    vi.spyOn(Date, 'now').mockReturnValue(at + 60_000);
    document.dispatchEvent(new Event('visibilitychange'));
    stop();
    vi.restoreAllMocks();
    expect(callsTo('/api/reports/today')).toBe(2);
  });
});

describe('the drawings', () => {
  test('reach up to a round number', () => {
    expect([[], [0], [3], [4], [5], [6], [11], [20], [21], [51], [1234]].map(topOf)).toEqual([4, 4, 4, 4, 5, 10, 20, 20, 50, 100, 2000]);
  });

  test('know the days beside one, over the end of months and years, and where clocks change', () => {
    expect([dayBeside('2026-12-31', 1), dayBeside('2026-03-01', -1), dayBeside('2026-11-01', 1)]).toEqual(['2027-01-01', '2026-02-28', '2026-11-02']);
  });

  test('tell hours that are still to come from those in which nothing happened', () => {
    const report = { madeAt: '2026-11-21T14:00:00.500Z' } as DayReport;
    const hour = (begins: string) => ({ begins }) as DayReport['hours'][number];
    expect([hasBegun(hour('2026-11-21T14:00:00Z'), report), hasBegun(hour('2026-11-21T15:00:00Z'), report)]).toEqual([true, false]);
  });

  test('give no share of nobody', () => {
    const { waits } = dayReport(pretend.world, pretend.world.supervisor, new URL('http://pretend/'));
    expect([shareOf({ ...waits, decided: 0, inTime: 0 }), shareOf({ ...waits, decided: 4, inTime: 1 })]).toEqual([null, 0.25]);
  });
});
