/** Who is writing: the same person as before, abuse and blocks. Against the pretend API. */

import { beforeEach, describe, expect, test } from 'vitest';
import type { PretendConversation } from '../dev/pretend-world';
import type { Desk } from '../src/desk/desk';
import type { OpenConversation } from '../src/desk/open-conversation';
import { callsTo, deskOf, floorOf, live, onLoopback, pretend, until, words } from './desks';

onLoopback();

let robin: Desk;
let one: OpenConversation;
let texter: PretendConversation;
let before: PretendConversation;

beforeEach(async () => {
  before = pretend.world.arrive('last month', { tags: ['family'] }, 60);
  pretend.world.take(pretend.world.supervisor);
  pretend.world.move(before, 'closed');
  texter = pretend.world.arrive('hi again', { seenBefore: true });
  robin = await live(await deskOf('robin'));
  await robin.takeNext();
  one = robin.selected.value as OpenConversation;
});

const says = (confirmed: boolean): Promise<boolean> =>
  robin.note(one, 'same-person', confirmed, (api, key) => api.care.samePerson(one.id, confirmed, key));
const reports = (reason: string): Promise<boolean> =>
  robin.note(one, 'report-abuse', reason, (api, key) => api.care.reportAbuse(one.id, reason, key));

describe('the same person as before', () => {
  test('nothing is looked up before somebody says that it is them', async () => {
    await one.earlier.load();
    expect([one.earlier.value.value, one.earlier.failure.value?.code]).toEqual([null, 'not_confirmed']);
    expect(await robin.openById(before.head.id)).toBe(false);
  });

  test('once it is, the earlier conversation can be read and nothing more', async () => {
    expect(await says(true)).toBe(true);
    await one.earlier.load();
    expect(one.earlier.value.value?.map((earlier) => [earlier.id, earlier.tags])).toEqual([[before.head.id, ['family']]]);
    expect(await robin.openById(before.head.id)).toBe(true);
    const read = robin.selected.value as OpenConversation;
    await until(() => expect(words(read)).toEqual(['last month']));
    expect([read.standing.value, read.maySend.value, read.conversation.value.allowedTransitions]).toEqual(['closed', false, []]);
    expect(robin.open.value).toHaveLength(2);
  });

  test('it can be taken back', async () => {
    await says(true);
    expect(await says(false)).toBe(true);
    expect(one.conversation.value.samePerson).toBe(false);
  });
});

describe('abuse', () => {
  test('a report calls supervisors, who read the reason in the history', async () => {
    const vera = await live(await floorOf('vera'));
    expect(await reports('threatens me')).toBe(true);
    expect(one.conversation.value.flags).toEqual(['abuse_reported']);
    await until(() => expect(vera.alerts.open.value.map((alert) => alert.kind)).toContain('abuse_reported'));
    await until(() => expect(one.history.last((entry) => entry.kind === 'abuse_reported')?.words).toEqual({ reason: 'threatens me' }));
  });

  test('a report without a reason is refused at its field', async () => {
    expect(await reports(' ')).toBe(false);
    expect(one.failure.value?.error.fields[0]?.field).toBe('reason');
  });

  test('a supervisor blocks the sender, which ends the conversation, and unblocks them from the list', async () => {
    const vera = await live(await floorOf('vera'));
    await reports('threatens me');
    await vera.openById(one.id);
    const review = vera.selected.value as OpenConversation;
    const block = (confirm: boolean): Promise<boolean> =>
      vera.note(review, 'block', 'threats', async (api, key) => {
        await api.staff.block(one.id, 'threats', confirm, key);
        return null;
      });
    texter.head.riskLevel = 'high';
    expect(await block(false)).toBe(false);
    expect(review.failure.value?.error.code).toBe('at_risk');
    expect(await block(true)).toBe(true);
    expect([review.standing.value, review.conversation.value.flags]).toEqual(['closed', ['abuse_reported', 'sender_blocked']]);
    await until(() => expect(vera.blocked.items.value.map((item) => item.conversationId)).toEqual([one.id]));
    await until(() => expect(one.standing.value).toBe('closed'));

    pretend.faults.push({ call: `DELETE /api/admin/blocked-senders/${vera.blocked.items.value[0]!.id}`, status: 409 });
    await vera.blocked.unblock(vera.blocked.items.value[0]!);
    expect([vera.blocked.items.value.length, vera.blocked.failure.value?.status]).toEqual([1, 409]);
    await vera.blocked.unblock(vera.blocked.items.value[0]!);
    expect([vera.blocked.items.value, vera.blocked.failure.value, pretend.world.blocks]).toEqual([[], null, []]);
  });

  test('who is blocked is asked for by supervisors alone', async () => {
    await live(await floorOf('ada'));
    expect(callsTo('/api/admin/blocked-senders')).toBe(0);
    await live(await floorOf('vera'));
    await until(() => expect(callsTo('/api/admin/blocked-senders')).toBe(1));
  });
});
