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
    const { action, room, after } = JSON.parse(text) as { action: string; room?: string; after?: number };
    this.heard.push([action, room, after === undefined ? undefined : `after ${after}`].filter((one) => one !== undefined).join(' '));
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

const dm = (seq: number): object => ({ type: 'dm', room: 'user:1', seq, threadId: 't', messageId: `m${seq}`, from: '2' });
const shown = (): (number | undefined)[] => frames.filter((frame) => frame.type === 'dm').map((frame) => frame.seq);

/** The socket dies and another one opens. */
async function again(): Promise<void> {
  socket().hangUp();
  await tick(10_000);
  socket().accept();
}

test('after a cut it asks for what was said after the last frame it heard, and shows that once', async () => {
  client.subscribe('user:1');
  await live();
  socket().say({ type: 'subscribed', room: 'user:1', seq: 7 });
  socket().say(dm(8));
  await again();
  expect(socket().heard).toContain('subscribe user:1 after 8');
  socket().say({ type: 'subscribed', room: 'user:1', seq: 10, missed: [dm(9), dm(10)] });
  socket().say(dm(10));
  expect(shown()).toEqual([8, 9, 10]);
  expect(resynced).toEqual(['user:1', 'user:1']);
});

test('a frame that was overtaken is asked for again, also after a cut', async () => {
  client.subscribe('user:1');
  await live();
  socket().say({ type: 'subscribed', room: 'user:1', seq: 7 });
  socket().say(dm(9));
  await tick(PING_MS);
  expect(socket().heard.at(-2)).toBe('subscribe user:1 after 7');
  await again();
  expect(socket().heard).toContain('subscribe user:1 after 7');
  socket().say({ type: 'subscribed', room: 'user:1', seq: 9, missed: [dm(8), dm(9)] });
  expect(shown()).toEqual([9, 8]);
  await again();
  expect(socket().heard).toContain('subscribe user:1 after 9');
});

test('a frame that comes before the answer to the subscription is shown once', async () => {
  client.subscribe('user:1');
  await live();
  socket().say(dm(8));
  socket().say({ type: 'subscribed', room: 'user:1', seq: 7 });
  await again();
  expect(socket().heard).toContain('subscribe user:1 after 8');
  expect(shown()).toEqual([8]);
});

test('a room whose log does not reach back is read anew, and goes on from there', async () => {
  client.subscribe('user:1');
  await live();
  socket().say({ type: 'subscribed', room: 'user:1', seq: 7 });
  await again();
  socket().say({ type: 'reset', room: 'user:1', seq: 900 });
  expect([client.isLive('user:1'), resynced]).toEqual([true, ['user:1', 'user:1']]);
  socket().say(dm(901));
  await again();
  expect(socket().heard).toContain('subscribe user:1 after 901');
  expect(shown()).toEqual([901]);
});

test('a conversation has no place to go on from: its facts are read', async () => {
  client.subscribe('conversation:a');
  await live();
  socket().say({ type: 'subscribed', room: 'conversation:a', seq: 4 });
  await again();
  expect(socket().heard).toContain('subscribe conversation:a');
});

test('a room that is taken away is told and not asked for again, unless it is wanted again', async () => {
  client.subscribe('conversation:a');
  await live();
  socket().say({ type: 'subscribed', room: 'conversation:a', seq: 4 });
  socket().say({ type: 'unsubscribed', room: 'conversation:a', reason: 'not_yours' });
  expect([client.isLive('conversation:a'), frames.at(-1)?.type]).toEqual([false, 'unsubscribed']);
  await again();
  expect(socket().heard).toEqual(['ping']);
  client.subscribe('conversation:a');
  expect(socket().heard).toEqual(['ping', 'subscribe conversation:a']);
});

test('the late answer to a leaving does not take away a room that is wanted again', async () => {
  client.subscribe('conversation:a');
  await live();
  client.unsubscribe('conversation:a');
  client.subscribe('conversation:a');
  socket().say({ type: 'unsubscribed', room: 'conversation:a' });
  socket().say({ type: 'subscribed', room: 'conversation:a', seq: 4 });
  expect([client.isLive('conversation:a'), frames]).toEqual([true, []]);
});

test('whoever is cut comes back with a new ticket, over two seconds', async () => {
  await live();
  socket().say({ type: 'cut', reason: 'rights_changed' });
  expect([states.at(-1), socket().closed]).toEqual(['waiting', true]);
  await tick(999);
  expect(sockets).toHaveLength(1);
  await tick(1);
  expect(sockets).toHaveLength(2);
});

test('however often it is cut off, it has shown the whole log once', async () => {
  let state = 1;
  const random = (below: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  for (let run = 0; run < 60; run++) {
    client.stop();
    frames.length = 0;
    const log: number[] = [];
    let seq = 100;
    client.subscribe('user:1');
    await live();
    // The server's side: answers what it is asked, from its log.
    const answer = (): void => {
      const asked = socket().heard.filter((word) => word.startsWith('subscribe')).at(-1) as string;
      const after = asked.includes('after') ? Number(asked.split(' ').at(-1)) : seq;
      socket().say({ type: 'subscribed', room: 'user:1', seq, missed: log.filter((one) => one > after).map(dm) });
    };
    answer();
    const owed: number[] = [];
    for (let step = 0; step < 30; step++) {
      const turn = random(6);
      if (turn < 3) {
        log.push(++seq);
        if (turn === 0) owed.push(seq);
        else socket().say(dm(seq));
      } else if (turn === 3 && owed.length > 0) socket().say(dm(owed.splice(random(owed.length), 1)[0] as number));
      else if (turn === 4) {
        await again();
        if (random(3) > 0) answer();
      } else await tick(1000);
      socket().say({ type: 'pong' });
    }
    await again();
    answer();
    for (const late of owed) socket().say(dm(late));
    expect([...shown()].sort()).toEqual(log);
  }
});
