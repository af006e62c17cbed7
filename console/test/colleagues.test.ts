import { beforeEach, expect, test } from 'vitest';
import type { StaffApi } from '../src/api/staff';
import type { ResponderStatus, User } from '../src/api/types';
import { Colleagues } from '../src/desk/colleagues';

let colleagues: Colleagues;
const states = (): string[] => colleagues.all.value.map((one) => `${one.id} ${one.state}`);

beforeEach(async () => {
  const all = ['1', '2'].map((id) => ({ id, name: id, role: 'responder', state: 'available', programIds: [] }) as unknown as ResponderStatus);
  colleagues = new Colleagues({ responders: () => Promise.resolve(all) } as unknown as StaffApi, { id: '1' } as User);
  await colleagues.refresh();
});

test('what is heard of a colleague is shown at once, and of two such words the later one holds', () => {
  colleagues.hear('2', 'busy', '2026-01-01T12:00:10+00:00');
  colleagues.hear('2', 'gone', '2026-01-01T12:00:05+00:00');
  expect(states()).toEqual(['1 available', '2 busy']);
});

test('somebody nobody has heard of yet is left to the next reading', () => {
  colleagues.hear('3', 'busy', '2026-01-01T12:00:10+00:00');
  expect(states()).toEqual(['1 available', '2 available']);
});
