/** A pretend platform per test, and people who sit down at it over real HTTP and WebSocket connections on loopback. */

import { signal } from '@preact/signals';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { PASSWORD } from '../dev/pretend-people';
import { PretendApi } from '../dev/pretend-api';
import { ApiClient } from '../src/api/client';
import { Desk } from '../src/desk/desk';
import { Floor } from '../src/desk/floor';
import type { OpenConversation } from '../src/desk/open-conversation';
import type { Workplace } from '../src/desk/workplace';
import { Cookies } from './cookies';

export let pretend: PretendApi;
/** How often a session ended. */
export let ended: number;
/** Where the pretend platform is. */
export let origin: string;
let places: Workplace[];

/** Call once in a test file: begins each test anew. */
export function onLoopback(): void {
  beforeEach(async () => {
    vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }));
    vi.stubGlobal('addEventListener', () => undefined);
    vi.stubGlobal('removeEventListener', () => undefined);
    pretend = new PretendApi();
    origin = await pretend.start();
    [ended, places] = [0, []];
  });
  afterEach(async () => {
    for (const place of places) place.stop();
    await pretend.stop();
    vi.unstubAllGlobals();
  });
}

/** A workplace for the person with this name, not started yet. */
async function sitDown<P extends Workplace>(name: string, Place: new (...parts: ConstructorParameters<typeof Workplace>) => P, pollMs?: number): Promise<P> {
  const cookies = new Cookies();
  const reachable = signal(true);
  const api = new ApiClient({
    origin,
    jar: cookies.jar,
    fetch: cookies.fetch,
    onSessionEnded: () => (ended += 1),
    onReach: (answered) => (reachable.value = answered),
  });
  const user = await api.auth.signIn(`${name}@pretend.example`, PASSWORD);
  const place = new Place(api, user, reachable, pollMs);
  places.push(place);
  return place;
}

/** A responder's desk; one that polls every `pollMs` for tests that cannot wait. */
export const deskOf = (name: string, pollMs?: number): Promise<Desk> => sitDown(name, Desk, pollMs);
export const floorOf = (name: string, pollMs?: number): Promise<Floor> => sitDown(name, Floor, pollMs);

export const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 4_000, interval: 10 });
export const words = (one: OpenConversation | null): string[] => (one?.thread.messages.value ?? []).map((message) => message.content);
export const turns = (one: OpenConversation | null): string[] => (one?.history.entries.value ?? []).flatMap((entry) => entry.transition ?? []);
export const callsTo = (end: string): number => pretend.calls.filter((call) => call.includes(end)).length;

/** Starts a workplace and waits until pushes reach it. */
export async function live<P extends Workplace>(place: P): Promise<P> {
  place.start();
  await until(() => expect(place.connection.value).toBe('live'));
  await until(() => expect(place.loaded.value).toBe(true));
  return place;
}
