/** Which call does what on the pretend platform. */

import type { IncomingMessage } from 'node:http';
import { beside } from './pretend-beside.ts';
import { DEEDS } from './pretend-care.ts';
import { dayReport, longestUnanswered } from './pretend-floor.ts';
import { CAMPUS, NIGHT, type PretendUser } from './pretend-people.ts';
import { file, files, sender } from './pretend-talk.ts';
import { Refusal, type PretendConversation, type PretendWorld } from './pretend-world.ts';

export interface Reply {
  status: number;
  body?: object;
  headers?: Record<string, string | string[]>;
}

type Body = Record<string, unknown>;
const found = (body: object, status = 200): Reply => ({ status, body: { requestId: '', ...body } });

/** Answers a call of somebody who is signed in. Throws `Refusal`. */
export function route(world: PretendWorld, user: PretendUser, request: IncomingMessage, url: URL, body: Body): Reply {
  const [, , area = '', id = '', part = '', eid = '', verb = ''] = url.pathname.split('/');
  const get = request.method === 'GET';
  if (area === 'queue') return queue(world, user, id);
  if (area === 'responders') return responders(world, user, get, body);
  if (area === 'alerts') return alerts(world, user, get, id);
  if (area === 'reports') return found(dayReport(world, user, url));
  if (area === 'providers') return found({ items: world.lines.filter((line) => user.programIds.includes(line.programId)) });
  if (area === 'admin' && id === 'blocked-senders') return blocked(world, user, request, part, body);
  const aside = beside(world, user, request, url, body);
  if (aside !== null) return aside;
  if (area === 'files') return file(world, id, url.origin);
  if (area !== 'conversations') throw new Refusal(404, 'not_found', 'There is nothing here');
  if (id === '') return list(world, user, url);
  const one = find(world, user, id);
  if (part === 'messages' && verb === 'outcome') return found(world.decide(one, Number(eid), String(body['outcome'])));
  if (part === 'messages') return get ? found(page(one.messages, one, url)) : say(world, one, user, body);
  if (part === 'timeline') return found(page(one.timeline, one, url));
  if (part === 'sender') return sender(one, user, get, body);
  if (part === 'files') return files(one);
  if (part === 'earlier') return found({ items: world.earlier(one) });
  if (part === 'summary') return found(summary(one));
  if (part === 'escalations' && get) return found({ ...one.record, mayConfirm: world.view(one, user).escalation?.mayConfirm ?? false });
  const name = part === 'escalations' ? verb || 'update' : part === 'follow-up' && eid === 'cancel' ? 'cancel' : part;
  const deed = DEEDS[name];
  if (deed === undefined) return found(world.view(one, user));
  if (user.role === 'admin') throw new Refusal(403, 'forbidden', 'Admins only look on');
  return deed({ world, one, user, body });
}

function find(world: PretendWorld, user: PretendUser, id: string): PretendConversation {
  const one = world.conversations.get(id);
  const seen = one !== undefined && user.programIds.includes(one.head.programId);
  const { head } = one ?? {};
  // Who talks with a texter and made sure that it is the same person may look back.
  const looksBack = world.ownedBy(user.id).some((live) => live.head.samePerson === true) && head?.state === 'closed';
  const theirs = looksBack ? [user.id] : [head?.responderId, head?.receiverId, head?.preferredResponderId].includes(user.id);
  if (one === undefined || !seen || (user.role === 'responder' && !theirs)) throw new Refusal(404, 'not_found', 'There is nothing here with that id');
  return one;
}

function say(world: PretendWorld, one: PretendConversation, user: PretendUser, body: Body): Reply {
  if (one.head.cannotReply || one.head.responderId !== user.id) throw new Refusal(409, 'conflict', 'The conversation takes no message now');
  return { status: 201, body: world.say(one, 'outbound', String(body['content']), user.id) };
}

function queue(world: PretendWorld, user: PretendUser, verb: string): Reply {
  const waiting = world.waiting().filter(({ head }) => user.programIds.includes(head.programId));
  if (verb === 'next') {
    const taken = world.take(user);
    return taken === null ? { status: 204 } : { status: 200, body: { ...taken, allowedTransitions: world.view(world.conversations.get(taken.id)!, user).allowedTransitions } };
  }
  if (verb === 'health') return found({ programs: [NIGHT, CAMPUS].map((program) => health(world, program)), alerts: healthAlerts(world) });
  if (user.role === 'admin') throw new Refusal(403, 'forbidden', 'Admins do not work the queue');
  return found({ items: waiting.map((one) => world.view(one, user)), nextCursor: null, depth: waiting.length, programs: [] });
}

function health(world: PretendWorld, program: { id: string; name: string }): object {
  const waits = world.waiting().filter(({ head }) => head.programId === program.id).map(({ head }) => (Date.now() - Date.parse(head.createdAt)) / 1000);
  const longest = Math.round(Math.max(0, ...waits));
  return {
    programId: program.id, programName: program.name, depth: waits.length, longestWaitSeconds: longest,
    avgWaitSeconds: Math.round(waits.reduce((sum, wait) => sum + wait, 0) / Math.max(1, waits.length)), oldestMessageAt: longest === 0 ? null : new Date(Date.now() - longest * 1000).toISOString(),
    alertThreshold: 10, alertWaitSeconds: 300, alert: longest > 300,
    respondersAvailable: world.people.all.filter((one) => one.role === 'responder' && one.state === 'available' && one.programIds.includes(program.id)).length,
  };
}

function healthAlerts(world: PretendWorld): object[] {
  return [NIGHT, CAMPUS]
    .filter((program) => (health(world, program) as { alert: boolean }).alert)
    .map((program) => ({ programId: program.id, kind: 'wait', detail: 'Somebody has waited longer than 5 minutes' }));
}

function responders(world: PretendWorld, user: PretendUser, get: boolean, body: Body): Reply {
  if (get) return found({ items: world.people.all.filter((one) => one.role === 'responder' || one.role === 'supervisor').map((one) => world.people.status(one, world.ownedBy(one.id).length, longestUnanswered(world, one.id))) });
  user.state = body['state'] as PretendUser['state'];
  return found(world.people.status(user, world.ownedBy(user.id).length));
}

function blocked(world: PretendWorld, user: PretendUser, request: IncomingMessage, id: string, body: Body): Reply {
  if (user.role !== 'supervisor') throw new Refusal(403, 'forbidden', 'Supervisors only');
  if (request.method === 'DELETE') return found(world.unblock(id));
  if (request.method === 'GET') return found({ items: world.blocks, nextCursor: null });
  return found(world.block(find(world, user, String(body['conversationId'])), user, body['confirm'] === true), 201);
}

function alerts(world: PretendWorld, user: PretendUser, get: boolean, id: string): Reply {
  const mine = world.people.alertsFor(user);
  if (get) return found({ items: mine.map((alert) => ({ ...alert })) });
  const alert = mine.find((one) => one.id === id);
  if (alert === undefined) throw new Refusal(404, 'not_found', 'There is no such alert');
  alert.acknowledgedBy = user.id;
  return found(alert);
}

function list(world: PretendWorld, user: PretendUser, url: URL): Reply {
  const [state, program, owner] = ['state', 'program', 'responder'].map((name) => url.searchParams.get(name));
  const own = owner === 'me' || user.role === 'responder';
  const items = [...world.conversations.values()].filter(
    ({ head }) =>
      user.programIds.includes(head.programId) && head.state === state && (program === null || head.programId === program) && (!own || head.responderId === user.id),
  );
  return found({ items: items.map((one) => world.view(one, user)), nextCursor: null });
}

function summary(one: PretendConversation): object {
  return {
    conversationId: one.head.id, text: `The texter wrote ${one.messages.filter((message) => message.direction === 'inbound').length} messages and sounds worn out.`,
    topics: ['sleep', 'exams'], suggestedTags: ['sleep', 'exam-stress'], model: 'pretend-1',
  };
}

/** Pages of ten, so that paging is used; of a long thread as many as one asks for. */
function page<T extends { seq: number }>(all: readonly T[], one: PretendConversation, url: URL): object {
  const after = Number(url.searchParams.get('cursor') ?? url.searchParams.get('after') ?? 0);
  const later = all.filter((item) => item.seq > after);
  const items = later.slice(0, all.length > 500 ? Number(url.searchParams.get('limit') ?? 50) : 10);
  const last = items.at(-1)?.seq ?? after;
  const more = later.length > items.length;
  return { items, nextCursor: more ? String(last) : null, cursor: more ? last : Math.max(last, one.head.version) };
}
