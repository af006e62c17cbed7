import { computed, signal } from '@preact/signals';
import type { ApiClient } from '../api/client';
import { asApiError, type ApiError } from '../api/problem';
import { fileAt, filesOf, type StaffFile } from '../api/sender';
import type { Conversation, Message, User } from '../api/types';
import { STANDINGS } from '../lifecycle/table';
import { Thread } from '../realtime/thread';
import { coalesce } from './coalesce';
import { History } from './history';
import { Kept } from './kept';
import { Lookup } from './lookup';
import { Reply } from './reply';
import { SenderLookup } from './sender';
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
  /** The number somebody writes from. */
  readonly sender: SenderLookup;
  /** What colleagues brought to it. */
  readonly files: Lookup<StaffFile[]>;
  readonly urlOf: (fileId: string) => Promise<string | null>;
  readonly typing = new Typing();
  /** The deed on its way, by name; null when none is. */
  readonly busy = signal<string | null>(null);
  readonly failure = signal<Failure | null>(null);
  /** The reader may know of this conversation, and may not read its words. */
  readonly sealed = signal(false);
  /** What came after this message is new since the reader last looked; null: nothing is. */
  readonly newSince = signal<number | null>(null);
  readonly #readUpTo = signal(-1);
  readonly #denied = signal(false);
  readonly #reader: User;
  /** Keys of deeds whose outcome is unknown: asked again, they happen once. */
  readonly #keys = new Map<string, string>();

  /** Reads the conversation again; rejects with `ApiError`. Calls coalesce. */
  readonly refresh: () => Promise<void>;

  constructor(
    api: ApiClient, reader: User, conversation: Conversation, onArrival: (of: OpenConversation, messages: readonly Message[]) => void, kept = new Kept(),
  ) {
    this.id = conversation.id;
    this.#reader = reader;
    this.conversation = signal(conversation);
    this.reply = new Reply((text, key) => api.send(this.id, text, key), {
      draft: kept.slot(this.id, 'reply', ''),
      suggested: kept.slot<string | null>(this.id, 'reply-suggested', null),
      tried: kept.slot<{ key: string; text: string } | null>(this.id, 'reply-tried', null),
    });
    this.history = new History((after, cursor) => api.care.timeline(this.id, after, cursor));
    this.summary = new Lookup(() => api.care.summary(this.id));
    this.draft = new Lookup(() => api.care.draftReply(this.id));
    this.earlier = new Lookup(() => api.care.earlier(this.id));
    this.record = new Lookup(() => api.care.escalation(this.id, this.conversation.value.escalation?.id ?? ''));
    this.sender = new SenderLookup(api.transport, this.id);
    this.files = new Lookup(() => filesOf(api.transport, this.id));
    this.urlOf = (fileId) => fileAt(api.transport, fileId);
    this.thread = new Thread({
      fetchPage: (after, cursor) => api.messages(this.id, after, cursor),
      newest: () => this.conversation.value.version,
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
    const [messages, seen] = [this.thread.messages.value, this.#readUpTo.value];
    let count = 0;
    // From the end: a long thread has little that is new.
    for (let at = messages.length - 1; at >= 0; at--) {
      const { direction, seq } = messages[at] as Message;
      if (seq <= seen || direction === 'outbound') break;
      if (direction === 'inbound') count += 1;
    }
    return count;
  });

  /** Somebody has written to the texter. */
  readonly answered = computed(() => this.thread.messages.value.some(({ direction }) => direction === 'outbound'));

  /** The reader owes an answer: the texter had the last word. What Holdfast says by itself answers nobody. */
  readonly unanswered = computed(() => {
    const last = this.thread.messages.value.findLast(({ direction }) => direction === 'inbound' || direction === 'outbound');
    return this.standing.value === 'offered' || (this.standing.value === 'mine' && last?.direction === 'inbound');
  });

  /** Nothing more is read or shown of it. */
  dispose(): void {
    this.thread.dispose();
    this.typing.stop();
    this.sender.hide();
  }

  /** The reader turns to it: what came since they last did is marked, and read by that. */
  look(): void {
    this.newSince.value = this.unread.value > 0 && this.#readUpTo.value >= 0 ? this.#readUpTo.value : null;
    this.markRead();
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
