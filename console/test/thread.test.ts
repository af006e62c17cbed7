import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ApiError } from '../src/api/problem';
import type { Message } from '../src/api/types';
import { Thread } from '../src/realtime/thread';
import { ScriptedServer } from './scripted-server';

const words = (thread: Thread): string[] => thread.messages.value.map((message) => message.content);
const ticks = (thread: Thread): string[] => thread.messages.value.map((message) => message.status);

let server: ScriptedServer;
let arrived: string[];
let thread: Thread;

beforeEach(() => {
  vi.useFakeTimers();
  server = new ScriptedServer();
  arrived = [];
  thread = new Thread({
    fetchPage: server.fetchPage,
    onArrival: (messages) => arrived.push(...messages.map((message) => message.content)),
  });
});
afterEach(() => {
  thread.dispose();
  vi.useRealTimers();
});
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

/** A thread that has read `count` texter messages and is up to date. */
async function caughtUp(count: number): Promise<void> {
  for (let n = 1; n <= count; n++) server.message('inbound', `words ${n}`);
  await thread.resync();
  server.requests.length = 0;
}

describe('catching up', () => {
  test('the first read brings all pages, in order, and announces nothing as new', async () => {
    for (let n = 1; n <= 8; n++) server.message('inbound', `words ${n}`);
    await thread.resync();
    expect(words(thread)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((n) => `words ${n}`));
    expect(server.requests).toHaveLength(3);
    expect(arrived).toEqual([]);
  });

  test('a fact is fetched from the cursor and reported as an arrival', async () => {
    await caughtUp(4);
    const { seq } = server.message('inbound', 'are you there');
    thread.announce(seq, 'message');
    await settle();
    expect(server.requests).toEqual([{ after: 4, cursor: null }]);
    expect(arrived).toEqual(['are you there']);
  });

  test('repeated and late frames cost no request', async () => {
    await caughtUp(4);
    for (const seq of [4, 2, 4, 1]) thread.announce(seq, 'message');
    await settle();
    expect(server.requests).toEqual([]);
    expect(words(thread)).toHaveLength(4);
  });

  test('a gap in the frames is closed: the fetch starts at the cursor, not at the frame', async () => {
    await caughtUp(2);
    server.message('inbound', 'its frame was lost');
    server.turn();
    const { seq } = server.message('inbound', 'its frame arrived');
    thread.announce(seq, 'message');
    await settle();
    expect(arrived).toEqual(['its frame was lost', 'its frame arrived']);
  });

  test('frames that arrive out of order end in order', async () => {
    await caughtUp(1);
    for (const n of [2, 3, 4]) server.message('inbound', `words ${n}`);
    for (const seq of [4, 2, 3]) thread.announce(seq, 'message');
    await settle();
    expect(words(thread)).toEqual(['words 1', 'words 2', 'words 3', 'words 4']);
  });

  test('however many frames come while a fetch runs, exactly one more fetch follows', async () => {
    await caughtUp(1);
    const release = server.hold();
    thread.announce(server.message('inbound', 'first').seq, 'message');
    for (let n = 0; n < 5; n++) thread.announce(server.message('inbound', `during ${n}`).seq, 'message');
    release();
    await settle();
    expect(server.requests.filter((request) => request.cursor === null)).toHaveLength(2);
    expect(words(thread)).toHaveLength(7);
  });

  test('a turn announced while a fetch runs is not mistaken for read', async () => {
    await caughtUp(1);
    const release = server.hold();
    thread.announce(server.message('inbound', 'first').seq, 'message');
    thread.announce(server.turn(), 'transition');
    release();
    await settle();
    expect(server.requests).toEqual([{ after: 1, cursor: null }, { after: 2, cursor: null }]);
  });
});

describe('our own sends', () => {
  test('the answer to a send shows at once and does not hide what came before it', async () => {
    await caughtUp(2);
    server.message('inbound', 'crossed with the reply');
    const own = server.message('outbound', 'I am here');
    thread.insert(own);
    expect(words(thread)).toEqual(['words 1', 'words 2', 'I am here']);
    thread.announce(own.seq, 'message');
    await settle();
    expect(words(thread)).toEqual(['words 1', 'words 2', 'crossed with the reply', 'I am here']);
  });

  test('the same message by answer, frame and fetch is one message', async () => {
    await caughtUp(1);
    const own = server.message('outbound', 'I am here');
    thread.announce(own.seq, 'message');
    thread.insert(own);
    await settle();
    thread.insert(own);
    expect(words(thread)).toEqual(['words 1', 'I am here']);
  });
});

describe('delivery', () => {
  async function sentOne(): Promise<Message> {
    const message = server.message('outbound', 'I am here');
    await thread.resync();
    return message;
  }

  test('ticks move forward only', async () => {
    const { seq } = await sentOne();
    const seen: string[] = [];
    for (const status of ['sending', 'delivered', 'sent', 'queued', 'failed', 'sending'] as const) {
      thread.deliver(seq, status);
      seen.push(...ticks(thread));
    }
    expect(seen).toEqual(['sending', 'delivered', 'delivered', 'delivered', 'delivered', 'delivered']);
  });

  test('an unknown outcome is resolved by any receipt', async () => {
    const { seq } = await sentOne();
    thread.deliver(seq, 'unknown');
    thread.deliver(seq, 'sending');
    expect(ticks(thread)).toEqual(['unknown']);
    thread.deliver(seq, 'sent');
    expect(ticks(thread)).toEqual(['sent']);
  });

  test('a receipt that overtakes its message is kept for it', async () => {
    await caughtUp(1);
    const own = server.message('outbound', 'I am here');
    thread.deliver(own.seq, 'delivered');
    thread.deliver(own.seq, 'sent');
    thread.insert(own);
    expect(ticks(thread)).toEqual(['received', 'delivered']);
  });

  test('a stale read does not take a tick back', async () => {
    const { seq } = await sentOne();
    thread.deliver(seq, 'delivered');
    await thread.resync();
    expect(ticks(thread)).toEqual(['delivered']);
  });

  test('after a reconnect the ticks missed meanwhile are read, from the earliest message on its way', async () => {
    server.message('inbound', 'hello');
    for (const n of [2, 3, 4]) server.message('outbound', `reply ${n}`);
    await thread.resync();
    thread.deliver(2, 'delivered');
    server.requests.length = 0;
    server.setStatus(3, 'delivered');
    server.setStatus(4, 'undelivered');
    await thread.resync();
    expect(server.requests[0]).toEqual({ after: 2, cursor: null });
    expect(ticks(thread)).toEqual(['received', 'delivered', 'delivered', 'undelivered']);
    await thread.resync();
    expect(server.requests.at(-1)).toEqual({ after: 4, cursor: null });
  });

  test('given a message that failed, why is read at once; given one that arrived, nothing is', async () => {
    await caughtUp(1);
    const sent = [server.message('outbound', 'one', 'sent'), server.message('outbound', 'two', 'sent')];
    await thread.resync();
    server.requests.length = 0;
    thread.deliver(sent[0]!.seq, 'delivered');
    await settle();
    expect(server.requests).toEqual([]);
    server.facts[sent[1]!.seq - 1] = { ...sent[1]!, status: 'undelivered', errorCode: '30003' };
    thread.deliver(sent[1]!.seq, 'undelivered');
    await settle();
    expect(server.requests).toEqual([{ after: sent[1]!.seq - 1, cursor: null }]);
    expect(thread.messages.value.map((message) => message.errorCode)).toEqual([null, null, '30003']);
    expect(arrived).toEqual(['one', 'two']);
  });

  test('the answer to a decision shows what became of a message that was known', async () => {
    const doubtful = server.message('outbound', 'did this go', 'unknown');
    await thread.resync();
    thread.insert({ ...doubtful, status: 'failed' });
    expect(ticks(thread)).toEqual(['failed']);
  });

  test('read comes after delivered and is not taken back', async () => {
    server.message('outbound', 'I am here', 'sent');
    await thread.resync();
    for (const status of ['read', 'delivered', 'undelivered'] as const) thread.deliver(1, status);
    expect(ticks(thread)).toEqual(['read']);
  });
});

describe('trouble', () => {
  test('a read cut between two pages is repeated from where nothing was missing', async () => {
    await caughtUp(1);
    for (let n = 2; n <= 6; n++) server.message('inbound', `words ${n}`);
    const pages = server.fetchPage;
    let served = 0;
    const cutOnce = new Thread({
      fetchPage: (after, cursor) => (++served === 2 ? Promise.reject(new TypeError('cut')) : pages(after, cursor)),
    });
    await cutOnce.resync();
    expect(cutOnce.failing.value).toBe(true);
    expect(words(cutOnce)).toEqual(['words 1', 'words 2', 'words 3']);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(cutOnce.failing.value).toBe(false);
    expect(words(cutOnce)).toEqual([1, 2, 3, 4, 5, 6].map((n) => `words ${n}`));
    cutOnce.dispose();
  });

  test('a failing server is asked again and again, with growing pauses, until it answers', async () => {
    await caughtUp(1);
    server.cuts = 4;
    thread.announce(server.message('inbound', 'help').seq, 'message');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(words(thread)).toEqual(['words 1', 'help']);
    expect(server.requests).toHaveLength(5);
  });

  test('a tick recheck that failed is still owed after the connection is back', async () => {
    const { seq } = server.message('outbound', 'I am here');
    await thread.resync();
    server.setStatus(seq, 'delivered');
    server.cuts = 1;
    await thread.resync();
    expect(ticks(thread)).toEqual(['queued']);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(ticks(thread)).toEqual(['delivered']);
  });

  test('a message announced before it can be read is looked for again', async () => {
    await caughtUp(2);
    server.readableUpTo = 2;
    thread.announce(server.message('inbound', 'not visible yet').seq, 'message');
    await settle();
    expect(words(thread)).toHaveLength(2);
    server.readableUpTo = Infinity;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(words(thread)).toEqual(['words 1', 'words 2', 'not visible yet']);
  });

  test('an announced message that never shows up is given up on', async () => {
    await caughtUp(1);
    thread.announce(99, 'message');
    await vi.advanceTimersByTimeAsync(600_000);
    expect(server.requests).toHaveLength(7);
  });

  test('a conversation that may not be read any more is not asked for again', async () => {
    const denied: number[] = [];
    const fetchPage = vi.fn().mockRejectedValue(new ApiError(404, { code: 'not_found' }));
    const gone = new Thread({ fetchPage, onDenied: (error) => denied.push(error.status) });
    await gone.resync();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(denied).toEqual([404]);
    expect(fetchPage).toHaveBeenCalledTimes(1);
  });

  test('a thread put away in the middle of a read keeps silent', async () => {
    await caughtUp(1);
    const release = server.hold();
    thread.announce(server.message('inbound', 'too late').seq, 'message');
    thread.dispose();
    release();
    await settle();
    expect(words(thread)).toEqual(['words 1']);
    expect(arrived).toEqual([]);
  });
});
