import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Thread } from '../src/realtime/thread';
import { ScriptedServer } from './scripted-server';

let server: ScriptedServer;
let thread: Thread;

beforeEach(() => {
  vi.useFakeTimers();
  server = new ScriptedServer();
  thread = new Thread({ fetchPage: server.fetchPage });
});
afterEach(() => {
  thread.dispose();
  vi.useRealTimers();
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

describe('whatever the network does', () => {
  const order = ['queued', 'sending', 'sent', 'delivered'] as const;

  test.each(Array.from({ length: 150 }, (_, seed) => seed))('seed %i: after one resync the screen is the truth', async (seed) => {
    const random = chance(seed);
    const pending: (() => void)[] = [];
    const statuses = new Map<number, number>();
    const history = new Map<number, number>();
    for (let step = 0; step < 60; step++) {
      const roll = random();
      if (roll < 0.35) {
        const { seq } = server.message('inbound', `words ${step}`);
        pending.push(() => thread.announce(seq, 'message'));
      } else if (roll < 0.55) {
        const own = server.message('outbound', `reply ${step}`);
        statuses.set(own.seq, 0);
        pending.push(() => thread.announce(own.seq, 'message'));
        if (random() < 0.8) thread.insert(own);
      } else if (roll < 0.65) {
        const seq = server.turn();
        pending.push(() => thread.announce(seq, 'transition'));
      } else if (roll < 0.8 && statuses.size > 0) {
        const seq = [...statuses.keys()][Math.floor(random() * statuses.size)] as number;
        const next = Math.min(3, (statuses.get(seq) ?? 0) + 1);
        statuses.set(seq, next);
        server.setStatus(seq, order[next] as (typeof order)[number]);
        pending.push(() => thread.deliver(seq, order[next] as (typeof order)[number]));
      } else if (roll < 0.85) {
        server.cuts += 1;
      }
      // Frames are lost, doubled and reordered on their way.
      while (pending.length > 0 && random() < 0.5) {
        const [frame] = pending.splice(Math.floor(random() * pending.length), 1);
        const fate = random();
        if (fate > 0.25) frame?.();
        if (fate > 0.75) frame?.();
      }
      if (random() < 0.4) await vi.advanceTimersByTimeAsync(Math.floor(random() * 800));
      const shown = thread.messages.value;
      expect(shown.map((message) => message.seq)).toEqual([...new Set(shown.map((message) => message.seq))].sort((a, b) => a - b));
      for (const message of shown.filter((one) => one.direction === 'outbound')) {
        const rank = order.indexOf(message.status as (typeof order)[number]);
        expect(rank).toBeGreaterThanOrEqual(history.get(message.seq) ?? 0);
        history.set(message.seq, rank);
      }
    }
    server.cuts = 0;
    await thread.resync();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(thread.messages.value).toEqual(server.truth);
  });
});
