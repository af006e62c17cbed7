/** What the pretend API knows: a few texters, what was said, and what happened. All of it is made up. */

import { randomUUID } from 'node:crypto';
import type { Block, Conversation, EarlierConversation, EscalationRecord, Message, MessageStatus, Problem, Provider, State, TimelineEntry } from '../src/api/types.ts';
import { STANDINGS, TRANSITIONS } from '../src/lifecycle/table.ts';
import { CAMPUS, NIGHT, PretendPeople, type PretendUser } from './pretend-people.ts';

export interface PretendConversation {
  head: Conversation;
  messages: Message[];
  timeline: TimelineEntry[];
  record: EscalationRecord | null;
}

/** A frame, and the rooms it goes to. */
export type Push = (rooms: string[], frame: Record<string, unknown>) => void;

type Entry = Partial<Omit<TimelineEntry, 'seq' | 'at' | 'kind' | 'actor'>>;

export class Refusal extends Error {
  readonly problem: Problem;

  constructor(status: number, code: string, detail: string, more: Partial<Problem> = {}) {
    super(code);
    this.problem = { requestId: randomUUID(), type: 'about:blank', title: code, status, code, detail, errors: null, state: null, ...more };
  }
}

/** A rule was broken: 422, naming the field. */
export const broken = (field: string, message: string): Refusal =>
  new Refusal(422, 'rule_broken', 'That is against a rule', { errors: [{ field, message }] });

/** The lines of the pretend programs: the first has a second carrier's number behind it. */
function pretendLines(): Provider[] {
  const well = { state: 'closed', failures: 0, retryAt: null, backup: null, standsFor: null, segmentCost: 0.0083 } as const;
  return [
    { ...well, channel: 'twilio', title: 'SMS', number: '+12025550101', programId: NIGHT.id, backup: 'aws#+12025550170' },
    { ...well, channel: 'aws', title: 'SMS', number: '+12025550170', programId: NIGHT.id, standsFor: 'twilio#+12025550101' },
    { ...well, channel: 'twilio', title: 'SMS', number: '+12025550102', programId: CAMPUS.id },
    { ...well, channel: 'webchat', title: 'Web chat', number: CAMPUS.id, programId: CAMPUS.id, segmentCost: null },
  ];
}

export class PretendWorld {
  readonly people = new PretendPeople();
  readonly conversations = new Map<string, PretendConversation>();
  readonly lines = pretendLines();
  readonly blocks: Block[] = [];
  readonly #push: Push;

  constructor(push: Push) {
    this.#push = push;
  }

  /** The responder most tests sign in as. */
  get user(): PretendUser {
    return this.people.all[0] as PretendUser;
  }

  get supervisor(): PretendUser {
    return this.people.byId('supervisor-1') as PretendUser;
  }

  /** A new texter with a first message, waiting in the queue. `minutesAgo` shifts all of its times. */
  arrive(words: string, more: Partial<Conversation> = {}, minutesAgo = 0): PretendConversation {
    const id = `conversation-${this.conversations.size + 1}`;
    const at = new Date(Date.now() - minutesAgo * 60_000).toISOString();
    const one: PretendConversation = {
      head: {
        requestId: '', id, texterId: `texter-of-${id}`, programId: NIGHT.id, programName: NIGHT.name, channel: 'twilio', state: 'queued', version: 0,
        riskLevel: 'low', riskReasons: [], tags: [], responderId: null, receiverId: null, preferredResponderId: null, position: 1, waitSeconds: 0, unansweredSince: null,
        cannotReply: false, language: null, seenBefore: false, samePerson: null, flags: [], segmentCost: 0.0083, createdAt: at, updatedAt: at, allowedTransitions: [], escalation: null, survey: null, outcome: null, followUpAt: null,
        closedAt: null, legalHold: false, reason: null, ...more,
      },
      messages: [],
      timeline: [],
      record: null,
    };
    this.conversations.set(id, one);
    this.note(one, 'opened', 'system', {}, at);
    this.say(one, 'inbound', words, null, at);
    this.queueMoved(one);
    return one;
  }

  say(one: PretendConversation, direction: Message['direction'], content: string, senderId: string | null = null, at = new Date().toISOString(), attachments = 0): Message {
    const kind = direction === 'note' ? 'note' : 'message';
    const seq = this.note(one, kind, senderId ?? (direction === 'inbound' ? 'texter' : 'system'), {}, at);
    const status = direction === 'inbound' ? 'received' : 'queued';
    const message: Message = { requestId: '', id: randomUUID(), seq, direction, content, senderId, at, status, segments: 1, errorCode: null, attachments };
    one.messages.push(message);
    if (direction === 'inbound') one.head.unansweredSince ??= at;
    if (direction === 'outbound') one.head.unansweredSince = null;
    return message;
  }

  deliver(one: PretendConversation, seq: number, status: MessageStatus, errorCode: string | null = null): void {
    const message = one.messages.find((other) => other.seq === seq);
    if (message === undefined) throw new Refusal(404, 'not_found', 'There is no message with that number');
    Object.assign(message, { status, errorCode });
    this.#push([`conversation:${one.head.id}`], { type: 'delivery', conversationId: one.head.id, seq, status });
  }

  /** The texter of a web chat writes. */
  type(one: PretendConversation): void {
    this.#push([`conversation:${one.head.id}`], { type: 'typing', conversationId: one.head.id });
  }

  /** A person's word on a message of which nobody knows. */
  decide(one: PretendConversation, seq: number, outcome: string): Message {
    const message = one.messages.find((other) => other.seq === seq);
    if (message?.status !== 'unknown') throw new Refusal(409, 'outcome_known', 'What became of this message is known by now');
    this.deliver(one, seq, outcome === 'sent' ? 'sent' : 'failed');
    return message;
  }

  /** The sender of a conversation is blocked, which closes it. */
  block(one: PretendConversation, user: PretendUser, confirm: boolean): Block {
    if (['high', 'critical'].includes(one.head.riskLevel) && !confirm) throw new Refusal(409, 'at_risk', 'The texter is at risk; say that you have looked at that');
    const { id, programId, programName } = one.head;
    const block = { id: randomUUID(), conversationId: id, programId, programName, blockedBy: user.id, blockedAt: new Date().toISOString() };
    this.blocks.push(block);
    one.head.flags = [...(one.head.flags ?? []), 'sender_blocked'];
    this.note(one, 'sender_blocked', user.id);
    if (!STANDINGS[one.head.state].terminal) this.move(one, 'closed');
    return block;
  }

  unblock(id: string): Block {
    const index = this.blocks.findIndex((block) => block.id === id);
    const [block] = index < 0 ? [] : this.blocks.splice(index, 1);
    if (block === undefined) throw new Refusal(404, 'not_found', 'There is nothing here with that id');
    return block;
  }

  /** The conversations of the same texter that have ended: in this world every closed one of the program. */
  earlier(one: PretendConversation): EarlierConversation[] {
    if (one.head.samePerson !== true) throw new Refusal(409, 'not_confirmed', 'Ask whether this is who wrote from the number before');
    const ended = [...this.conversations.values()].filter(({ head }) => head.programId === one.head.programId && STANDINGS[head.state].terminal);
    return ended.map(({ head: { id, programId, programName, channel, state, createdAt, closedAt, riskLevel, tags } }) => ({
      id, programId, programName, channel, state, createdAt, closedAt, riskLevel, tags, outcome: null, erased: false,
    }));
  }

  waiting(): PretendConversation[] {
    return [...this.conversations.values()].filter((one) => one.head.state === 'queued');
  }

  ownedBy(id: string): PretendConversation[] {
    return [...this.conversations.values()].filter((one) => one.head.responderId === id && !STANDINGS[one.head.state].terminal);
  }

  take(user: PretendUser): Conversation | null {
    const one = this.waiting().find(({ head }) => user.programIds.includes(head.programId));
    if (one === undefined) return null;
    const reason = one.head.riskLevel === 'low' ? 'waited longest' : `${one.head.riskLevel} risk moves ahead in line`;
    this.make(one, 'assign_responder', user.id, { reason, detail: { responder: user.id } }, { responderId: user.id });
    this.make(one, 'start_conversation', user.id);
    return { ...one.head, reason };
  }

  /** Makes a transition of the table, or refuses it with the state it lost to. */
  make(one: PretendConversation, name: string, actor: string, entry: Entry = {}, changes: Partial<Conversation> = {}): void {
    const row = TRANSITIONS[name];
    const source = one.head.state;
    if (row === undefined || !row.sources.includes(source)) {
      throw new Refusal(409, 'illegal_transition', `The conversation is '${source}'`, { state: source });
    }
    this.#enter(one, row.target ?? source, changes);
    this.note(one, 'transition', actor, { transition: name, source, target: one.head.state, ...entry });
    this.queueMoved(one);
    const { id, responderId } = one.head;
    if (responderId !== null) this.#push([`user:${responderId}`], { type: 'owned', conversationId: id });
  }

  /** Puts a conversation into a state as if somebody else had, whatever the table says. */
  move(one: PretendConversation, state: State): void {
    const name = state === 'closed' && one.head.state === 'active' ? 'close_from_active' : state === 'assigned' ? 'assign_responder' : null;
    if (STANDINGS[one.head.state].terminal) throw new Refusal(409, 'illegal_transition', 'The conversation is already closed', { state: one.head.state });
    if (name !== null && TRANSITIONS[name]?.sources.includes(one.head.state)) return this.make(one, name, one.head.responderId ?? 'system');
    this.#enter(one, state, {});
    this.note(one, 'timer', 'timer', { detail: { timer: 'pretend' } });
  }

  #enter(one: PretendConversation, state: State, changes: Partial<Conversation>): void {
    const queued = state === 'queued';
    const leaves = state !== one.head.state ? { receiverId: null } : {};
    const ends = STANDINGS[state].terminal ? { closedAt: new Date().toISOString(), survey: null } : {};
    Object.assign(one.head, { state, position: queued ? 1 : null, waitSeconds: queued ? 0 : null, ...leaves, ...ends, ...changes });
  }

  /** Adds a fact to the history, and tells those who listen. Returns its number. */
  note(one: PretendConversation, kind: string, actor: string, entry: Entry = {}, at = new Date().toISOString()): number {
    const seq = (one.head.version += 1);
    one.head.updatedAt = at;
    one.timeline.push({ seq, at, kind, actor, transition: null, source: null, target: null, reason: null, detail: {}, words: {}, ...entry });
    // The fact is readable before anybody hears of it, as on the platform.
    queueMicrotask(() => this.#push([`conversation:${one.head.id}`], { type: 'fact', conversationId: one.head.id, seq, kind, at }));
    return seq;
  }

  /** Says a frame in rooms. */
  tell(rooms: string[], frame: Record<string, unknown>): void {
    queueMicrotask(() => this.#push(rooms, frame));
  }

  call(to: string | null, one: PretendConversation, kind: string, level: 'page' | 'notice', detail: string): void {
    const { rooms, frame } = this.people.call(to, { kind, level, detail, programId: one.head.programId, conversationId: one.head.id });
    queueMicrotask(() => this.#push(rooms, frame));
  }

  queueMoved(one: PretendConversation): void {
    const { programId } = one.head;
    queueMicrotask(() => this.#push([`program:${programId}`], { type: 'queue', programId }));
  }

  /** The conversation as `user` sees it: what they may do now, and where it stands in line. */
  view(one: PretendConversation, user: PretendUser): Conversation {
    const { head } = one;
    const escalation = head.escalation == null ? null : { ...head.escalation, mayConfirm: this.#mayConfirm(one, user) };
    const waiting = this.waiting().filter((other) => other.head.programId === head.programId);
    const queued = head.state === 'queued';
    return {
      ...head,
      escalation,
      allowedTransitions: this.#allowed(head, user),
      position: queued ? waiting.indexOf(one) + 1 : null,
      waitSeconds: queued ? Math.round((Date.now() - Date.parse(head.createdAt)) / 1000) : null,
    };
  }

  #allowed(head: Conversation, user: PretendUser): string[] {
    const roles: string[] = user.role === 'supervisor' ? ['supervisor'] : [];
    if (user.role !== 'admin' && head.responderId === user.id) roles.push('responder');
    if (user.role === 'responder' && (head.state === 'queued' || (head.responderId === null && head.preferredResponderId === user.id))) roles.push('responder');
    if (head.receiverId === user.id) roles.push('receiver');
    return Object.entries(TRANSITIONS)
      .filter(([, row]) => row.sources.includes(head.state) && row.actors.some((actor) => roles.includes(actor)))
      .map(([name]) => name);
  }

  #mayConfirm({ head: { escalation } }: PretendConversation, user: PretendUser): boolean {
    if (escalation == null || escalation.type !== 'police' || escalation.status !== 'pending_confirmation') return false;
    return user.role === 'supervisor' && escalation.openedBy !== user.id;
  }
}
