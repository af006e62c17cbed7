/** Conversations to look at: long ones, surveys, whispers with files, and who writes. All of it is made up. */

import type { components } from '../src/api/schema.ts';
import type { Message } from '../src/api/types.ts';
import type { PretendDirectory } from './pretend-directory.ts';
import type { PretendUser } from './pretend-people.ts';
import type { Reply } from './pretend-routes.ts';
import { Refusal, type PretendConversation, type PretendWorld } from './pretend-world.ts';

type StaffFile = components['schemas']['File'];

/** What came onto the record: who looked at whose number, and why. */
export const reveals: { by: string; conversation: string; reason: string | null }[] = [];

const found = (body: object): Reply => ({ status: 200, body: { requestId: '', ...body } });
const numberOf = (one: PretendConversation): string => `+1313555${String(100 + Number(one.head.id.replace(/\D/g, ''))).padStart(4, '0')}`;

/** The number somebody writes from: its owner's to know, and a supervisor's. */
export function sender(one: PretendConversation, user: PretendUser, get: boolean, body: Record<string, unknown>): Reply {
  if (user.role === 'admin') throw new Refusal(403, 'forbidden', 'Never an admin’s to know');
  if (user.role !== 'supervisor' && one.head.responderId !== user.id) throw new Refusal(404, 'not_found', 'There is nothing here with that id');
  const { channel } = one.head;
  if (get) return found({ channel, masked: channel === 'webchat' ? null : `+1 ••• ••• ••${numberOf(one).slice(-2)}` });
  if (channel === 'webchat') throw new Refusal(409, 'no_number', 'Who writes in a web chat has no number');
  reveals.push({ by: user.id, conversation: one.head.id, reason: body['reason'] === undefined ? null : String(body['reason']) });
  return found({ number: numberOf(one) });
}

const FILES: readonly [string, string, number][] = [
  ['shelter-fifth-street.pdf', 'application/pdf', 48_213],
  ['a very long name of something that somebody scanned and never thought of renaming afterwards.png', 'image/png', 2_301_004],
];

const fileOf = (one: PretendConversation, place: number): StaffFile => {
  const [name, type, size] = FILES[place] as (typeof FILES)[number];
  return {
    requestId: '', id: `file-${place}-${one.head.id}`, name, type, size, status: 'ready', conversationId: one.head.id, uploadedBy: 'supervisor-1', createdAt: one.head.createdAt, url: null,
    expiresAt: null, upload: null,
  };
};

const hasFiles = (one: PretendConversation): boolean => one.messages.some((message) => (message.files ?? []).length > 0);

export const files = (one: PretendConversation): Reply => found({ items: hasFiles(one) ? FILES.map((_, place) => fileOf(one, place)) : [], nextCursor: null });

/** Where a file lies: nowhere, on the pretend platform. */
export function file(world: PretendWorld, id: string, origin: string): Reply {
  const one = world.conversations.get(id.replace(/^file-\d+-/, ''));
  if (one === undefined) throw new Refusal(404, 'not_found', 'There is nothing here with that id');
  return found({ ...fileOf(one, Number(id.split('-')[1])), url: `${origin}/pretend-file?signature=made-up`, expiresAt: new Date(Date.now() + 900_000).toISOString() });
}

/** Somebody whom `user` talks with. */
function begun(world: PretendWorld, user: PretendUser, words: string, more: Parameters<PretendWorld['arrive']>[1], minutesAgo: number): PretendConversation {
  const one = world.arrive(words, more, minutesAgo);
  world.make(one, 'assign_responder', user.id, { reason: 'waited longest', detail: { responder: user.id } }, { responderId: user.id });
  world.make(one, 'start_conversation', user.id);
  return one;
}

const SURVEY = {
  id: 'survey-entry', version: 1, active: true, programId: 'program-1', type: 'entry', title: 'Before we talk', intro: 'Two questions before we start.',
  questions: [
    { id: 'upset', kind: 'scale', text: 'How upset are you, from 1 to 5?', least: 1, most: 5, choices: [], measuresDistress: true },
    { id: 'where', kind: 'choice', text: 'Where are you?', least: 1, most: 5, choices: ['At home', 'Outside', 'At work'], measuresDistress: false },
  ],
};

/** Four conversations of Robin's, each with something else in it. */
export function talks(world: PretendWorld, directory: PretendDirectory): void {
  directory.of('surveys').push({ ...SURVEY });
  const robin = world.user;
  const say = (one: PretendConversation, direction: Message['direction'], words: string, minutesAgo: number): Message =>
    world.say(one, direction, words, direction === 'outbound' ? robin.id : direction === 'note' ? world.supervisor.id : null, new Date(Date.now() - minutesAgo * 60_000).toISOString());

  const asked = begun(world, robin, 'hi, a friend gave me this number', { riskLevel: 'high', tags: ['school', 'sleep'], seenBefore: true, language: 'en' }, 95);
  asked.head.riskReasons = [
    'suicidal_ideation (high): “don’t want to wake up”, prototype suicide.440', 'suicidal_ideation (medium): “don’t want to wake up”, rule en.wish_to_die',
    'self_harm (medium): “cutting”, rule en.cutting', 'judged by a person: she told me on the phone',
  ];
  const survey = (step: string, index: number, open: number, more: object = {}): number =>
    world.note(asked, 'survey', 'system', { detail: { step, open, survey: SURVEY.id, type: 'entry', index, asked: 1, ...more } }, new Date(Date.now() - 90 * 60_000).toISOString());
  const purpose = (): void => void Object.assign(asked.timeline.at(-1)!.detail!, { direction: 'system', purpose: 'survey' });
  const inbound = (): void => void Object.assign(asked.timeline.at(-1)!.detail!, { direction: 'inbound' });
  survey('begun', 0, 1);
  world.deliver(asked, say(asked, 'system', 'Two questions before we start.\nHow upset are you, from 1 to 5?\nReply SKIP to pass.', 90).seq, 'delivered');
  purpose();
  say(asked, 'inbound', '4 i guess', 89);
  inbound();
  survey('answered', 1, 1, { question: 'upset', number: 4 });
  world.deliver(asked, say(asked, 'system', 'Where are you? Reply with one of these:\n1) At home\n2) Outside\n3) At work', 88).seq, 'delivered');
  purpose();
  say(asked, 'inbound', '2', 87);
  inbound();
  survey('completed', 1, 0, { question: 'where', number: 1, score: '4' });
  asked.head.outcome = { entryScore: 4, exitScore: null, change: null };
  for (const words of ['ok', 'so', 'i dont want to wake up tomorrow']) say(asked, 'inbound', words, 60);
  for (const words of ['I am Robin. Thank you for telling me.', 'That sounds very heavy to carry. Are you safe right now?']) {
    world.deliver(asked, say(asked, 'outbound', words, 58).seq, 'delivered');
  }
  const whisper = say(asked, 'note', 'The shelter has room. Here is how one gets in.', 57);
  const linked = FILES.map((_, place) => fileOf(asked, place));
  Object.assign(whisper, { files: linked.map((one) => one.id), fileLinks: linked });
  say(asked, 'inbound', 'i think so', 41);
  world.deliver(asked, say(asked, 'outbound', 'I am glad. Is somebody with you?', 40).seq, 'failed', '30003');
  say(asked, 'inbound', 'my sister is asleep next door', 3);

  const chat = begun(world, robin, 'hello is this private', { channel: 'webchat', segmentCost: null }, 22);
  world.deliver(chat, say(chat, 'outbound', 'It is. What is on your mind?', 21).seq, 'read');
  say(chat, 'inbound', 'everything honestly', 20);
  const spanish = begun(world, robin, 'hola, no sé con quién hablar', { language: 'es', riskLevel: 'critical', riskReasons: ['immediate_crisis'] }, 12);
  say(spanish, 'outbound', 'Hola, soy Robin. Estoy aquí contigo.', 11);
  const quiet = begun(world, robin, 'thanks for yesterday', {}, 6);
  say(quiet, 'outbound', 'Good to hear from you.', 5);
}

/** One conversation of Robin's with so many messages, over several days. */
export function long(world: PretendWorld, count: number): PretendConversation {
  const one = begun(world, world.user, 'message 1', {}, count * 2 + 60);
  const begins = Date.now() - count * 2 * 60_000;
  for (let number = 2; number <= count; number++) {
    const ours = number % 3 === 0;
    const more = number % 7 === 0 ? ' and a good deal more, so that the line is as long as lines are when somebody has much to tell and the night is long'.repeat((number % 3) + 1) : '';
    const message = world.say(one, ours ? 'outbound' : 'inbound', `message ${number}${more}`, ours ? world.user.id : null, new Date(begins + number * 2 * 60_000).toISOString());
    if (ours) message.status = 'delivered';
  }
  return one;
}
