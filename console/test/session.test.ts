/** Whose session it is while cookies are renewed. */

import { expect, test } from 'vitest';
import { ApiError } from '../src/api/problem';
import { Session } from '../src/api/session';
import type { User } from '../src/api/types';

const user = (id: string): User => ({ id, name: id, role: 'responder', affiliateId: 'affiliate-1', programIds: [] });

/** A session whose renewal is refused when `refuse` is called. */
function renewing(): { session: Session; refuse: () => void; endings: string[] } {
  let held: string | null = null;
  let refuse = (): void => undefined;
  const endings: string[] = [];
  const session = new Session({
    jar: { csrf: () => held, drop: () => { held = null; } },
    renew: () => new Promise((_, fail) => { refuse = () => fail(new ApiError(401, { code: 'refresh_invalid' })); }),
    whoAmI: () => Promise.reject(new ApiError(401, {})),
    ended: (why) => endings.push(why),
  });
  session.begin(user('robin'), (held = 'first'));
  return { session, refuse: () => refuse(), endings };
}

test('a renewal that is refused ends the session it was asked for', async () => {
  const { session, refuse, endings } = renewing();
  const done = session.renew().catch(() => undefined);
  refuse();
  await done;
  expect(endings).toEqual(['expired']);
});

test('one that was asked for before somebody signed in leaves theirs alone', async () => {
  const { session, refuse, endings } = renewing();
  session.leave();
  const done = session.renew().catch((error: unknown) => (error as ApiError).code);
  session.begin(user('robin'), 'second');
  refuse();
  expect([await done, endings, session.csrf]).toEqual(['refresh_invalid', [], 'second']);
});
