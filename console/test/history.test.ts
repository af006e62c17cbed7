import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { TimelineEntry } from '../src/api/types';
import { unhurried } from '../src/desk/coalesce';
import { History } from '../src/desk/history';

const entry = (seq: number, transition: string | null = null): TimelineEntry => ({
  seq, at: '2026-01-01T03:00:00Z', kind: transition === null ? 'tags' : 'transition', actor: 'system', transition, source: null, target: null, reason: null,
  detail: {}, words: {},
});

/** A history whose server has `count` facts, in pages of three, and notes what was asked. */
function keeping(count: number) {
  const facts = Array.from({ length: count }, (_, index) => entry(index + 1));
  const asked: [number, string | null][] = [];
  const history = new History((after, cursor) => {
    asked.push([after, cursor]);
    const later = facts.filter(({ seq }) => seq > Number(cursor ?? after));
    const items = later.slice(0, 3);
    return Promise.resolve({ items, nextCursor: later.length > 3 ? String(items.at(-1)?.seq) : null });
  });
  return { history, facts, asked };
}
const numbers = (history: History): number[] => history.entries.value.map(({ seq }) => seq);

test('the first read brings all pages, the next only what is new', async () => {
  const { history, facts, asked } = keeping(7);
  await history.refresh();
  expect([numbers(history), history.loaded.value]).toEqual([[1, 2, 3, 4, 5, 6, 7], true]);
  facts.push(entry(8));
  asked.length = 0;
  await history.refresh();
  expect(asked).toEqual([[7, null]]);
  expect(numbers(history).at(-1)).toBe(8);
});

test('an entry that comes twice is one entry', async () => {
  const history = new History(() => Promise.resolve({ items: [entry(2), entry(1), entry(2)], nextCursor: null }));
  await history.refresh();
  await history.refresh();
  expect(new Set(numbers(history)).size).toBe(2);
});

test('a read that breaks keeps what was read, and the next one goes on from there', async () => {
  let cuts = 1;
  const history = new History((after, cursor) => {
    if (cursor !== null && cuts-- > 0) return Promise.reject(new TypeError('connection lost'));
    return Promise.resolve(after === 0 && cursor === null ? { items: [entry(1)], nextCursor: '1' } : { items: [entry(2)], nextCursor: null });
  });
  await expect(history.refresh()).rejects.toThrow();
  expect([numbers(history), history.loaded.value]).toEqual([[1], false]);
  await history.refresh();
  expect([numbers(history), history.loaded.value]).toEqual([[1, 2], true]);
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('however often a busy program moves, its lists are read at once and then no more often than every three seconds', async () => {
  let runs = 0;
  const { run } = unhurried(() => Promise.resolve(void (runs += 1)), 3_000);
  await run();
  const later = [run(), run(), run()];
  expect(runs).toBe(1);
  await vi.advanceTimersByTimeAsync(3_000);
  await Promise.all(later);
  expect(runs).toBe(2);
});

test('a read that is owed is forgotten when the page goes', async () => {
  let runs = 0;
  const { run, stop } = unhurried(() => Promise.resolve(void (runs += 1)), 3_000);
  await run();
  void run();
  stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(runs).toBe(1);
});

test('a read that fails is told to whoever asked, also when it had to wait', async () => {
  const { run } = unhurried(() => Promise.reject(new TypeError('connection lost')), 3_000);
  await expect(run()).rejects.toThrow();
  const later = expect(run()).rejects.toThrow();
  await vi.advanceTimersByTimeAsync(3_000);
  await later;
});
