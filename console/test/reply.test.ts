import { expect, test } from 'vitest';
import { ApiError } from '../src/api/problem';
import type { Message } from '../src/api/types';
import { Reply } from '../src/desk/reply';

const SENT = { seq: 1 } as Message;
const LOST = new ApiError(0, { code: 'network' });

/** A post that fails as scripted, then works. */
function posting(...failures: ApiError[]): { reply: Reply; posts: { text: string; key: string }[] } {
  const posts: { text: string; key: string }[] = [];
  const reply = new Reply((text, key) => {
    posts.push({ text, key });
    const failure = failures.shift();
    return failure === undefined ? Promise.resolve(SENT) : Promise.reject(failure);
  });
  return { reply, posts };
}

test('what was sent leaves the composer', async () => {
  const { reply, posts } = posting();
  reply.draft.value = ' I am here \n';
  expect(await reply.send()).toBe(SENT);
  expect(posts.map((post) => post.text)).toEqual(['I am here']);
  expect([reply.draft.value, reply.attempt.value]).toEqual(['', null]);
});

test('a failure keeps the text, and the same text goes out under the same key', async () => {
  const { reply, posts } = posting(LOST, LOST);
  reply.draft.value = 'I am here';
  expect(await reply.send()).toBeNull();
  expect([reply.draft.value, reply.attempt.value?.failure]).toEqual(['I am here', LOST]);
  await reply.send();
  await reply.send();
  expect(new Set(posts.map((post) => post.key)).size).toBe(1);
  expect(reply.draft.value).toBe('');
});

test('a changed text is another message with a key of its own', async () => {
  const { reply, posts } = posting(LOST);
  reply.draft.value = 'I am here';
  await reply.send();
  reply.draft.value = 'I am here now';
  await reply.send();
  expect(posts[0]?.key).not.toBe(posts[1]?.key);
});

test('the same words sent twice on purpose are two messages', async () => {
  const { reply, posts } = posting();
  for (const _ of [1, 2]) {
    reply.draft.value = 'ok';
    await reply.send();
  }
  expect(posts[0]?.key).not.toBe(posts[1]?.key);
});

test('nothing goes out twice while one is on its way, and neither emptiness nor too much goes out at all', async () => {
  const { reply, posts } = posting();
  reply.draft.value = 'I am here';
  await Promise.all([reply.send(), reply.send()]);
  for (const draft of ['', ' \n ', 'a'.repeat(1601)]) {
    reply.draft.value = draft;
    expect(await reply.send()).toBeNull();
  }
  expect(posts).toHaveLength(1);
});

test('an assistant’s draft goes below what was typed and is marked until a person has sent or removed it', async () => {
  const { reply, posts } = posting();
  reply.type('I hear you.');
  reply.suggest('What happened tonight?');
  expect([reply.draft.value, reply.untouched]).toEqual(['I hear you.\nWhat happened tonight?', true]);
  expect(posts).toEqual([]);
  reply.type('I hear you. What happened?');
  expect([reply.untouched, reply.suggested.value !== null]).toEqual([false, true]);
  await reply.send();
  expect([posts.length, reply.suggested.value]).toEqual([1, null]);
});

test('words that did not arrive go below what was typed meanwhile, and are a person’s own', async () => {
  const { reply, posts } = posting();
  reply.rewrite('Are you safe?');
  expect([reply.draft.value, reply.untouched]).toEqual(['Are you safe?', false]);
  reply.type('Hello. ');
  reply.rewrite('Are you safe?');
  expect(reply.draft.value).toBe('Hello.\nAre you safe?');
  await reply.send();
  expect(posts).toHaveLength(1);
});

test('a draft that is wiped away leaves no mark', () => {
  const { reply } = posting();
  reply.suggest('What happened tonight?');
  reply.type('');
  expect([reply.suggested.value, reply.untouched]).toEqual([null, false]);
});
