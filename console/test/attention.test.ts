/** What calls for one's attention: alerts in rows, their sound, breaks, and the truth about the connection. */

import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ApiError } from '../src/api/problem';
import type { StaffApi } from '../src/api/staff';
import { Transport } from '../src/api/transport';
import type { Alert } from '../src/api/types';
import { Alerts } from '../src/desk/alerts';
import { AGAIN_MS, ringFor } from '../src/desk/bell';
import { Breaks, LATER_MINUTES, SHORTEST_MS, watchBreaks, WORK_MS } from '../src/desk/breaks';
import { Chime } from '../src/desk/chime';
import { regained, SAID_MS } from '../src/desk/regained';
import type { Connection } from '../src/desk/watch';
import type { Workplace } from '../src/desk/workplace';

const alert = (id: string, level: Alert['level'], minute: number, conversationId: string | null = `of-${id}`, kind = 'risk_raised'): Alert => ({
  id, level, kind, conversationId, detail: '', programId: 'program-1', at: new Date(minute * 60_000).toISOString(), acknowledgedBy: null,
});

/** The platform's alerts, and whether acknowledging works. */
function platform(...all: Alert[]) {
  const answer: { all: Alert[]; fails: boolean; hold: Promise<void> } = { all, fails: false, hold: Promise.resolve() };
  const api = {
    alerts: () => Promise.resolve(answer.all.map((one) => ({ ...one }))),
    acknowledge: async (id: string) => {
      await answer.hold;
      if (answer.fails) throw new ApiError(500, {});
      const one = answer.all.find((other) => other.id === id)!;
      one.acknowledgedBy = 'me';
      return { ...one };
    },
  } as unknown as StaffApi;
  return { answer, alerts: new Alerts(api, () => undefined) };
}
const shown = (alerts: Alerts): string[] => alerts.rows.value.map(({ alert: { id }, others }) => [id, ...others.map((one) => one.id)].join('+'));

describe('alerts', () => {
  test('pages come first, then the newest; each conversation once, with the gravest of it', async () => {
    const { alerts } = platform(alert('a', 'notice', 9, 'one'), alert('b', 'page', 3, 'one'), alert('c', 'page', 5, 'two'), alert('d', 'page', 2, 'one'), alert('e', 'notice', 8, 'three'));
    await alerts.refresh();
    expect(shown(alerts)).toEqual(['c', 'b+d+a', 'e']);
  });

  test('within a conversation, what asks for something is not hidden by what came after it', async () => {
    const { alerts } = platform(alert('a', 'page', 1, 'one', 'confirmation_needed'), alert('b', 'page', 2, 'one', 'escalated'), alert('c', 'page', 3, 'two'));
    await alerts.refresh();
    expect(shown(alerts)).toEqual(['c', 'a+b']);
  });

  test('what is about no conversation stands together by its kind', async () => {
    const { alerts } = platform(alert('a', 'notice', 1, null, 'queue_deep'), alert('b', 'notice', 2, null, 'queue_deep'), alert('c', 'notice', 3, null, 'nobody_online'));
    await alerts.refresh();
    expect(shown(alerts)).toEqual(['c', 'b+a']);
  });

  test('what somebody is on goes before the server has answered', async () => {
    const { alerts, answer } = platform(alert('a', 'page', 1));
    await alerts.refresh();
    let release = (): void => undefined;
    answer.hold = new Promise((settle) => (release = settle));
    const done = alerts.acknowledge(alerts.open.value[0]!);
    expect(alerts.rows.value).toEqual([]);
    release();
    await done;
    await alerts.refresh();
    expect(alerts.rows.value).toEqual([]);
  });

  test('it comes back when that cannot be recorded, and says so', async () => {
    const { alerts, answer } = platform(alert('a', 'page', 1));
    await alerts.refresh();
    answer.fails = true;
    await alerts.acknowledge(alerts.open.value[0]!);
    expect([shown(alerts), alerts.failure.value?.status]).toEqual([['a'], 500]);
  });

  test('news are what was not seen before', async () => {
    const { alerts, answer } = platform(alert('a', 'page', 1));
    await alerts.refresh();
    answer.all.push(alert('b', 'notice', 2));
    await alerts.refresh();
    await alerts.refresh();
    expect(alerts.news.value.map(({ id }) => id)).toEqual(['b']);
  });
});

describe('the bell', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function listening() {
    const open = signal<Alert[]>([]);
    const rung: string[] = [];
    return { open, rung, stop: ringFor({ open }, (level) => rung.push(level)) };
  }

  test('rings once for what is new, by the gravest of it', () => {
    const { open, rung, stop } = listening();
    open.value = [alert('a', 'notice', 1)];
    open.value = [alert('b', 'page', 2), alert('c', 'notice', 3), ...open.value];
    open.value = [...open.value];
    expect(rung).toEqual(['notice', 'page']);
    stop();
  });

  test('rings again each minute while a page waits, and for notices never', () => {
    const { open, rung, stop } = listening();
    open.value = [alert('a', 'notice', 1)];
    vi.advanceTimersByTime(10 * AGAIN_MS);
    expect(rung).toEqual(['notice']);
    open.value = [alert('b', 'page', 2), ...open.value];
    vi.advanceTimersByTime(AGAIN_MS - 1);
    expect(rung).toEqual(['notice', 'page']);
    vi.advanceTimersByTime(1 + AGAIN_MS);
    expect(rung).toEqual(['notice', 'page', 'page', 'page']);
    stop();
    vi.advanceTimersByTime(10 * AGAIN_MS);
    expect(rung).toHaveLength(4);
  });

  test('a second page begins the minute anew, and is silent once somebody is on both', () => {
    const { open, rung, stop } = listening();
    open.value = [alert('a', 'page', 1)];
    vi.advanceTimersByTime(AGAIN_MS - 1);
    open.value = [alert('b', 'page', 2), ...open.value];
    vi.advanceTimersByTime(AGAIN_MS - 1);
    expect(rung).toEqual(['page', 'page']);
    open.value = [];
    vi.advanceTimersByTime(10 * AGAIN_MS);
    expect(rung).toHaveLength(2);
    stop();
  });
});

describe('the sound', () => {
  /** A context that counts its tones. */
  function audio(state = 'running') {
    const tones: number[] = [];
    const node = { connect: () => node, gain: { setValueAtTime: () => 0, linearRampToValueAtTime: () => 0, exponentialRampToValueAtTime: () => 0 } };
    const context = {
      state, currentTime: 0, destination: node, resume: () => new Promise<void>(() => undefined), createGain: () => node,
      createOscillator: () => ({ type: '', frequency: { value: 0 }, connect: () => node, start: (at: number) => tones.push(at), stop: () => undefined }),
    };
    return { tones, make: () => context as unknown as AudioContext };
  }
  const box = () => {
    const kept = new Map<string, string>();
    return { kept, getItem: (name: string) => kept.get(name) ?? null, setItem: (name: string, value: string) => void kept.set(name, value), removeItem: (name: string) => void kept.delete(name) };
  };
  const settled = (): Promise<void> => new Promise((settle) => setTimeout(settle));

  test('is off until it is turned on, and then kept by the browser', async () => {
    const [storage, { tones, make }] = [box(), audio()];
    const chime = new Chime(storage, make);
    chime.ring('page');
    await settled();
    expect([chime.on.value, tones]).toEqual([false, []]);
    chime.set(true);
    expect(new Chime(storage, make).on.value).toBe(true);
    chime.set(false);
    expect([new Chime(storage, make).on.value, storage.kept.size]).toEqual([false, 0]);
  });

  test('is two tones for a page, and one for a notice', async () => {
    const { tones, make } = audio();
    const chime = new Chime(box(), make);
    chime.set(true);
    await settled();
    expect(tones).toHaveLength(1);
    chime.ring('page');
    await settled();
    expect(tones).toHaveLength(3);
  });

  test('a browser that lets nothing be heard yet hears nothing late', async () => {
    const { tones, make } = audio('suspended');
    const chime = new Chime(box(), make);
    chime.set(true);
    chime.ring('page');
    await settled();
    expect(tones).toEqual([]);
  });
});

describe('breaks', () => {
  const HOUR = 3_600_000;
  function somebody(kept = new Map<string, string>()) {
    const clock = { now: 1_000 * HOUR };
    const storage = { getItem: (name: string) => kept.get(name) ?? null, setItem: (name: string, value: string) => void kept.set(name, value), removeItem: (name: string) => void kept.delete(name) };
    const breaks = new Breaks(storage, () => clock.now);
    /** They go on like that, looked at each minute. */
    const goOn = (ms: number, state: Parameters<Breaks['look']>[0], grave = false): void => {
      for (const end = clock.now + ms; clock.now < end; ) {
        clock.now += Math.min(60_000, end - clock.now);
        breaks.look(state, grave);
      }
    };
    breaks.look('available', false);
    return { breaks, clock, goOn, kept, storage };
  }

  test('one is suggested after two hours, busy or not, and not before', () => {
    const { breaks, goOn } = somebody();
    goOn(WORK_MS / 2, 'available');
    goOn(WORK_MS / 2 - 60_000, 'busy');
    expect(breaks.due.value).toBeNull();
    goOn(60_000, 'available');
    expect(breaks.due.value).toBe(WORK_MS);
  });

  test('whoever was away begins anew; a few moments away are no break', () => {
    const { breaks, goOn } = somebody();
    goOn(WORK_MS - 60_000, 'available');
    goOn(SHORTEST_MS - 120_000, 'away');
    goOn(60_000, 'available');
    expect(breaks.due.value).not.toBeNull();
    goOn(SHORTEST_MS, 'away');
    expect(breaks.due.value).toBeNull();
    goOn(WORK_MS - 60_000, 'available');
    expect(breaks.due.value).toBeNull();
  });

  test('it waits while a texter at high risk is theirs', () => {
    const { breaks, goOn } = somebody();
    goOn(WORK_MS + HOUR, 'available', true);
    expect(breaks.due.value).toBeNull();
    goOn(60_000, 'available');
    expect(breaks.due.value).toBe(WORK_MS + HOUR + 60_000);
  });

  test('later is half an hour later', () => {
    const { breaks, goOn } = somebody();
    goOn(WORK_MS, 'available');
    breaks.later();
    expect(breaks.due.value).toBeNull();
    goOn(LATER_MINUTES * 60_000 - 60_000, 'available');
    expect(breaks.due.value).toBeNull();
    goOn(60_000, 'available');
    expect(breaks.due.value).not.toBeNull();
  });

  test('a reload is no break, and nothing but times is kept for it', () => {
    const { goOn, kept, clock, storage } = somebody();
    goOn(WORK_MS, 'available');
    const after = new Breaks(storage, () => clock.now);
    after.look('available', false);
    expect(after.due.value).toBe(WORK_MS);
    expect([...kept.values()].join()).toMatch(/^\d+ \d+ \d+$/);
  });

  test('a closed window is one, and whoever comes after somebody else begins anew', () => {
    const { goOn, clock, storage, breaks } = somebody();
    goOn(WORK_MS, 'available');
    clock.now += SHORTEST_MS;
    const next = new Breaks(storage, () => clock.now);
    next.look('available', false);
    expect(next.due.value).toBeNull();
    goOn(WORK_MS, 'available');
    breaks.forget();
    breaks.look('available', false);
    expect(breaks.due.value).toBeNull();
  });

  test('nobody is told before it is known whether they are there', () => {
    const { breaks, goOn } = somebody();
    goOn(WORK_MS, 'available');
    breaks.look(null, false);
    expect(breaks.due.value).toBeNull();
  });

  test('a workplace is looked at when its presence or a risk changes', () => {
    const { breaks, goOn } = somebody();
    goOn(WORK_MS, 'available');
    const [own, riskLevel] = [signal({ state: 'available' }), signal('high')];
    const one = { standing: signal('mine'), conversation: { get value() { return { riskLevel: riskLevel.value }; } } };
    const stop = watchBreaks(breaks, { open: signal([one]), colleagues: { own } } as unknown as Workplace);
    expect(breaks.due.value).toBeNull();
    riskLevel.value = 'medium';
    expect(breaks.due.value).not.toBeNull();
    own.value = { state: 'away' };
    expect(breaks.due.value).toBeNull();
    stop();
  });
});

describe('the connection', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('is said to be back for some seconds after it was lost, once pushes arrive again', () => {
    const connection = signal<Connection>('connecting');
    const { again, stop } = regained(connection);
    connection.value = 'live';
    expect(again.value).toBe(false);
    connection.value = 'offline';
    connection.value = 'polling';
    expect(again.value).toBe(false);
    connection.value = 'live';
    expect(again.value).toBe(true);
    vi.advanceTimersByTime(SAID_MS);
    expect(again.value).toBe(false);
    stop();
  });

  test('a socket that was only renewed is nothing to speak of, and one that is lost again is not said to be back', () => {
    const connection = signal<Connection>('live');
    const { again, stop } = regained(connection);
    connection.value = 'polling';
    connection.value = 'live';
    expect(again.value).toBe(false);
    connection.value = 'faulty';
    connection.value = 'live';
    connection.value = 'polling';
    expect(again.value).toBe(false);
    stop();
  });

  test('errors of the server are told apart from no answer, and from one call’s own error', async () => {
    vi.useRealTimers();
    const statuses: (number | null)[] = [];
    const reached: boolean[] = [];
    const transport = new Transport({
      jar: { csrf: () => 'csrf', drop: () => undefined },
      onSessionEnded: () => undefined,
      onReach: (one) => reached.push(one),
      fetch: () => {
        const status = statuses.shift() ?? null;
        return status === null ? Promise.reject(new TypeError('no answer')) : Promise.resolve(new Response('{}', { status }));
      },
    });
    const faulty: boolean[] = [];
    const ask = async (path: '/api/queue' | '/api/queue/health', status: number | null): Promise<void> => {
      statuses.push(status);
      await transport.call('get', path, {}).catch(() => undefined);
      faulty.push(transport.faulty.value);
    };
    for (const one of [500, 200, 503, 500, 502]) await ask('/api/queue', one);
    await ask('/api/queue/health', 500);
    await ask('/api/queue', null);
    await ask('/api/queue', 404);
    expect(faulty).toEqual([false, false, false, false, false, true, true, false]);
    expect(reached).toEqual([true, true, true, true, true, true, false, true]);
  });
});
