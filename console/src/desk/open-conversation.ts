import { computed, signal } from '@preact/signals';
import type { ApiClient } from '../api/client';
import { asApiError, type ApiError } from '../api/problem';
import type { Conversation, Message, User } from '../api/types';
import { STANDINGS } from '../lifecycle/table';
import { Thread } from '../realtime/thread';
import { coalesce } from './coalesce';
import { History } from './history';
import { Lookup } from './lookup';
import { Reply } from './reply';
import { Typing } from './typing';

/**
 * What the reader has to do with it. `mine`: they own it. `offered`: it is being transferred to them. `planned`: they
 * planned a check-in. `watched`: they read along. `closed`: it has ended. `gone`: it is no longer theirs to see.
 */
export type Standing = 'mine' | 'offered' | 'planned' | 'watched' | 'closed' | 'gone';

/** Something that was asked of the server and did not work. `deed` says what, so that it is told where it was asked. */
export interface Failure {
  deed: string;
  error: ApiError;
}

/** One conversation on somebody's desk: its state, messages, history, draft, and what was read of it. */
export class OpenConversation {
  readonly id: string;
  readonly conversation;
  readonly thread: Thread;
  readonly reply: Reply;
  readonly history: History;
  readonly summary;
  /** The record of the latest call for help. */
  readonly record;
  readonly draft;
  /** The texter's earlier conversations. */
  readonly earlier;
  readonly typing = new Typing();
  /** The deed on its way, by name; null when none is. */
  readonly busy = signal<string | null>(null);
  readonly failure = signal<Failure | null>(null);
  /** The reader may know of this conversation, and may not read its words. */
  readonly sealed = signal(false);
  readonly #readUpTo = signal(-1);
  readonly #denied = signal(false);
  readonly #reader: User;
  /** Keys of deeds whose outcome is unknown: asked again, they happen once. */
  readonly #keys = new Map<string, string>();

  /** Reads the conversation again; rejects with `ApiError`. Calls coalesce. */
  readonly refresh: () => Promise<void>;

  constructor(api: ApiClient, reader: User, conversation: Conversation, onArrival: (of: OpenConversation, messages: readonly Message[]) => void) {
    this.id = conversation.id;
    this.#reader = reader;
    this.conversation = signal(conversation);
    this.reply = new Reply((text, key) => api.send(this.id, text, key));
    this.history = new History((after, cursor) => api.care.timeline(this.id, after, cursor));
    this.summary = new Lookup(() => api.care.summary(this.id));
    this.draft = new Lookup(() => api.care.draftReply(this.id));
    this.earlier = new Lookup(() => api.care.earlier(this.id));
    this.record = new Lookup(() => api.care.escalation(this.id, this.conversation.value.escalation?.id ?? ''));
    this.thread = new Thread({
      fetchPage: (after, cursor) => api.messages(this.id, after, cursor),
      onArrival: (messages) => onArrival(this, messages),
      // Staff may know of a conversation without being allowed to read it; whoever may see it is told by `refresh`.
      onDenied: () => {
        this.sealed.value = true;
        void this.refresh().catch(() => undefined);
      },
    });
    this.refresh = coalesce(async () => {
      try {
        this.update(await api.conversation(this.id));
      } catch (error) {
        const { status } = error as ApiError;
        if (status === 403 || status === 404) this.#denied.value = true;
        throw error;
      }
    });
  }

  readonly standing = computed<Standing>(() => {
    const now = this.conversation.value;
    const me = this.#reader.id;
    if (this.#denied.value) return 'gone';
    if (STANDINGS[now.state]?.terminal === true) return 'closed';
    if (now.responderId === me) return 'mine';
    if (this.#reader.role !== 'responder') return 'watched';
    if (now.receiverId === me) return 'offered';
    // A second responder may be asked to confirm that the police are called.
    if (now.escalation?.mayConfirm === true) return 'watched';
    return now.preferredResponderId === me && now.allowedTransitions.includes('cancel_follow_up') ? 'planned' : 'gone';
  });

  /** Whether the reader may write to the texter now, as far as the state goes. */
  readonly maySend = computed(() => this.standing.value === 'mine' && STANDINGS[this.conversation.value.state]?.maySend === true);

  /** Whether the reader may say what became of a message of which nobody knows. */
  readonly mayDecide = computed(() => {
    const { role, id } = this.#reader;
    return this.standing.value !== 'gone' && (role === 'supervisor' || (role === 'responder' && this.conversation.value.responderId === id));
  });

  /** Why this texter came first, as the hand-out recorded it; null while unknown. */
  readonly reason = computed(() => {
    const handOut = this.history.entries.value.findLast((entry) => entry.transition === 'assign_responder');
    return this.conversation.value.reason || handOut?.reason || null;
  });

  /** What the texter wrote since this reader last looked or answered. */
  readonly unread = computed(() => {
    const messages = this.thread.messages.value;
    const answered = messages.findLast((message) => message.direction === 'outbound')?.seq ?? 0;
    const seen = Math.max(answered, this.#readUpTo.value);
    return messages.filter((message) => message.direction === 'inbound' && message.seq > seen).length;
  });

  /** Nothing more is read or shown of it. */
  dispose(): void {
    this.thread.dispose();
    this.typing.stop();
  }

  markRead(): void {
    const last = this.thread.messages.value.at(-1);
    if (last !== undefined && last.seq > this.#readUpTo.value) this.#readUpTo.value = last.seq;
  }

  /** Takes over a newer view of the conversation; an older one that arrives late is ignored. */
  update(now: Conversation): void {
    const before = this.conversation.value;
    if (now.version < before.version) return;
    this.#denied.value = false;
    // Only the hand-out itself tells why: a later view of the same owner's conversation does not unsay it.
    this.conversation.value = now.responderId === before.responderId ? { ...now, reason: now.reason ?? before.reason } : now;
  }

  /**
   * Asks something of the server, once however often it is pressed, and takes over what comes back; false when it did
   * not work, and then `failure` says why. While the outcome is unknown, asking the same again uses the same key.
   */
  async act(deed: string, input: unknown, call: (key: string) => Promise<Conversation | null>): Promise<boolean> {
    if (this.busy.value !== null) return false;
    const asked = `${deed} ${JSON.stringify(input)}`;
    const key = this.#keys.get(asked) ?? crypto.randomUUID();
    this.#keys.set(asked, key);
    this.busy.value = deed;
    this.failure.value = null;
    try {
      const after = await call(key);
      this.#keys.delete(asked);
      if (after !== null) this.update(after);
      else await this.refresh().catch(() => undefined);
      return true;
    } catch (caught) {
      const error = asApiError(caught);
      if (!error.outcomeUnknown) this.#keys.delete(asked);
      this.failure.value = { deed, error };
      return false;
    } finally {
      this.busy.value = null;
    }
  }
}
