/** A long thread is read from its end, what was before it comes after, and nothing is put in order more often than it pays. */

import { effect } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ApiError } from '../src/api/problem';
import { Thread, type ThreadOptions } from '../src/realtime/thread';
import { ScriptedServer } from './scripted-server';

let server: ScriptedServer;
let threads: Thread[];

beforeEach(() => {
  vi.useFakeTimers();
  server = new ScriptedServer();
  server.pageSize = 100;
  threads = [];
});
afterEach(() => {
  for (const thread of threads) thread.dispose();
  vi.useRealTimers();
});

function threadOf(more: Partial<ThreadOptions> = {}): Thread {
  const thread = new Thread({ fetchPage: server.fetchPage, newest: () => server.facts.length, ...more });
  threads.push(thread);
  return thread;
}
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
const wrote = (count: number): void => {
  for (let n = 0; n < count; n++) server.message(n % 3 === 0 ? 'outbound' : 'inbound', `words ${n}`, n % 3 === 0 ? 'delivered' : 'received');
};

describe('five thousand messages', () => {
  test('the newest are there after one request, and all of them after fifty', async () => {
    wrote(5000);
    const thread = threadOf();
    const seen: number[] = [];
    const stop = effect(() => void seen.push(thread.messages.value.length));
    await thread.resync();
    expect([thread.loaded.value, thread.messages.value.at(-1)?.seq, server.requests[0]]).toEqual([true, 5000, { after: 4900, cursor: null }]);
    await settle();
    expect(thread.complete.value).toBe(true);
    expect(thread.messages.value).toEqual(server.truth);
    expect(server.requests).toHaveLength(50);
    // The start, then as often as what is known has doubled, and the end.
    expect(seen.length).toBeLessThanOrEqual(9);
    stop();
  });

  test('read from the beginning, it is put in order no more often', async () => {
    wrote(5000);
    const thread = threadOf({ newest: () => 0 });
    let published = 0;
    const stop = effect(() => {
      void thread.messages.value;
      published += 1;
    });
    await thread.resync();
    expect(thread.messages.value).toHaveLength(5000);
    expect(published).toBeLessThanOrEqual(9);
    stop();
  });

  test('reading the same again publishes nothing', async () => {
    wrote(300);
    const thread = threadOf();
    await thread.resync();
    await settle();
    const before = thread.messages.value;
    await thread.resync();
    expect(thread.messages.value).toBe(before);
  });
});

describe('reading backwards', () => {
  test('what arrives meanwhile is an arrival, what was before is none', async () => {
    wrote(500);
    const arrived: number[] = [];
    const thread = threadOf({ onArrival: (messages) => arrived.push(...messages.map((one) => one.seq)) });
    await thread.resync();
    thread.announce(server.message('inbound', 'are you there').seq, 'message');
    await settle();
    expect(arrived).toEqual([501]);
    expect(thread.messages.value).toEqual(server.truth);
  });

  test('a page that is cut is asked for again, and nothing is missing or doubled', async () => {
    wrote(750);
    const pages = server.fetchPage;
    let served = 0;
    const thread = threadOf({ fetchPage: (after, cursor) => (++served % 3 === 2 ? Promise.reject(new TypeError('cut')) : pages(after, cursor)) });
    await thread.resync();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([thread.complete.value, thread.failing.value]).toEqual([true, false]);
    expect(thread.messages.value).toEqual(server.truth);
  });

  test('what may not be read any more is not asked for again', async () => {
    wrote(500);
    const pages = server.fetchPage;
    const fetchPage = vi.fn((after: number, cursor: string | null) => (after >= 400 ? pages(after, cursor) : Promise.reject(new ApiError(404, { code: 'not_found' }))));
    const thread = threadOf({ fetchPage });
    await thread.resync();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([thread.complete.value, fetchPage.mock.calls.length]).toEqual([false, 2]);
  });

  test('a thread that is put away in the middle reads no further', async () => {
    wrote(5000);
    const thread = threadOf();
    await thread.resync();
    thread.dispose();
    const so_far = server.requests.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.requests.length).toBeLessThanOrEqual(so_far + 1);
  });

  test('a late receipt for a message that is still to come is kept for it', async () => {
    for (let n = 0; n < 300; n++) server.message('outbound', `words ${n}`, 'sent');
    const thread = threadOf();
    const release = server.hold();
    const reading = thread.resync();
    thread.deliver(3, 'delivered');
    release();
    await reading;
    await settle();
    expect(thread.messages.value[2]?.status).toBe('delivered');
  });

  test.each(Array.from({ length: 40 }, (_, seed) => seed))('seed %i: with cuts, turns and small strides the screen is the truth', async (seed) => {
    const random = chance(seed);
    for (let n = 0; n < 120; n++) (random() < 0.3 ? server.turn() : server.message('inbound', `words ${n}`));
    server.pageSize = 3 + Math.floor(random() * 9);
    const thread = threadOf({ stride: 10 });
    for (let step = 0; step < 12; step++) {
      server.cuts += random() < 0.4 ? 1 : 0;
      if (random() < 0.6) thread.announce(server.message('inbound', `later ${step}`).seq, 'message');
      if (random() < 0.3) void thread.resync();
      await vi.advanceTimersByTimeAsync(Math.floor(random() * 600));
    }
    server.cuts = 0;
    await thread.resync();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(thread.messages.value).toEqual(server.truth);
    expect(thread.complete.value).toBe(true);
  });
});

/** A small seeded generator (mulberry32), so that a failing seed can be run again. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
