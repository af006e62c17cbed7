/** What the pretend API knows: one responder, a few texters, and what was said. All of it is made up. */

import { randomUUID } from 'node:crypto';
import type { Conversation, Message, MessageStatus, Problem, User } from '../src/api/types.ts';

export const PASSWORD = 'pretend-password';

export interface PretendUser extends User {
  email: string;
}

export interface PretendConversation {
  head: Conversation;
  messages: Message[];
}

/** A fact, delivery or queue frame, and the rooms it goes to. */
export type Push = (rooms: string[], frame: Record<string, unknown>) => void;

export class Refusal extends Error {
  readonly problem: Problem;

  constructor(status: number, code: string, detail: string, more: Partial<Problem> = {}) {
    super(code);
    this.problem = { requestId: randomUUID(), type: 'about:blank', title: code, status, code, detail, errors: null, state: null, ...more };
  }
}

export class PretendWorld {
  readonly user: PretendUser = {
    id: 'responder-1', name: 'Robin Aldana', role: 'responder', affiliateId: 'affiliate-1', programIds: ['program-1'],
    email: 'robin@pretend.example',
  };
  readonly conversations = new Map<string, PretendConversation>();
  readonly #push: Push;

  constructor(push: Push) {
    this.#push = push;
  }

  /** A new texter with a first message, waiting in the queue. `minutesAgo` shifts all of its times. */
  arrive(words: string, more: Partial<Conversation> = {}, minutesAgo = 0): PretendConversation {
    const id = `conversation-${this.conversations.size + 1}`;
    const at = new Date(Date.now() - minutesAgo * 60_000).toISOString();
    const one: PretendConversation = {
      head: {
        requestId: '', id, programId: 'program-1', programName: 'Night line', channel: 'twilio', state: 'queued', version: 1,
        riskLevel: 'low', riskReasons: [], tags: [], responderId: null, position: 1, waitSeconds: 0, cannotReply: false,
        createdAt: at, updatedAt: at, allowedTransitions: ['assign_responder'], reason: null, ...more,
      },
      messages: [],
    };
    this.conversations.set(id, one);
    this.say(one, 'inbound', words, null, at);
    this.#push(['program:program-1'], { type: 'queue', programId: 'program-1' });
    return one;
  }

  say(one: PretendConversation, direction: Message['direction'], content: string, senderId: string | null = null, at = new Date().toISOString()): Message {
    const seq = this.#advance(one, 'message', at);
    const status = direction === 'inbound' ? 'received' : 'queued';
    const message: Message = { requestId: '', id: randomUUID(), seq, direction, content, senderId, at, status, segments: 1 };
    one.messages.push(message);
    return message;
  }

  deliver(one: PretendConversation, seq: number, status: MessageStatus): void {
    const message = one.messages.find((other) => other.seq === seq);
    if (message === undefined) throw new Refusal(404, 'not_found', 'There is no message with that number');
    message.status = status;
    this.#push(this.#rooms(one), { type: 'delivery', conversationId: one.head.id, seq, status });
  }

  waiting(): PretendConversation[] {
    return [...this.conversations.values()].filter((one) => one.head.state === 'queued');
  }

  take(): Conversation | null {
    const one = this.waiting()[0];
    if (one === undefined) return null;
    one.head.responderId = this.user.id;
    this.move(one, 'active');
    this.#push(['program:program-1'], { type: 'queue', programId: 'program-1' });
    return { ...one.head, reason: one.head.riskLevel === 'low' ? 'waited longest' : `${one.head.riskLevel} risk moves ahead in line` };
  }

  move(one: PretendConversation, state: Conversation['state']): void {
    if (one.head.state === 'closed') {
      throw new Refusal(409, 'illegal_transition', 'The conversation is already closed', { state: 'closed' });
    }
    const allowed: Partial<Record<Conversation['state'], string[]>> = { assigned: ['start_conversation'], active: ['close_from_active'] };
    Object.assign(one.head, { state, position: null, waitSeconds: null, allowedTransitions: allowed[state] ?? [] });
    this.#advance(one, 'transition', new Date().toISOString());
  }

  #advance(one: PretendConversation, kind: string, at: string): number {
    const seq = (one.head.version += 1);
    one.head.updatedAt = at;
    // The fact is readable before anybody hears of it, as on the platform.
    queueMicrotask(() => this.#push(this.#rooms(one), { type: 'fact', conversationId: one.head.id, seq, kind, at }));
    return seq;
  }

  #rooms(one: PretendConversation): string[] {
    const rooms = [`conversation:${one.head.id}`];
    if (one.head.responderId !== null) rooms.push(`user:${one.head.responderId}`);
    return rooms;
  }
}
