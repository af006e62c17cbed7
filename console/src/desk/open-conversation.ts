import { computed, signal } from '@preact/signals';
import type { ApiClient } from '../api/client';
import type { ApiError } from '../api/problem';
import type { Conversation, Message } from '../api/types';
import { Thread } from '../realtime/thread';
import { coalesce } from './coalesce';
import { Reply } from './reply';

/** A turn in the conversation that is no message. `seq` places it among them. */
export interface Turn {
  seq: number;
  at: string;
  kind: 'opened' | 'assigned' | 'taken' | 'left' | 'closed';
}

export type Standing = 'mine' | 'closed' | 'gone';

/** One conversation on the responder's desk: its state, messages, draft and what was read of it. */
export class OpenConversation {
  readonly id: string;
  readonly conversation;
  readonly thread: Thread;
  readonly reply: Reply;
  readonly turns = signal<readonly Turn[]>([]);
  /** Why this texter came first; known only where `queue/next` was pressed. */
  readonly reason = signal<string | null>(null);
  /** An accept or close that failed. */
  readonly failure = signal<ApiError | null>(null);
  readonly #readUpTo = signal(-1);
  readonly #denied = signal(false);
  readonly #me: string;
  #lastTransition: { seq: number; at: string } | null = null;

  /** Reads the conversation again; rejects with `ApiError`. Calls coalesce. */
  readonly refresh: () => Promise<void>;

  constructor(api: ApiClient, me: string, conversation: Conversation, onArrival: (of: OpenConversation, messages: readonly Message[]) => void) {
    this.id = conversation.id;
    this.#me = me;
    this.conversation = signal(conversation);
    this.reason.value = conversation.reason;
    this.turns.value = [{ seq: 0, at: conversation.createdAt, kind: 'opened' }];
    this.reply = new Reply((text, key) => api.send(this.id, text, key));
    this.thread = new Thread({
      fetchPage: (after, cursor) => api.messages(this.id, after, cursor),
      onArrival: (messages) => onArrival(this, messages),
      onDenied: (error) => this.#deny(error),
    });
    this.refresh = coalesce(async () => {
      try {
        this.update(await api.conversation(this.id));
      } catch (error) {
        this.#deny(error as ApiError);
        throw error;
      }
    });
  }

  /** Whether it is still this responder's to work on. */
  readonly standing = computed<Standing>(() => {
    const now = this.conversation.value;
    if (now.state === 'closed') return 'closed';
    return this.#denied.value || now.responderId !== this.#me ? 'gone' : 'mine';
  });

  /** What the texter wrote since this responder last looked or answered. */
  readonly unread = computed(() => {
    const messages = this.thread.messages.value;
    const answered = messages.findLast((message) => message.direction === 'outbound')?.seq ?? 0;
    const seen = Math.max(answered, this.#readUpTo.value);
    return messages.filter((message) => message.direction === 'inbound' && message.seq > seen).length;
  });

  markRead(): void {
    const last = this.thread.messages.value.at(-1);
    if (last !== undefined && last.seq > this.#readUpTo.value) this.#readUpTo.value = last.seq;
  }

  /** A pushed transition: where and when, for the line that the next `update` may draw. */
  noteTransition(seq: number, at: string): void {
    if (seq > (this.#lastTransition?.seq ?? 0)) this.#lastTransition = { seq, at };
  }

  /** Takes over a newer view of the conversation; an older one that arrives late is ignored. */
  update(now: Conversation): void {
    const before = this.conversation.value;
    if (now.version < before.version) return;
    this.#denied.value = false;
    this.conversation.value = now;
    if (now.reason !== null) this.reason.value = now.reason;
    const kind = this.#turnBetween(before, now);
    if (kind !== null) this.addTurn(kind);
  }

  addTurn(kind: Turn['kind']): void {
    const { version, updatedAt } = this.conversation.value;
    const last = this.turns.value.at(-1);
    // Only a push tells the exact place; found by polling, it is where the conversation stands now.
    const pushed = this.#lastTransition !== null && this.#lastTransition.seq > (last?.seq ?? 0) ? this.#lastTransition : null;
    this.turns.value = [...this.turns.value, { seq: pushed?.seq ?? version, at: pushed?.at ?? updatedAt, kind }];
  }

  #turnBetween(before: Conversation, now: Conversation): Turn['kind'] | null {
    if (before.state === now.state && before.responderId === now.responderId) return null;
    if (now.state === 'closed') return 'closed';
    if (now.responderId !== this.#me) return 'left';
    return now.state === 'active' ? 'taken' : 'assigned';
  }

  #deny(error: ApiError): void {
    if (error.status === 403 || error.status === 404) this.#denied.value = true;
  }
}
