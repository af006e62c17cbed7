import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ChatApi, type ChatProgram } from '../src/chat/api';
import { Chat } from '../src/chat/chat';
import { OPENS_MS } from '../src/chat/hours';
import { HeldStorage } from '../src/chat/held';
import type { Socket } from '../src/realtime/client';

const NOON = Date.UTC(2026, 0, 5, 12);

/** A door with hours: what was asked of it, and how it answers. */
class Door {
  readonly calls: string[] = [];
  program: Partial<ChatProgram> = { open: true, opensAt: null };
  /** What a look is answered instead. */
  status = 200;

  readonly fetch = (async (url: string, init?: RequestInit) => {
    const path = String(url).replace('http://pretend/api/webchat/', '');
    this.calls.push(`${init?.method} ${path}`);
    if (path.startsWith('programs/')) {
      if (this.status !== 200) return Response.json({ status: this.status, code: 'told', title: 'told' }, { status: this.status });
      return Response.json({ requestId: '', id: 'prg_1', name: 'Harbor', zone: 'UTC', languages: ['en'], ...this.program });
    }
    if (path === 'sessions') return Response.json({ sessionId: 's', token: 't', expiresAt: '', programId: 'prg_1', programName: 'Harbor' }, { status: 201 });
    if (path.startsWith('messages')) return Response.json({ requestId: '', items: [], nextCursor: null, cursor: 0, state: 'new', readUpTo: 0, optedOut: false, renewed: null });
    return Response.json({ url: 'ws://pretend' });
  }) as typeof fetch;

  get sessions(): number {
    return this.calls.filter((one) => one === 'POST sessions').length;
  }
}

let door: Door;
let chat: Chat;
const tick = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers({ now: NOON });
  door = new Door();
  chat = new Chat({
    api: new ChatApi({ fetch: door.fetch, origin: 'http://pretend' }),
    storage: new HeldStorage(() => undefined, { cookie: '' }),
    programId: 'prg_1',
    visible: () => true,
    open: () => new (class extends EventTarget { send = (): void => undefined; close = (): void => undefined; })() as unknown as Socket,
  });
});
afterEach(() => {
  chat.forgetAll();
  vi.useRealTimers();
});

test('while people are there a session is opened at once', async () => {
  await chat.start();
  expect([chat.stage.value, door.calls.slice(0, 2)]).toEqual(['open', ['GET programs/prg_1', 'POST sessions']]);
});

test('while nobody is there no session is opened before somebody says that they want to write', async () => {
  door.program = { open: false, opensAt: '2026-01-05T18:00:00+00:00' };
  await chat.start();
  expect([chat.stage.value, chat.programName.value, door.sessions]).toEqual(['closed', 'Harbor', 0]);
  await chat.open();
  expect([chat.stage.value, door.sessions]).toEqual(['open', 1]);
});

test('who waits at a closed page finds it open when its hours have begun', async () => {
  door.program = { open: false, opensAt: '2026-01-05T12:30:00+00:00' };
  await chat.start();
  await tick(29 * 60_000);
  expect(chat.stage.value).toBe('closed');
  door.program = { open: true, opensAt: null };
  await tick(60_000 + OPENS_MS.after);
  expect([chat.stage.value, door.sessions]).toEqual(['open', 1]);
});

test('a night that lasts is looked up again now and then, for clocks are put right', async () => {
  door.program = { open: false, opensAt: '2026-01-09T12:00:00+00:00' };
  await chat.start();
  await tick(OPENS_MS.longest * 3);
  expect(door.calls.length).toBe(4);
});

test('somebody who comes back to a closed page is told how it stands now', async () => {
  door.program = { open: false, opensAt: null };
  await chat.start();
  door.program = { open: true, opensAt: null };
  chat.wake();
  await tick();
  expect(chat.stage.value).toBe('open');
});

test.each([404, 422, 400])('a program that is answered %s is no chat, and no session is asked for', async (status) => {
  door.status = status;
  await chat.start();
  expect([chat.stage.value, door.sessions]).toEqual(['no-chat', 0]);
});

test.each([429, 500, 503])('when the look is answered %s the session is asked for all the same', async (status) => {
  door.status = status;
  await chat.start();
  expect([chat.stage.value, door.sessions]).toEqual(['open', 1]);
});

test('an id is no path', async () => {
  chat.forgetAll();
  await new ChatApi({ fetch: door.fetch, origin: 'http://pretend' }).program('../sessions?x').catch(() => undefined);
  expect(door.calls.at(-1)).toBe('GET programs/..%2Fsessions%3Fx');
});
