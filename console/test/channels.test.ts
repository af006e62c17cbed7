/** What a channel brings and takes: receipts, opt-outs, typing, carriers that are down. Against the pretend API. */

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { PretendConversation } from '../dev/pretend-world';
import type { Desk } from '../src/desk/desk';
import type { OpenConversation } from '../src/desk/open-conversation';
import { decideOutcome } from '../src/desk/outcome';
import { SAID_MS, SHOWN_MS, Typing } from '../src/desk/typing';
import { callsTo, deskOf, floorOf, live, onLoopback, pretend, until, words } from './desks';

onLoopback();

let robin: Desk;
let one: OpenConversation;
let texter: PretendConversation;

/** Robin talks with a texter who came by this channel. */
async function talking(channel: 'twilio' | 'webchat'): Promise<void> {
  texter = pretend.world.arrive('hi', { channel });
  robin = await live(await deskOf('robin'));
  await robin.takeNext();
  one = robin.selected.value as OpenConversation;
  await until(() => expect(words(one)).toEqual(['hi']));
  await until(() => expect(pretend.said).toContain(`subscribe conversation:${one.id}`));
}

/** Robin writes, and it goes wrong or is lost sight of. */
async function written(status: 'unknown' | 'failed', errorCode: string | null = null): Promise<number> {
  one.reply.type('are you there');
  await robin.send(one);
  const { seq } = one.thread.messages.value.at(-1)!;
  pretend.world.deliver(texter, seq, status, errorCode);
  await until(() => expect(one.thread.messages.value.at(-1)?.status).toBe(status));
  return seq;
}

describe('a message of which nobody knows', () => {
  beforeEach(() => talking('twilio'));

  test.each([['sent', 'sent'], ['not_sent', 'failed']] as const)('its responder says %s, and it counts as %s', async (outcome, status) => {
    const seq = await written('unknown');
    expect(one.mayDecide.value).toBe(true);
    expect(await decideOutcome(robin, one, seq, outcome)).toBe(true);
    expect(one.thread.messages.value.at(-1)?.status).toBe(status);
    expect(texter.messages.at(-1)?.status).toBe(status);
  });

  test('a receipt that came before the person’s word stands, and is shown', async () => {
    const seq = await written('unknown');
    texter.messages.at(-1)!.status = 'delivered';
    expect(await decideOutcome(robin, one, seq, 'not_sent')).toBe(false);
    expect(one.failure.value?.error.code).toBe('outcome_known');
    await until(() => expect(one.thread.messages.value.at(-1)?.status).toBe('delivered'));
  });

  test('a supervisor who reads along may decide; an admin only looks', async () => {
    for (const [name, may] of [['vera', true], ['ada', false]] as const) {
      const floor = await live(await floorOf(name));
      await floor.openById(one.id);
      expect(floor.selected.value?.mayDecide.value).toBe(may);
    }
  });
});

test('the carrier’s code comes with the message that failed', async () => {
  await talking('twilio');
  await written('failed', '30003');
  await until(() => expect(one.thread.messages.value.at(-1)?.errorCode).toBe('30003'));
});

describe('typing', () => {
  test('a web chat’s texter is seen writing until they have written', async () => {
    await talking('webchat');
    pretend.world.type(texter);
    await until(() => expect(one.typing.texter.value).toBe(true));
    pretend.world.say(texter, 'inbound', 'hello?');
    await until(() => expect([words(one).at(-1), one.typing.texter.value]).toEqual(['hello?', false]));
  });

  test('a web chat’s texter is told once that the responder writes, however many keys are pressed', async () => {
    await talking('webchat');
    for (let keys = 0; keys < 20; keys += 1) robin.types(one);
    await until(() => expect(pretend.said.filter((said) => said === `typing conversation:${one.id}`)).toHaveLength(1));
  });

  test('somebody with a phone is told nothing', async () => {
    await talking('twilio');
    robin.types(one);
    pretend.world.say(texter, 'inbound', 'hello?');
    await until(() => expect(words(one).at(-1)).toBe('hello?'));
    expect(pretend.said.filter((said) => said.startsWith('typing'))).toEqual([]);
  });

  describe('by the clock', () => {
    beforeEach(() => void vi.useFakeTimers());
    afterEach(() => void vi.useRealTimers());

    test('it is over when nothing more is heard, and told again after a pause', () => {
      const typing = new Typing();
      let told = 0;
      typing.heard();
      vi.advanceTimersByTime(SHOWN_MS - 1);
      typing.heard();
      vi.advanceTimersByTime(SHOWN_MS - 1);
      expect(typing.texter.value).toBe(true);
      vi.advanceTimersByTime(1);
      expect(typing.texter.value).toBe(false);
      typing.say(() => (told += 1));
      vi.advanceTimersByTime(SAID_MS - 1);
      typing.say(() => (told += 1));
      expect(told).toBe(1);
      vi.advanceTimersByTime(1);
      typing.say(() => (told += 1));
      expect(told).toBe(2);
    });
  });
});

describe('opting out', () => {
  beforeEach(() => talking('twilio'));

  test('what was being written stays, and nothing is sent', async () => {
    one.reply.type('I am still here');
    texter.head.cannotReply = true;
    await robin.send(one);
    await until(() => expect(one.conversation.value.cannotReply).toBe(true));
    expect([one.reply.draft.value, words(one)]).toEqual(['I am still here', ['hi']]);
  });

  test('a wish in the texter’s own words is recorded by a person', async () => {
    texter.head.flags = ['asks_to_stop'];
    await one.refresh();
    expect(await robin.note(one, 'opt-out', null, (api, key) => api.care.recordOptOut(one.id, key))).toBe(true);
    expect([one.conversation.value.cannotReply, one.conversation.value.flags]).toEqual([true, []]);
  });
});

describe('carriers', () => {
  const FIRST = '+12025550101';
  const BACKUP = '+12025550170';
  const OTHER = '+12025550102';
  const state = (number: string, to: 'closed' | 'open' | 'half_open'): void =>
    void Object.assign(pretend.world.lines.find((line) => line.number === number)!, { state: to });

  test('given one is down, its backup sends; given both are, nobody does; given none was entered, it says so', async () => {
    const vera = await live(await floorOf('vera', 50));
    const seen = (): unknown[] => vera.carriers.outages.value.map(({ lines, backup, bothDown }) => [lines.map((line) => line.number).join(), backup?.number ?? null, bothDown]);
    expect(seen()).toEqual([]);
    state(FIRST, 'open');
    await until(() => expect(seen()).toEqual([[FIRST, BACKUP, false]]));
    state(BACKUP, 'half_open');
    await until(() => expect(seen()).toEqual([[FIRST, null, true], [BACKUP, null, false]]));
    state(FIRST, 'closed');
    state(BACKUP, 'open');
    await until(() => expect(seen()).toEqual([[BACKUP, null, false]]));
    state(BACKUP, 'closed');
    state(OTHER, 'open');
    await until(() => expect(seen()).toEqual([[OTHER, null, false]]));
    pretend.world.lines.push({ ...pretend.world.lines.find((line) => line.number === OTHER)!, number: '+12025550103' });
    await until(() => expect(seen()).toEqual([[`${OTHER},+12025550103`, null, false]]));
  });

  test('they are asked after again and again where supervisors look, and not from a responder’s desk', async () => {
    await live(await deskOf('robin', 10));
    pretend.world.arrive('hello');
    await until(() => expect(callsTo('/api/queue?')).toBeGreaterThan(1));
    expect(callsTo('/api/providers')).toBe(0);
    await live(await floorOf('vera', 10));
    await until(() => expect(callsTo('/api/providers')).toBeGreaterThan(2));
  });
});
