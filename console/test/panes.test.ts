/** Conversations side by side, what is new in them, and who writes: against the pretend API. */

import { beforeEach, describe, expect, test, vi } from 'vitest';
import { reveals } from '../dev/pretend-talk';
import type { Desk } from '../src/desk/desk';
import type { OpenConversation } from '../src/desk/open-conversation';
import { deskOf, floorOf, live, onLoopback, pretend, until, words } from './desks';

onLoopback();

let robin: Desk;
let all: readonly OpenConversation[];

beforeEach(async () => {
  for (const [place, said] of ['first', 'second', 'third', 'fourth'].entries()) {
    pretend.world.arrive(said, {}, 40 - place);
    pretend.world.take(pretend.world.user);
  }
  robin = await live(await deskOf('robin'));
  await until(() => expect(robin.open.value.map((one) => words(one)[0])).toEqual(['first', 'second', 'third', 'fourth']));
  all = robin.open.value;
  reveals.length = 0;
});

const shown = (): number[] => robin.panes.shown.value.map((one) => all.indexOf(one));
const at = (): number => (robin.selected.value === null ? -1 : all.indexOf(robin.selected.value));
const one = (place: number): OpenConversation => all[place] as OpenConversation;
const writes = (place: number, said: string): void => void pretend.world.say(pretend.world.conversations.get(one(place).id)!, 'inbound', said);

describe('where there is room for one', () => {
  test('each takes the place of the one before, and the list can be gone back to', () => {
    robin.select(one(0));
    robin.select(one(2));
    expect([shown(), at()]).toEqual([[2], 2]);
    robin.select(null);
    expect([shown(), at()]).toEqual([[], -1]);
  });
});

describe('side by side', () => {
  beforeEach(() => {
    robin.panes.room.value = 2;
    robin.select(one(0));
  });

  test('one is put beside another, and one is at it', () => {
    robin.panes.beside(one(1));
    expect([shown(), at()]).toEqual([[0, 1], 1]);
  });

  test('where there is no room left it takes the place of the one that one is not at', () => {
    robin.panes.beside(one(1));
    robin.panes.beside(one(2));
    expect([shown(), at()]).toEqual([[1, 2], 2]);
  });

  test('going to one from the list takes the place of the one that one is at', () => {
    robin.panes.beside(one(1));
    robin.select(one(3));
    expect([shown(), at()]).toEqual([[0, 3], 3]);
    robin.select(one(0));
    expect([shown(), at()]).toEqual([[0, 3], 0]);
  });

  test('a window that grows narrow keeps the one that one is at, and shows the others when it is wide again', () => {
    robin.panes.beside(one(1));
    robin.panes.enter(one(0));
    robin.panes.room.value = 1;
    expect([shown(), at()]).toEqual([[0], 0]);
    robin.panes.room.value = 3;
    robin.panes.beside(one(2));
    expect([shown(), at()]).toEqual([[0, 1, 2], 2]);
    robin.panes.room.value = 2;
    expect([shown(), at()]).toEqual([[0, 2], 2]);
  });

  test('closing a view leaves the conversation on the desk and one at its neighbour', () => {
    robin.panes.beside(one(1));
    robin.panes.close(one(1));
    expect([shown(), at(), robin.open.value.length]).toEqual([[0], 0, 4]);
    robin.panes.close(one(0));
    expect([shown(), at()]).toEqual([[], -1]);
  });

  test('what is put away leaves its neighbour', () => {
    robin.panes.beside(one(1));
    robin.putAway(one(1));
    expect([shown(), at(), robin.open.value.length]).toEqual([[0], 0, 3]);
  });

  test('everything on the screen counts as read, and nothing else', async () => {
    robin.panes.beside(one(1));
    for (const place of [0, 1, 2]) writes(place, 'and more');
    await until(() => expect(words(one(2))).toContain('and more'));
    await until(() => expect([one(0).unread.value, one(1).unread.value, one(2).unread.value]).toEqual([0, 0, 2]));
  });
});

describe('what is new since one looked', () => {
  test('the mark stands after what was read, and goes with an answer', async () => {
    robin.select(one(0));
    const read = one(0).thread.messages.value.at(-1)?.seq;
    robin.select(one(1));
    writes(0, 'are you there');
    await until(() => expect(one(0).unread.value).toBe(1));
    robin.select(one(0));
    expect([one(0).newSince.value, one(0).unread.value]).toEqual([read, 0]);
    one(0).reply.type('I am');
    await robin.send(one(0));
    expect(one(0).newSince.value).toBeNull();
  });

  test('what comes while one looks is not marked', async () => {
    robin.select(one(0));
    writes(0, 'and this');
    await until(() => expect(words(one(0))).toContain('and this'));
    expect([one(0).newSince.value, one(0).unread.value]).toEqual([null, 0]);
  });

  test('what came while the window was hidden is marked once it is back', async () => {
    robin.select(one(0));
    const read = one(0).thread.messages.value.at(-1)?.seq;
    Object.assign(document, { visibilityState: 'hidden' });
    writes(0, 'while you were away');
    await until(() => expect(one(0).unread.value).toBe(1));
    Object.assign(document, { visibilityState: 'visible' });
    document.dispatchEvent(new Event('visibilitychange'));
    expect([one(0).newSince.value, one(0).unread.value]).toEqual([read, 0]);
  });
});

describe('the next that waits for an answer', () => {
  test('down and up the list, past those that are answered, and round', async () => {
    for (const place of [1, 3]) {
      one(place).reply.type('here');
      await robin.send(one(place));
    }
    const path = [1, 1, 1, -1].map((step) => {
      robin.toUnanswered(step as 1 | -1);
      return at();
    });
    expect(path).toEqual([0, 2, 0, 2]);
  });

  test('given all are answered, one stays where one is', async () => {
    for (const each of all) {
      each.reply.type('here');
      await robin.send(each);
    }
    robin.select(one(1));
    robin.toUnanswered(1);
    expect(at()).toBe(1);
  });
});

describe('the number somebody writes from', () => {
  test('it is masked until it is asked for, put on record with the reason, and hidden again after a minute', async () => {
    const { sender } = one(0);
    await sender.masked.load();
    expect([sender.masked.value.value?.masked, sender.number.value]).toEqual(['+1 ••• ••• ••01', null]);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      expect(await sender.reveal('emergency')).toBe(true);
      expect(sender.number.value).toBe('+13135550101');
      vi.advanceTimersByTime(59_000);
      expect(sender.number.value).not.toBeNull();
      vi.advanceTimersByTime(1_000);
      expect(sender.number.value).toBeNull();
    } finally {
      vi.useRealTimers();
    }
    expect(reveals).toEqual([{ by: 'responder-1', conversation: one(0).id, reason: 'emergency' }]);
  });

  test('an answer that comes after the conversation was left is not shown', async () => {
    const asked = one(0).sender.reveal(null);
    one(0).sender.hide();
    expect([await asked, one(0).sender.number.value]).toEqual([false, null]);
  });

  test('given a fault, it says so and shows nothing', async () => {
    pretend.faults.push({ call: `POST /api/conversations/${one(0).id}/sender/reveal`, status: 503 });
    expect(await one(0).sender.reveal(null)).toBe(false);
    expect([one(0).sender.failure.value?.status, one(0).sender.number.value, reveals.length]).toEqual([503, null, 0]);
  });

  test('a supervisor may see it, an admin never', async () => {
    const [vera, ada] = [await live(await floorOf('vera')), await live(await floorOf('ada'))];
    await vera.openById(one(0).id);
    await ada.openById(one(0).id);
    expect(await vera.selected.value?.sender.reveal('other')).toBe(true);
    expect(await ada.selected.value?.sender.reveal('other')).toBe(false);
    expect(reveals.map(({ by }) => by)).toEqual(['supervisor-1']);
  });
});
