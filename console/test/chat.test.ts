import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ChatApi, type ChatMessage, type ChatMessages, type ChatState } from '../src/chat/api';
import { Chat, LONGEST, POLL_MS, STILL_TYPING_MS, TYPING_MS } from '../src/chat/chat';
import { doubleEscape, ELSEWHERE, ESCAPE_MS, leave } from '../src/chat/exit';
import { forget, keep, kept } from '../src/chat/keep';
import { parseChatFrame } from '../src/chat/link';
import { TRIES_AFTER } from '../src/chat/outbox';
import type { Socket } from '../src/realtime/client';

/** The server's end of one socket. */
class FakeSocket extends EventTarget {
  readonly heard: string[] = [];
  closed = false;

  send(text: string): void {
    this.heard.push((JSON.parse(text) as { action: string }).action);
  }

  close(): void {
    this.closed = true;
  }

  accept(): void {
    this.dispatchEvent(new Event('open'));
    this.say({ type: 'pong' });
  }

  say(frame: object): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(frame) }));
  }

  hangUp(): void {
    this.dispatchEvent(new Event('close'));
  }
}

class FakeStorage {
  readonly items = new Map<string, string>();
  getItem = (key: string): string | null => this.items.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.items.set(key, value);
  removeItem = (key: string): void => void this.items.delete(key);
  clear = (): void => this.items.clear();
}

/** The line as the page sees it: what was posted, what can be read, and how it answers wrongly when told to. */
class FakeLine {
  readonly calls: string[] = [];
  readonly posted: { content: string; clientId: string }[] = [];
  readonly messages: ChatMessage[] = [];
  readonly read: number[] = [];
  /** What the next such calls are answered instead: a status, or null for no answer at all. */
  readonly faults: { call: string; status: number | null; retryAfter?: number }[] = [];
  state: ChatState = 'new';
  optedOut = false;
  readUpTo = 0;
  renewed: { token: string; expiresAt: string } | null = null;
  sessions = 0;
  /** Undefined: people are there. Null: nobody can say when. */
  opensAt: string | null | undefined;
  /** Whether tickets are given: without them there is no socket. */
  tickets = true;
  pageSize = 100;
  /** Messages that were posted are not to be read yet. */
  slow = false;

  say(content: string, direction: 'inbound' | 'outbound' = 'outbound', id = `msg_${this.messages.length}`): void {
    this.messages.push({ id, seq: this.messages.length + 1, direction, automatic: false, content, at: '2026-01-01T03:00:00Z' });
  }

  readonly fetch = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const address = new URL(String(url), 'http://pretend');
    const path = address.pathname.replace('/api/webchat/', '');
    this.calls.push(`${init?.method ?? 'GET'} ${path}`);
    const fault = this.faults.findIndex((one) => one.call === this.calls.at(-1));
    const [told] = fault >= 0 ? this.faults.splice(fault, 1) : [];
    if (told?.status === null) {
      // The answer is lost on its way; what was asked may have happened.
      this.#act(path, address, init);
      throw new TypeError('connection lost');
    }
    if (told !== undefined) return problem(told.status as number, told.retryAfter);
    const body = this.#act(path, address, init);
    return body === null ? new Response(null, { status: 204 }) : new Response(JSON.stringify(body), { status: 200 });
  };

  #act(path: string, address: URL, init?: RequestInit): object | null {
    const body = JSON.parse(String(init?.body ?? '{}')) as { content: string; clientId: string; seq: number; programId: string };
    if (path.startsWith('programs/')) {
      const id = decodeURIComponent(path.slice('programs/'.length));
      return { id, name: 'Harbor', open: this.opensAt === undefined, opensAt: this.opensAt ?? null, zone: 'UTC', languages: ['en', 'es'] };
    }
    if (path === 'sessions') {
      this.sessions += 1;
      return { sessionId: `s${this.sessions}`, token: `t${this.sessions}`, expiresAt: '', programId: body.programId, programName: 'Harbor' };
    }
    if (path === 'messages' && init?.method === 'POST') {
      if (!this.posted.some((one) => one.clientId === body.clientId)) {
        this.posted.push(body);
        if (!this.slow) this.say(body.content, 'inbound', `id ${body.clientId}`);
        this.state = 'waiting';
      }
      return { clientId: body.clientId, id: `id ${body.clientId}` };
    }
    if (path === 'messages') return this.#page(Number(address.searchParams.get('after')));
    if (path === 'ticket') return this.tickets ? { ticket: 'x', url: 'ws://pretend' } : {};
    if (path === 'read') this.read.push(body.seq);
    if (path === 'end') this.state = 'ended';
    return path === 'typing' ? null : {};
  }

  #page(after: number): ChatMessages {
    const later = this.messages.filter((one) => one.seq > after);
    const items = later.slice(0, this.pageSize);
    const cursor = items.at(-1)?.seq ?? after;
    return {
      requestId: '', items, cursor, nextCursor: later.length > items.length ? String(cursor) : null,
      state: this.state, readUpTo: this.readUpTo, optedOut: this.optedOut, renewed: this.renewed,
    };
  }
}

function problem(status: number, retryAfter?: number): Response {
  const headers = new Headers({ 'Content-Type': 'application/problem+json' });
  if (retryAfter !== undefined) headers.set('Retry-After', String(retryAfter));
  return new Response(JSON.stringify({ status, code: 'told', title: 'told', detail: 'told' }), { status, headers });
}

let line: FakeLine;
let storage: FakeStorage;
let sockets: FakeSocket[];
let visible: boolean;
let chat: Chat;

const tick = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const socket = (): FakeSocket => sockets.at(-1) as FakeSocket;
const said = (): string[] => chat.messages.value.map((one) => one.content);
const going = (): (string | null)[] => chat.outbox.pending.value.map((one) => one.content);
const count = (call: string): number => line.calls.filter((one) => one === call).length;

function newChat(programId: string | null = 'prg_1'): Chat {
  return new Chat({
    api: new ChatApi({ fetch: line.fetch as typeof fetch, origin: 'http://pretend' }),
    storage,
    programId,
    visible: () => visible,
    open: () => {
      sockets.push(new FakeSocket());
      return socket() as unknown as Socket;
    },
  });
}

async function live(): Promise<void> {
  await chat.start();
  await tick();
  socket().accept();
  await tick();
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  [line, storage, sockets, visible] = [new FakeLine(), new FakeStorage(), [], true];
  chat = newChat();
});
afterEach(() => {
  chat.forgetAll();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('opens a session of the program, keeps the key to it and no words in the tab, and listens', async () => {
  await live();
  chat.draft.value = 'zebra';
  chat.send();
  await tick(1_000);
  expect([chat.stage.value, chat.programName.value, chat.connection.value]).toEqual(['open', 'Harbor', 'live']);
  expect(kept(storage)).toEqual({ programId: 'prg_1', programName: 'Harbor', token: 't1' });
  expect(JSON.stringify([...storage.items])).not.toContain('zebra');
});

test('without a program it says so and asks nothing', async () => {
  chat = newChat(null);
  await chat.start();
  expect(chat.stage.value).toBe('no-program');
  expect(line.calls).toEqual([]);
});

test.each([[403, 'not-here'], [404, 'no-chat'], [422, 'no-chat'], [429, 'too-many'], [503, 'unreachable'], [null, 'unreachable']])(
  'when the session is answered %s the page stands at %s, and opens on another try',
  async (status, stage) => {
    line.faults.push({ call: 'POST sessions', status });
    await chat.start();
    expect(chat.stage.value).toBe(stage);
    await chat.open();
    expect(chat.stage.value).toBe('open');
  },
);

test('a reload takes up the same session and shows what was said', async () => {
  await live();
  line.say('hello again');
  chat = newChat();
  await live();
  expect(line.sessions).toBe(1);
  expect(said()).toEqual(['hello again']);
});

test('a reload whose address names no program goes on all the same, one of another program begins anew', async () => {
  await live();
  chat = newChat(null);
  await live();
  expect(line.sessions).toBe(1);
  chat = newChat('prg_2');
  await live();
  expect([line.sessions, kept(storage)?.programId]).toEqual([2, 'prg_2']);
});

test('what was kept and cannot be read is as good as nothing', async () => {
  for (const text of ['', 'null', '{', '5', '{"token":1}', '[]']) {
    storage.setItem('holdfast.chat', text);
    expect(kept(storage)).toBeNull();
  }
  await live();
  expect(line.sessions).toBe(1);
});

test('a message is on the page at once, is sent once, and takes its place when the line has it', async () => {
  line.slow = true;
  await live();
  chat.draft.value = '  I need somebody  ';
  chat.send();
  expect([going(), chat.draft.value]).toEqual([['I need somebody'], '']);
  await tick();
  expect(chat.outbox.pending.value[0]?.id).not.toBeNull();
  expect(said()).toEqual([]);
  line.say('I need somebody', 'inbound', `id ${line.posted[0]?.clientId}`);
  line.say('welcome');
  await tick(1_000);
  expect([going(), said()]).toEqual([[], ['I need somebody', 'welcome']]);
});

test('nothing is sent that is empty or too long', async () => {
  await live();
  for (const text of ['', '   \n', 'x'.repeat(LONGEST + 1)]) {
    chat.draft.value = text;
    chat.send();
  }
  await tick();
  expect(line.posted).toEqual([]);
  chat.draft.value = '😟'.repeat(LONGEST);
  chat.send();
  await tick();
  expect(line.posted.length).toBe(1);
});

test('an answer that was lost is asked for again under the same name: the message is one', async () => {
  await live();
  line.faults.push({ call: 'POST messages', status: null });
  line.faults.push({ call: 'POST messages', status: 503 });
  chat.draft.value = 'once';
  chat.send();
  await tick();
  expect(chat.outbox.pending.value[0]).toMatchObject({ id: null, again: true });
  await tick(10_000);
  expect(line.posted.map((one) => one.content)).toEqual(['once']);
  expect([going(), said()]).toEqual([[], ['once']]);
});

test('what cannot be sent is kept, holds back what was written after it, and goes in order when asked to', async () => {
  await live();
  for (let tries = 0; tries <= TRIES_AFTER.length; tries += 1) line.faults.push({ call: 'POST messages', status: 503 });
  for (const text of ['first', 'second']) {
    chat.draft.value = text;
    chat.send();
  }
  await tick(1_000 * TRIES_AFTER.reduce((sum, one) => sum + one, 0) + 120_000);
  expect(count('POST messages')).toBe(TRIES_AFTER.length + 1);
  expect(going()).toEqual(['first', 'second']);
  expect(chat.outbox.pending.value[0]).toMatchObject({ id: null, again: false });
  chat.outbox.retry();
  await tick(2_000);
  expect(line.posted.map((one) => one.content)).toEqual(['first', 'second']);
  expect(said()).toEqual(['first', 'second']);
});

test('a limit is waited for as long as the server says', async () => {
  await live();
  line.faults.push({ call: 'POST messages', status: 429, retryAfter: 40 });
  const clock = count('POST messages');
  chat.draft.value = 'later';
  chat.send();
  await tick(39_000);
  expect(count('POST messages')).toBe(clock + 1);
  await tick(2_000);
  expect(line.posted.map((one) => one.content)).toEqual(['later']);
});

test('what the server refuses for good is not tried again by itself', async () => {
  await live();
  line.faults.push({ call: 'POST messages', status: 422 });
  chat.draft.value = 'refused';
  chat.send();
  await tick(120_000);
  expect(chat.outbox.pending.value[0]).toMatchObject({ again: false, id: null });
  expect(count('POST messages')).toBe(1);
});

test('a pushed frame makes the page read, once for many', async () => {
  await live();
  const reads = count('GET messages');
  line.say('one');
  for (let times = 0; times < 5; times += 1) socket().say({ type: 'message' });
  await tick();
  expect(said()).toEqual(['one']);
  expect(count('GET messages') - reads).toBeLessThanOrEqual(2);
});

test('a long transcript is read page by page, in order and without doubles', async () => {
  line.pageSize = 2;
  for (let number = 0; number < 7; number += 1) line.say(`m${number}`);
  await live();
  expect(said()).toEqual(['m0', 'm1', 'm2', 'm3', 'm4', 'm5', 'm6']);
});

test('without a socket it asks, seldom and seldomer, and often again when something comes', async () => {
  line.tickets = false;
  await chat.start();
  await tick();
  line.faults.push({ call: 'POST ticket', status: 503 });
  const before = count('GET messages');
  await tick(60_000);
  const asked = count('GET messages') - before;
  expect(asked).toBeGreaterThan(4);
  expect(asked).toBeLessThan(60_000 / POLL_MS.first);
  line.say('there you are');
  await tick(POLL_MS.last * 1.2);
  expect(said()).toEqual(['there you are']);
  expect(chat.connection.value).toBe('polling');
});

test('a socket that hangs up is opened again, and what was missed is read', async () => {
  await live();
  socket().hangUp();
  expect(chat.connection.value).toBe('polling');
  line.say('while you were away');
  await tick(2_000);
  socket().accept();
  await tick();
  expect([chat.connection.value, said(), sockets.length]).toEqual(['live', ['while you were away'], 2]);
});

test('a socket that says nothing any more is given up', async () => {
  await live();
  await tick(45_000);
  expect(sockets.length).toBeGreaterThan(1);
  expect(sockets[0]?.closed).toBe(true);
});

test('how the chat stands is told by frames and by reading', async () => {
  await live();
  socket().say({ type: 'state', state: 'active' });
  expect(chat.state.value).toBe('active');
  line.state = 'ended';
  line.optedOut = true;
  socket().say({ type: 'message' });
  await tick();
  expect([chat.state.value, chat.optedOut.value]).toEqual(['ended', true]);
});

test('the other side writes until it has written, or for a while', async () => {
  await live();
  socket().say({ type: 'typing' });
  expect(chat.typing.value).toBe(true);
  await tick(STILL_TYPING_MS + 1);
  expect(chat.typing.value).toBe(false);
  socket().say({ type: 'typing' });
  line.say('done');
  socket().say({ type: 'message' });
  await tick();
  expect(chat.typing.value).toBe(false);
});

test('one’s own writing is told to somebody who is there, and not with every letter', async () => {
  await live();
  chat.type('a');
  expect(socket().heard).not.toContain('typing');
  line.state = 'active';
  socket().say({ type: 'state', state: 'active' });
  for (const text of ['ab', 'abc', '', 'abcd']) chat.type(text);
  expect(socket().heard.filter((one) => one === 'typing')).toHaveLength(1);
  await tick(TYPING_MS);
  chat.type('abcde');
  expect(socket().heard.filter((one) => one === 'typing')).toHaveLength(2);
  socket().hangUp();
  await tick(TYPING_MS);
  chat.type('abcdef');
  await tick();
  expect(count('POST typing')).toBe(1);
});

test('what is looked at is said to be read, again if the line does not know, and not for ever', async () => {
  line.say('for you');
  await live();
  expect(line.read).toEqual([1]);
  await tick(60_000);
  expect(line.read.length).toBeGreaterThan(1);
  expect(line.read.length).toBeLessThanOrEqual(3);
  line.readUpTo = 1;
  const before = line.read.length;
  socket().say({ type: 'message' });
  await tick(30_000);
  expect(line.read.length).toBe(before);
});

test('a page nobody looks at reads nothing as read until somebody does', async () => {
  visible = false;
  line.say('for you');
  await live();
  expect(line.read).toEqual([]);
  visible = true;
  chat.wake();
  await tick();
  expect(line.read).toEqual([1]);
});

test('a fresh token takes the place of the old one', async () => {
  line.renewed = { token: 'fresh', expiresAt: '' };
  await live();
  expect(kept(storage)?.token).toBe('fresh');
});

test('a session that has expired says so, keeps what was not sent, and begins anew when asked to', async () => {
  await live();
  line.faults.push({ call: 'POST messages', status: 401 });
  chat.draft.value = 'do not lose this';
  chat.send();
  await tick();
  expect([chat.stage.value, chat.draft.value, going()]).toEqual(['expired', 'do not lose this', []]);
  await chat.open();
  expect([chat.stage.value, line.sessions]).toEqual(['open', 2]);
  chat.send();
  await tick();
  expect(line.posted.map((one) => one.content)).toEqual(['do not lose this']);
});

test('content that was erased is not asked for any more', async () => {
  await live();
  line.faults.push({ call: 'GET messages', status: 410 });
  socket().say({ type: 'message' });
  await tick();
  const before = line.calls.length;
  await tick(300_000);
  expect([chat.stage.value, kept(storage), line.calls.length]).toEqual(['erased', null, before]);
});

test('ending is asked for once and shown when it has happened; a failure can be tried again', async () => {
  await live();
  line.state = 'active';
  line.faults.push({ call: 'POST end', status: 503 });
  await chat.end();
  expect([chat.ending.value, chat.endFailed.value]).toEqual([false, true]);
  void chat.end();
  void chat.end();
  await tick(2_000);
  expect([chat.state.value, chat.ending.value, count('POST end')]).toEqual(['ended', false, 2]);
});

test('when it is left nothing is known any more and nothing is asked', async () => {
  line.say('secret');
  await live();
  chat.draft.value = 'half a sentence';
  chat.forgetAll();
  const before = line.calls.length;
  await tick(300_000);
  expect([said(), chat.draft.value, chat.programName.value, line.calls.length]).toEqual([[], '', '', before]);
  expect(socket().closed).toBe(true);
});

test('the quick exit empties the page, then the tab, then goes elsewhere without a step back', () => {
  const deeds: string[] = [];
  storage.setItem('holdfast.chat', 'x');
  const room = {
    storage: { clear: () => { storage.clear(); deeds.push('cleared'); } },
    document: { title: 'Chat', body: { replaceChildren: (...nodes: unknown[]) => deeds.push(`emptied ${nodes.length}`) } },
    location: { replace: (to: string | URL) => void deeds.push(`to ${to}`) },
  };
  leave(room);
  expect(deeds).toEqual(['emptied 0', 'cleared', `to ${ELSEWHERE}`]);
  expect([room.document.title, storage.items.size]).toEqual(['', 0]);
});

test('the quick exit leaves also where the tab may keep nothing', () => {
  let away = '';
  const refuse = (): void => {
    throw new Error('storage is denied');
  };
  const room = { storage: { clear: refuse }, document: { title: '', body: { replaceChildren: () => undefined } }, location: { replace: (to: string | URL) => { away = String(to); } } };
  leave(room);
  expect(away).toBe(ELSEWHERE);
});

test('two presses of Escape leave, one does not, nor two that are far apart or have another key between', () => {
  let now = 0;
  const second = doubleEscape(() => now);
  expect(second('Escape')).toBe(false);
  now = ESCAPE_MS;
  expect(second('Escape')).toBe(true);
  expect(second('Escape')).toBe(false);
  now += ESCAPE_MS + 1;
  expect(second('Escape')).toBe(false);
  expect(second('a')).toBe(false);
  expect(second('Escape')).toBe(false);
});

test('a frame nobody understands is no frame', () => {
  for (const data of ['', 'x', '[]', 'null', '5', '{}', '{"type":"fact"}', '{"type":"state"}', '{"type":"state","state":"x"}', null, undefined]) {
    expect(parseChatFrame(data)).toBeNull();
  }
  expect(parseChatFrame('{"type":"state","state":"active","room":"chat:x"}')).toEqual({ type: 'state', state: 'active' });
});

test('what is kept is forgotten when asked to', () => {
  keep(storage, { programId: 'p', programName: 'P', token: 't' });
  forget(storage);
  expect(kept(storage)).toBeNull();
});
