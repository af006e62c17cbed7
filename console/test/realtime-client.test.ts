import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { backOff, PING_MS, RealtimeClient, SILENCE_MS, type LinkState, type Socket } from '../src/realtime/client';
import type { ServerFrame } from '../src/realtime/frames';

/** The server's end of one socket: a test says what it does. */
class FakeSocket extends EventTarget {
  readonly heard: string[] = [];
  readonly url: string;
  closed = false;

  constructor(url: string) {
    super();
    this.url = url;
  }

  send(text: string): void {
    const { action, room } = JSON.parse(text) as { action: string; room?: string };
    this.heard.push(room === undefined ? action : `${action} ${room}`);
  }

  close(): void {
    this.closed = true;
  }

  accept(): void {
    this.dispatchEvent(new Event('open'));
  }

  say(frame: object): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(frame) }));
  }

  hangUp(): void {
    this.dispatchEvent(new Event('close'));
  }
}

let sockets: FakeSocket[];
let tickets: number;
let states: LinkState[];
let frames: ServerFrame[];
let resynced: string[];
let client: RealtimeClient;
let ticket: () => Promise<{ url: string }>;

const tick = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const socket = (): FakeSocket => sockets.at(-1) as FakeSocket;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  [sockets, states, frames, resynced, tickets] = [[], [], [], [], 0];
  ticket = () => Promise.resolve({ url: `ws://pretend/?ticket=${++tickets}` });
  client = new RealtimeClient({
    ticket: () => ticket(),
    open: (url) => {
      sockets.push(new FakeSocket(url));
      return socket() as unknown as Socket;
    },
    onState: (state) => states.push(state),
    onFrame: (frame) => frames.push(frame),
    onResync: (room) => resynced.push(room),
  });
});
afterEach(() => {
  client.stop();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

async function live(): Promise<void> {
  client.start();
  await tick();
  socket().accept();
}

test('connects with a ticket, subscribes what was wanted before, and resyncs each room once it is confirmed', async () => {
  client.subscribe('user:1');
  client.subscribe('conversation:a');
  await live();
  expect(socket().url).toBe('ws://pretend/?ticket=1');
  expect(socket().heard).toEqual(['subscribe user:1', 'subscribe conversation:a', 'ping']);
  expect(resynced).toEqual([]);
  socket().say({ type: 'subscribed', room: 'conversation:a' });
  expect(resynced).toEqual(['conversation:a']);
  expect([client.isLive('conversation:a'), client.isLive('user:1')]).toEqual([true, false]);
});

test('after a cut it comes back with a fresh ticket, the same rooms, and resyncs again', async () => {
  client.subscribe('user:1');
  await live();
  socket().say({ type: 'subscribed', room: 'user:1' });
  socket().hangUp();
  expect(client.isLive('user:1')).toBe(false);
  await tick(250);
  expect(socket().url).toBe('ws://pretend/?ticket=2');
  socket().accept();
  socket().say({ type: 'subscribed', room: 'user:1' });
  expect(socket().heard).toContain('subscribe user:1');
  expect(resynced).toEqual(['user:1', 'user:1']);
  expect(states).toEqual(['connecting', 'live', 'waiting', 'connecting', 'live']);
});

test('frames of a socket that was given up are ignored', async () => {
  client.subscribe('user:1');
  await live();
  const old = socket();
  old.hangUp();
  await tick(250);
  socket().accept();
  old.say({ type: 'subscribed', room: 'user:1' });
  old.say({ type: 'fact', room: 'user:1', conversationId: 'a', seq: 1, kind: 'message', at: '' });
  old.hangUp();
  expect([resynced, frames, states.at(-1)]).toEqual([[], [], 'live']);
});

test('pings every 30 seconds, and gives up a link that stays silent', async () => {
  await live();
  socket().say({ type: 'pong' });
  await tick(PING_MS);
  expect(socket().heard.filter((word) => word === 'ping')).toHaveLength(2);
  await tick(SILENCE_MS - 1);
  expect(states.at(-1)).toBe('live');
  await tick(1);
  expect(states.at(-1)).toBe('waiting');
  expect(socket().closed).toBe(true);
});

test('a socket that never opens is given up too', async () => {
  client.start();
  await tick(SILENCE_MS);
  expect(states).toEqual(['connecting', 'waiting']);
});

test('a ticket that cannot be had counts as a failed attempt', async () => {
  ticket = () => Promise.reject(new TypeError('offline'));
  client.start();
  await tick();
  expect(states).toEqual(['connecting', 'waiting']);
  ticket = () => Promise.resolve({ url: 'ws://pretend/again' });
  await tick(250);
  expect(socket().url).toBe('ws://pretend/again');
});

test('waits longer after each failure, with full jitter and a cap', () => {
  expect([0, 1, 2, 3, 20].map(backOff)).toEqual([250, 500, 1000, 2000, 15_000]);
  vi.mocked(Math.random).mockReturnValue(0);
  expect(backOff(5)).toBe(0);
});

test('a server that accepts and hangs up without a word is not hammered', async () => {
  await live();
  for (const wait of [250, 500, 1000, 2000]) {
    socket().hangUp();
    const before = sockets.length;
    await tick(wait - 1);
    expect(sockets).toHaveLength(before);
    await tick(1);
    expect(sockets).toHaveLength(before + 1);
    socket().accept();
  }
});

test('a subscription whose answer got lost is asked for again, a refused one is not', async () => {
  client.subscribe('conversation:a');
  client.subscribe('conversation:b');
  await live();
  socket().say({ type: 'refused', room: 'conversation:b', code: 'not_found' });
  await tick(PING_MS);
  expect(socket().heard.filter((word) => word === 'subscribe conversation:a')).toHaveLength(2);
  expect(socket().heard.filter((word) => word === 'subscribe conversation:b')).toHaveLength(1);
  expect(frames).toEqual([{ type: 'refused', room: 'conversation:b', code: 'not_found' }]);
});

test('one’s own writing is told only where it is heard', async () => {
  client.subscribe('conversation:a');
  await live();
  client.type('conversation:a');
  socket().say({ type: 'subscribed', room: 'conversation:a' });
  client.type('conversation:a');
  client.type('conversation:b');
  expect(socket().heard.filter((said) => said.startsWith('typing'))).toEqual(['typing conversation:a']);
});

test('an unsubscribed room stays away after a reconnect', async () => {
  client.subscribe('conversation:a');
  await live();
  client.unsubscribe('conversation:a');
  socket().say({ type: 'subscribed', room: 'conversation:a' });
  expect(resynced).toEqual([]);
  socket().hangUp();
  await tick(250);
  socket().accept();
  expect(socket().heard).toEqual(['ping']);
});

test('a nudge cuts the wait short, and tests a link that seems alive', async () => {
  await live();
  socket().say({ type: 'pong' });
  client.nudge();
  expect(socket().heard).toEqual(['ping', 'ping']);
  socket().hangUp();
  client.nudge();
  await tick();
  expect(sockets).toHaveLength(2);
});

test('a stop while the ticket is on its way leaves no socket behind', async () => {
  client.start();
  client.stop();
  await tick(60_000);
  expect(sockets).toEqual([]);
  expect(states.at(-1)).toBe('stopped');
});

test.each(['not json', '42', 'null', '{}', '{"message":"Internal server error"}', '{"type":"fact","room":"a"}', '{"type":"toString"}',
  '{"type":"alert","room":"a","id":"1","kind":"k","level":"page","programId":"p","conversationId":7}'])(
  'the frame %s is ignored',
  async (data) => {
    await live();
    socket().dispatchEvent(new MessageEvent('message', { data }));
    expect([frames, states.at(-1)]).toEqual([[], 'live']);
  },
);

test('an alert is heard whether or not it is about a conversation', async () => {
  await live();
  for (const conversationId of ['a', null]) {
    socket().say({ type: 'alert', room: 'program:1', id: '1', kind: 'nobody_online', level: 'page', programId: '1', conversationId });
  }
  expect(frames.map((frame) => frame.type === 'alert' && frame.conversationId)).toEqual(['a', null]);
});
