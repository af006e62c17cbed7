/** What stands beside the work on the pretend platform: staff messages, audit, webhooks, packs, care of data. */

import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { components } from '../src/api/schema.ts';
import { CAMPUS, NIGHT, type PretendUser } from './pretend-people.ts';
import type { Reply } from './pretend-routes.ts';
import { Refusal, type PretendWorld } from './pretend-world.ts';

type Schemas = components['schemas'];
type Body = Record<string, unknown>;
type Without<T> = Omit<T, 'requestId'>;

interface Said {
  between: [string, string];
  message: Schemas['StaffMessageView'];
}

const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
const found = (body: object, status = 200): Reply => ({ status, body: { requestId: 'req-pretend', ...body } });
const missing = (): never => { throw new Refusal(404, 'not_found', 'There is nothing here with that id'); };
const only = (user: PretendUser, ...roles: PretendUser['role'][]): void => {
  if (!roles.includes(user.role)) throw new Refusal(403, 'forbidden', 'Your role does not allow this');
};

/** One pretend affiliate's, as long as its world lasts. */
export class Beside {
  readonly said: Said[] = [];
  readonly read = new Map<string, number>();
  readonly announcements: (Schemas['AnnouncementView'] & { readBy: string[] })[] = [];
  readonly audit: Schemas['AuditEntry'][] = [];
  readonly hooks: Without<Schemas['Webhook']>[] = [];
  readonly deliveries = new Map<string, Schemas['HookDelivery'][]>();
  readonly erasures: Schemas['ErasureFields'][] = [];
  readonly grants: Schemas['BreakGlassGrant'][] = [];
  readonly stuck: Schemas['DeadLetter'][] = [];
  readonly aside: Schemas['QuarantinedWebhook'][] = [];
  pack = 'holdfast: 1\naffiliate:\n  id: affiliate-1\n  name: Harbour Line\nprograms:\n- id: program-1\n  name: Night line\n  description: For whoever cannot sleep\nusers:\n- id: responder-1\n  email: robin@pretend.example\n  name: Robin Aldana\n  role: responder\n';
  stamp = 1;
  readonly world: PretendWorld;

  constructor(world: PretendWorld) {
    this.world = world;
  }

  between(one: string, other: string): Said[] {
    return this.said.filter(({ between }) => between.includes(one) && between.includes(other));
  }

  say(from: string, to: string, content: string, minutesAgo = 0): Schemas['StaffMessageView'] {
    const thread = this.between(from, to);
    const message = { id: randomUUID(), seq: thread.length + 1, senderId: from, at: ago(minutesAgo), content, files: [] };
    this.said.push({ between: [from, to], message });
    this.world.tell([`user:${to}`], { type: 'dm', threadId: [from, to].sort().join('-'), messageId: message.id, from });
    return message;
  }

  unread(user: PretendUser, peerId: string): number {
    const read = this.read.get(`${user.id} ${peerId}`) ?? 0;
    return this.between(user.id, peerId).filter(({ message }) => message.senderId !== user.id && message.seq > read).length;
  }

  /** To everybody. */
  announce(from: string, content: string): void {
    announce(this, this.world.people.byId(from)!, content, null);
  }

  note(user: PretendUser, action: string, entity: string, more: Partial<Schemas['AuditEntry']> = {}, minutesAgo = 0): void {
    this.audit.unshift({
      id: `aud_${randomUUID().slice(0, 8)}`, at: ago(minutesAgo), actor: user.id, actorRole: user.role, action, entity, requestId: randomUUID(), evidence: [], before: null, after: null,
      detail: {}, seq: null, hash: null, sealedAt: null, ...more,
    });
  }
}

const WORLDS = new WeakMap<PretendWorld, Beside>();

export function besideOf(world: PretendWorld): Beside {
  const known = WORLDS.get(world) ?? new Beside(world);
  WORLDS.set(world, known);
  return known;
}

/** Answers a call that is about something beside the work; null for any other. Throws `Refusal`. */
export function beside(world: PretendWorld, user: PretendUser, request: IncomingMessage, url: URL, body: Body): Reply | null {
  const state = besideOf(world);
  const [, , area = '', id = '', part = '', eid = '', verb = ''] = url.pathname.split('/');
  const get = request.method === 'GET';
  if (area === 'dm') return id === 'threads' ? threads(state, user) : dm(state, user, id, part, get, url, body);
  if (area === 'announcements') return announcements(state, user, id, request.method ?? '', body);
  if (area === 'audit') return audit(state, user, url);
  if (area === 'erasures') return found({ items: state.erasures.map((one) => ({ ...one, reason: null, receipt: null })), nextCursor: null });
  if (area === 'texters') return texters(state, user, id, part, eid, verb, body);
  if (area !== 'admin') return null;
  if (id === 'webhooks') return webhooks(state, user, request.method ?? '', part, eid, verb, body);
  if (id === 'tenant-pack') return pack(state, user, part, body);
  if (id === 'break-glass') return glass(state, user, request.method ?? '', part, body);
  if (id === 'dead-letters') return deadLetters(state, user, part, eid, body);
  if (id === 'quarantine') {
    const reason = url.searchParams.get('reason');
    return found({ items: state.aside.filter((one) => reason === null || one.reason === reason), nextCursor: null });
  }
  if (id === 'legal-holds') {
    only(user, 'supervisor', 'admin');
    const conversationId = get ? '' : part || String(body['conversationId']);
    const one = world.conversations.get(conversationId) ?? missing();
    const held = request.method === 'POST';
    Object.assign(one.head, { legalHold: held });
    return found({ conversationId, held });
  }
  return null;
}

function peerOf(state: Beside, id: string): Schemas['Peer'] {
  const one = state.world.people.byId(id) ?? missing();
  return { id: one.id, name: one.name, role: one.role, active: true };
}

function threads(state: Beside, user: PretendUser): Reply {
  const peers = [...new Set(state.said.filter(({ between }) => between.includes(user.id)).map(({ between }) => between.find((one) => one !== user.id)!))];
  const items = peers.map((peerId) => {
    const all = state.between(user.id, peerId);
    const { message } = all.at(-1)!;
    return {
      peer: peerOf(state, peerId), lastSeq: message.seq, readSeq: state.read.get(`${user.id} ${peerId}`) ?? 0, unread: state.unread(user, peerId), lastAt: message.at,
      lastMessage: { seq: message.seq, senderId: message.senderId, at: message.at, preview: message.content.slice(0, 120) },
    };
  });
  return found({ items: items.sort((a, b) => b.lastAt.localeCompare(a.lastAt)), nextCursor: null });
}

function dm(state: Beside, user: PretendUser, peerId: string, verb: string, get: boolean, url: URL, body: Body): Reply {
  const peer = peerOf(state, peerId);
  const all = state.between(user.id, peerId).map(({ message }) => message);
  const place = `${user.id} ${peerId}`;
  if (verb === 'read') {
    state.read.set(place, Math.max(state.read.get(place) ?? 0, Number(body['seq'] ?? all.length)));
    return found({ readSeq: state.read.get(place), unread: state.unread(user, peerId) });
  }
  if (!get) return found(state.say(user.id, peerId, String(body['content'])), 201);
  const limit = Number(url.searchParams.get('limit') ?? 50);
  const after = url.searchParams.get('after');
  const cursor = Number(url.searchParams.get('cursor') ?? all.length + 1);
  const before = all.filter((one) => one.seq < cursor).slice(-limit);
  const items = after === null ? before : all.filter((one) => one.seq > Number(after)).slice(0, limit);
  const first = before[0]?.seq ?? 1;
  return found({
    peer, items, lastSeq: all.length, readSeq: state.read.get(place) ?? 0, unread: state.unread(user, peerId), nextCursor: after === null && first > 1 ? String(first) : null,
  });
}

function announcements(state: Beside, user: PretendUser, id: string, method: string, body: Body): Reply {
  const view = ({ readBy, ...one }: Beside['announcements'][number]): Schemas['AnnouncementView'] => ({ ...one, read: one.authorId === user.id || readBy.includes(user.id) });
  if (method === 'GET') {
    const mine = state.announcements.filter((one) => one.programId === null || user.programIds.includes(one.programId) || user.role === 'admin');
    return found({ items: mine.map(view), nextCursor: null });
  }
  const one = state.announcements.find((other) => other.id === id);
  if (method === 'DELETE') {
    if (one === undefined) return missing();
    state.announcements.splice(state.announcements.indexOf(one), 1);
    return { status: 204 };
  }
  if (id !== '') {
    (one ?? missing()).readBy.push(user.id);
    return found(view(one!));
  }
  only(user, 'supervisor', 'admin');
  return found(view(announce(state, user, String(body['content']), (body['programId'] ?? null) as string | null)), 201);
}

function announce(state: Beside, user: PretendUser, content: string, programId: string | null, minutesAgo = 0): Beside['announcements'][number] {
  const made = { id: `ann_${randomUUID().slice(0, 8)}`, authorId: user.id, authorName: user.name, programId, at: ago(minutesAgo), content, files: [], read: false, readBy: [] as string[] };
  state.announcements.unshift(made);
  for (const { id } of [NIGHT, CAMPUS]) {
    if (programId === null || programId === id) state.world.tell([`program:${id}`], { type: 'announcement', announcementId: made.id, scope: programId === null ? 'affiliate' : 'program', programId: id });
  }
  return made;
}

function audit(state: Beside, user: PretendUser, url: URL): Reply {
  only(user, 'supervisor', 'admin', 'platform_admin');
  const [actor, action, entity, from, to] = ['actor', 'action', 'entity', 'from', 'to'].map((name) => url.searchParams.get(name));
  const fits = state.audit.filter((one) =>
    (actor === null || one.actor === actor) && (action === null || one.action === action || one.action.startsWith(`${action}.`)) && (entity === null || one.entity === entity) &&
    (from === null || one.at >= from!) && (to === null || one.at <= to!));
  const start = Number(url.searchParams.get('cursor') ?? 0);
  const limit = Number(url.searchParams.get('limit') ?? 50);
  const items = fits.slice(start, start + limit);
  return found({ items, nextCursor: start + limit < fits.length ? String(start + limit) : null });
}

function texters(state: Beside, user: PretendUser, texterId: string, part: string, eid: string, verb: string, body: Body): Reply {
  only(user, 'supervisor', 'admin');
  if (part === 'export') {
    return found({ schema: 'holdfast.texter-export', version: 1, exportId: 'exp_1', exportedAt: ago(0), texter: { id: texterId, number: '+12025550143', consents: [] }, conversations: [], nextCursor: null });
  }
  const one = state.erasures.find((other) => other.id === eid);
  if (eid === '') {
    if (state.erasures.some((other) => other.texterId === texterId && other.status === 'requested')) throw new Refusal(409, 'erasure_open', 'Asked for already');
    return found(erasure(state, user, texterId, body['reasonCode'] as 'test', String(body['reason'])), 202);
  }
  if (one === undefined) return missing();
  if (verb === 'approve' && one.requestedBy === user.id) throw new Refusal(409, 'same_person', 'A second person has to agree');
  if (verb !== '') Object.assign(one, { status: verb === 'approve' ? 'approved' : 'cancelled', decidedBy: user.id, decidedAt: ago(0) });
  return found(one);
}

function erasure(state: Beside, user: PretendUser, texterId: string, reasonCode: Schemas['ErasureFields']['reasonCode'], reason: string | null, more: Partial<Schemas['ErasureFields']> = {}): Schemas['ErasureFields'] {
  const made: Schemas['ErasureFields'] = {
    id: `era_${randomUUID().slice(0, 8)}`, texterId, status: 'requested', reasonCode, reason, requestedBy: user.id, requestedAt: ago(0), expiresAt: ago(-7 * 24 * 60), decidedBy: null,
    decidedAt: null, erasedAt: null, finishedAt: null, refusedFor: null, receipt: null, ...more,
  };
  state.erasures.push(made);
  return made;
}

function webhooks(state: Beside, user: PretendUser, method: string, id: string, part: string, did: string, body: Body): Reply {
  only(user, 'admin');
  if (id === '' && method === 'GET') return found({ items: [...state.hooks], nextCursor: null });
  if (id === '') {
    if (!String(body['url']).startsWith('https://')) throw refusedAt(422, [{ field: 'url', message: 'must begin with https://' }]);
    const made = hook(state, { url: String(body['url']), events: body['events'] as string[], description: (body['description'] ?? null) as string | null });
    return found({ ...made, secret: `whsec_${randomUUID()}` }, 201);
  }
  const one = state.hooks.find((other) => other.id === id) ?? missing();
  const deliveries = state.deliveries.get(id) ?? [];
  state.deliveries.set(id, deliveries);
  if (part === 'rotate') return found({ ...Object.assign(one, { secretSince: ago(0), previousSecretUntil: ago(-24 * 60), version: one.version + 1 }), secret: `whsec_${randomUUID()}` });
  if (part === 'test') {
    const made = delivery('holdfast.ping', 'delivered');
    deliveries.unshift(made);
    return found({ deliveryId: made.id }, 202);
  }
  if (part === 'deliveries' && did !== '') {
    if (!one.active) throw new Refusal(409, 'webhook_inactive', 'The webhook is not active');
    const again = deliveries.find((other) => other.id === did) ?? missing();
    return found(Object.assign(again, { status: 'delivered', attempts: again.attempts + 1, httpStatus: 204, error: null, nextAttemptAt: null }), 202);
  }
  if (part === 'deliveries') return found({ items: [...deliveries], nextCursor: null });
  if (method === 'DELETE') {
    state.hooks.splice(state.hooks.indexOf(one), 1);
    return { status: 204 };
  }
  if (method === 'PUT') {
    if (body['version'] !== one.version) throw new Refusal(409, 'conflict', 'The webhook has been changed meanwhile');
    Object.assign(one, body, { version: one.version + 1, status: body['active'] ? 'active' : 'paused', ...(body['active'] ? { disabledReason: null, disabledAt: null, disabledError: null, failuresInARow: 0 } : {}) });
  }
  return found(one);
}

function hook(state: Beside, more: Partial<Without<Schemas['Webhook']>>): Without<Schemas['Webhook']> {
  const made: Without<Schemas['Webhook']> = {
    id: `whk_${randomUUID().slice(0, 8)}`, url: '', events: [], description: null, status: 'active', active: true, maxAttempts: 8, disableAfter: 20, version: 1, createdAt: ago(60), failuresInARow: 0,
    disabledReason: null, disabledAt: null, disabledError: null, secretSince: ago(60), previousSecretUntil: null, ...more,
  };
  state.hooks.push(made);
  return made;
}

function delivery(eventType: string, status: Schemas['HookDelivery']['status'], more: Partial<Schemas['HookDelivery']> = {}): Schemas['HookDelivery'] {
  return {
    requestId: '', id: `dlv_${randomUUID()}`, eventId: `evt_${randomUUID().slice(0, 8)}`, eventType, conversationId: null, status, attempts: 1, httpStatus: status === 'delivered' ? 204 : null, error: null,
    durationMs: 84, occurredAt: ago(0), lastAttemptAt: ago(0), nextAttemptAt: null, ...more,
  };
}

const refusedAt = (status: number, errors: { field: string; message: string }[]): Refusal => new Refusal(status, 'rule_broken', 'The request breaks a rule', { errors });

/** Compares little: texts that hold `wrong` are wrong, anything else adds a tag, renames a program, and takes a person out of use. */
function pack(state: Beside, user: PretendUser, verb: string, body: Body): Reply {
  only(user, 'admin');
  if (verb === '') return found({ pack: state.pack });
  const text = String(body['pack']);
  const at = text.split('\n').findIndex((line) => line.includes('wrong'));
  if (at >= 0) {
    throw refusedAt(422, [
      { field: 'pack.programs.0.zone', message: `line ${at + 1}: is not a time zone like America/New_York` },
      { field: 'pack.users.0.programIds.0', message: `line ${at + 2}: is no program of this affiliate` },
      { field: 'pack', message: 'lacks affiliate' },
    ]);
  }
  if (!text.includes('id: affiliate-1')) throw refusedAt(422, [{ field: 'pack.affiliate.id', message: 'line 3: is not your affiliate’s' }]);
  const stamp = `${state.stamp}.${text.length}`;
  const steps = text === state.pack ? [] : STEPS;
  if (verb === 'plan') return found({ steps, stamp, drafts: steps.length > 0 ? 1 : 0 });
  if (body['stamp'] !== stamp) throw new Refusal(412, 'version_mismatch', 'Somebody else has changed this in the meantime');
  state.stamp += 1;
  state.pack = text;
  return found({
    applied: steps.length, webhookSecrets: steps.length > 0 ? [{ id: 'whk_new', url: 'https://hooks.harbour.example/in', secret: `whsec_${randomUUID()}` }] : [],
    invited: body['invite'] === true ? ['usr_new'] : [], unfinished: [],
  });
}

const STEPS: Schemas['PackStep'][] = [
  {
    sign: 'change', kind: 'program', id: 'program-1', name: 'Night line', changes: [
      { field: 'name', before: 'Night line', after: 'Harbour night line' },
      { field: 'description', before: 'For whoever cannot sleep', after: 'For whoever is awake and should not be alone with it: from eight in the evening until the morning, every day of the year.' },
      { field: 'hours', before: { week: { monday: ['20:00-23:59'] } }, after: { week: { monday: ['20:00-23:59'], tuesday: ['20:00-23:59'] } } },
    ],
  },
  { sign: 'create', kind: 'keyword', id: 'key_1', name: 'HARBOUR', changes: [{ field: 'keyword', before: null, after: 'HARBOUR' }, { field: 'programId', before: null, after: 'program-1' }] },
  {
    sign: 'create', kind: 'user', id: 'usr_new', name: 'Eva Lindholm-Featherstonehaugh', changes: [
      { field: 'email', before: null, after: 'eva@pretend.example' }, { field: 'role', before: null, after: 'responder' }, { field: 'programIds', before: null, after: ['program-1'] },
    ],
  },
  { sign: 'deactivate', kind: 'user', id: 'responder-3', name: 'Ines Moreau', changes: [] },
  { sign: 'restore', kind: 'tag', id: 'tag_1', name: 'exams', changes: [] },
  { sign: 'create', kind: 'webhook', id: 'whk_new', name: 'https://hooks.harbour.example/in', changes: [{ field: 'url', before: null, after: 'https://hooks.harbour.example/in' }, { field: 'events', before: null, after: ['conversation.closed'] }] },
];

function glass(state: Beside, user: PretendUser, method: string, id: string, body: Body): Reply {
  if (method === 'GET') return found({ items: [...state.grants], nextCursor: null });
  only(user, 'admin');
  if (method === 'DELETE') {
    Object.assign(state.grants.find((one) => one.id === id) ?? missing(), { endedAt: ago(0), active: false });
    return { status: 204 };
  }
  const made = grant(user, String(body['reason']), -Number(body['minutes']));
  state.grants.unshift(made);
  return found(made, 201);
}

function grant(user: PretendUser, reason: string, untilAgo: number, more: Partial<Schemas['BreakGlassGrant']> = {}): Schemas['BreakGlassGrant'] {
  return { id: `bgl_${randomUUID().slice(0, 8)}`, affiliateId: 'affiliate-1', userId: user.id, role: user.role, reason, openedAt: ago(0), until: ago(untilAgo), conversationId: null, endedAt: null, active: true, ...more };
}

function deadLetters(state: Beside, user: PretendUser, queue: string, verb: string, body: Body): Reply {
  only(user, 'supervisor', 'admin');
  const said = { does: 'Hands our messages to the carriers.', means: 'A responder answered, and the answer has not left. In the console it stands as queued.' };
  if (queue === '') {
    return found({
      items: [
        { queue: 'inbound', waiting: 1, oldestSeconds: 640, does: 'Takes in what texters write.', means: 'Somebody texted and has not been heard. Their text is safe and sealed. Hurry.', replayable: false },
        { queue: 'deliver', waiting: state.stuck.length, oldestSeconds: state.stuck.length > 0 ? 3900 : null, ...said, replayable: true },
        { queue: 'push', waiting: 0, oldestSeconds: null, does: 'Tells open consoles that something happened.', means: 'Nothing.', replayable: true },
      ],
    });
  }
  if (verb === 'replay') {
    const wanted = body['ids'] as string[];
    const replayed = state.stuck.filter((one) => wanted.includes(one.id)).map((one) => one.id);
    state.stuck.splice(0, state.stuck.length, ...state.stuck.filter((one) => !replayed.includes(one.id)));
    return found({ queue, replayed, notFound: wanted.filter((one) => !replayed.includes(one)) });
  }
  return found({ queue, ...said, replaying: 'It is sent now, unless it was sent before. Think first: an answer that comes hours late may do harm.', items: [...state.stuck] });
}

/** Some weeks of life beside the work, for looking at. */
export function fillBeside(world: PretendWorld): void {
  const state = besideOf(world);
  const who = (id: string): PretendUser => world.people.byId(id)!;
  const [robin, sam, vera, ada] = [who('responder-1'), who('responder-2'), who('supervisor-1'), who('admin-1')] as [PretendUser, PretendUser, PretendUser, PretendUser];
  state.say(vera.id, robin.id, 'Could you take the late shift on Thursday? Ines is away.', 60 * 26);
  state.say(robin.id, vera.id, 'Yes, I can. Until two?', 60 * 25);
  state.say(vera.id, robin.id, 'Until two, thank you 🙏', 60 * 25 - 3);
  state.say(vera.id, robin.id, 'One more thing: after the last call, please write the summary before you go home, also when it is late. The morning team reads it first.\n\nThe template is in the shared folder.', 12);
  state.say(sam.id, robin.id, 'are you free for a second look at something?', 4);
  state.say(robin.id, ada.id, 'The tag “exams” is missing since this morning.', 90);
  announce(state, ada, 'From Monday on the campus line opens at six in the evening. The texts say so already.', null, 60 * 30);
  announce(state, vera, 'Tonight Sam leads the night line; I am away from ten to midnight. In an emergency call the desk.', NIGHT.id, 35);
  for (let place = 60; place > 0; place -= 1) {
    const more = { seq: place, hash: 'f'.repeat(60) + String(1000 + place), sealedAt: ago(30 + 60 - place) };
    const [user, action, entity] = [
      [vera, 'conversation.read', 'conversation:con_2'], [sam, 'conversation.moved.start_conversation', 'conversation:con_1'], [ada, 'program.updated', 'program:program-1'],
      [robin, 'sign_in.succeeded', 'user:responder-1'], [vera, 'conversation.whispered', 'conversation:con_2'], [ada, 'user.created', 'user:responder-3'],
    ][place % 6] as [PretendUser, string, string];
    const changed = action === 'program.updated' ? { before: { name: 'Night line', hours: null }, after: { name: 'Harbour night line', hours: { week: { monday: ['20:00-23:59'] } } } } : {};
    const made = action === 'user.created' ? { after: { email: 'ines@pretend.example', name: 'Ines Moreau', role: 'responder', program_ids: ['program-1'], phone: null } } : {};
    const evidence = action.startsWith('conversation.moved') ? ['conversation:con_1#4'] : [];
    state.audit.push({
      id: `aud_${place}`, at: ago(30 + 60 - place), actor: user.id, actorRole: user.role, action, entity, requestId: randomUUID(), evidence, before: null, after: null,
      detail: action === 'conversation.whispered' ? { level: 'high' } : {}, ...more, ...changed, ...made,
    });
  }
  state.note(vera, 'galaxy.reversed', 'galaxy:gal_1', { detail: { why: 'unknown' } });
  state.note(ada, 'break_glass.opened', 'break_glass:bgl_1', {}, 5);
  const events = ['conversation.closed', 'conversation.escalated'];
  const first = hook(state, { url: 'https://reports.harbour.example/holdfast/events', events, description: 'Monthly report' });
  hook(state, { url: 'https://pager.harbour.example/in?team=night', events: ['conversation.escalated'], active: false, status: 'disabled', disabledReason: 'gave_up_in_a_row', disabledAt: ago(200), disabledError: 'no_connection', failuresInARow: 20 });
  hook(state, { url: 'https://old.harbour.example/hook', events, active: false, status: 'paused', description: 'Before the move' });
  state.deliveries.set(first.id, [
    delivery('conversation.closed', 'delivered', { occurredAt: ago(3) }),
    delivery('conversation.escalated', 'pending', { occurredAt: ago(9), attempts: 3, httpStatus: 503, error: 'refused_by_receiver', nextAttemptAt: ago(-10) }),
    delivery('conversation.closed', 'gave_up', { occurredAt: ago(60 * 20), attempts: 8, error: 'no_connection' }),
  ]);
  erasure(state, ada, 'texter-7', 'texter_asked', 'She wrote to the office and asked for it, letter of 14 November.', { requestedAt: ago(300) });
  erasure(state, vera, 'texter-8', 'wrong_number', 'A wrong number, a family asked.', { requestedAt: ago(90) });
  erasure(state, vera, 'texter-9', 'court_order', null, { status: 'asking', requestedAt: ago(900), decidedBy: ada.id, decidedAt: ago(800), erasedAt: ago(790) });
  erasure(state, ada, 'texter-3', 'texter_asked', null, {
    status: 'done', requestedAt: ago(9000), decidedBy: vera.id, decidedAt: ago(8900), erasedAt: ago(8890), finishedAt: ago(8800),
    receipt: { receipt: { schema: 'holdfast.erasure-receipt', version: 1 }, algorithm: 'ECDSA_SHA_256', signature: 'MEUCIQ…' },
  });
  erasure(state, vera, 'texter-2', 'texter_asked', 'Asked by mail.', { status: 'refused', requestedAt: ago(20_000), decidedBy: ada.id, decidedAt: ago(19_000), refusedFor: 'conversation_live' });
  state.grants.push(grant(ada, 'The police ask about a texter in danger, file 33/26.', -22, { openedAt: ago(8) }), grant(ada, 'A texter’s lawyer asks what was said in March.', 3000, { openedAt: ago(3030), endedAt: ago(3010), active: false }));
  for (const minutes of [65, 12]) {
    state.stuck.push({
      id: randomUUID(), kind: 'delivery task', ids: { conversationId: 'con_1', programId: NIGHT.id, seq: String(minutes) }, sentAt: ago(minutes), firstReceivedAt: ago(minutes), receiveCount: 1000,
      why: 'gave_up', explanation: 'It was handled as often as the queue allows and failed each time. The log has why, under its request id.',
    });
  }
  state.aside.push(
    { id: 'qua_1', reason: 'unknown_line', route: 'twilio', receivedAt: ago(50), releasable: true },
    { id: 'qua_2', reason: 'bad_signature', route: 'partner', receivedAt: ago(400), releasable: false },
  );
}
