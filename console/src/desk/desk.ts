import { batch, computed, effect, signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import type { ApiClient } from '../api/client';
import { asApiError, type ApiError } from '../api/problem';
import type { Conversation, Message, User } from '../api/types';
import { RealtimeClient, type LinkState } from '../realtime/client';
import type { ServerFrame } from '../realtime/frames';
import { coalesce } from './coalesce';
import { Errands } from './errands';
import { OpenConversation } from './open-conversation';

/**
 * How news reaches this page, said truthfully. `live`: pushed. `polling`: the socket is down, but the API
 * answers when asked. `offline`: nothing answers. `connecting`: the first seconds, when neither is known.
 */
export type Connection = 'connecting' | 'live' | 'polling' | 'offline';

export type Notice =
  | { kind: 'nobody' | 'closed' }
  | { kind: 'next-failed'; error: ApiError };

export const POLL_MS = 5_000;
/** The number waiting is read again this often even while pushes arrive: a lost push must not hide a texter. */
const QUEUE_MS = 60_000;

/** Everything the responder's page shows, and everything its buttons do. Nothing of it is stored. */
export class Desk {
  readonly user: User;
  readonly open = signal<readonly OpenConversation[]>([]);
  readonly selected = signal<OpenConversation | null>(null);
  /** How many texters wait; null while unknown. */
  readonly waiting = signal<number | null>(null);
  readonly notice = signal<Notice | null>(null);
  readonly takingNext = signal(false);
  readonly loaded = signal(false);
  /** The newest message of a texter, or (null) a conversation newly assigned to us; for the screen reader. */
  readonly arrival = signal<{ of: OpenConversation; message: Message | null } | null>(null);
  readonly connection;

  readonly #api: ApiClient;
  readonly #realtime: RealtimeClient;
  readonly #link = signal<LinkState>('stopped');
  readonly #everLive = signal(false);
  readonly #reachable: Signal<boolean>;
  readonly #errands = new Errands();
  readonly #pollMs: number;
  #stops: (() => void)[] = [];
  #stopped = false;
  /** Stays until an answer came, so that a press repeated after a lost answer takes no second texter. */
  #nextKey: string | null = null;

  constructor(api: ApiClient, user: User, reachable: Signal<boolean>, pollMs = POLL_MS) {
    this.#pollMs = pollMs;
    this.#api = api;
    this.user = user;
    this.#reachable = reachable;
    this.#realtime = new RealtimeClient({
      ticket: () => api.realtimeTicket(),
      onState: (state) => {
        this.#link.value = state;
        if (state === 'live') this.#everLive.value = true;
      },
      onFrame: (frame) => this.#onFrame(frame),
      onResync: (room) => this.#resync(room),
    });
    this.connection = computed<Connection>(() => {
      if (!this.#reachable.value) return 'offline';
      if (this.#link.value === 'live') return 'live';
      return this.#everLive.value || this.#link.value === 'waiting' ? 'polling' : 'connecting';
    });
  }

  start(): void {
    this.#realtime.start();
    this.#realtime.subscribe(`user:${this.user.id}`);
    for (const programId of this.user.programIds) this.#realtime.subscribe(`program:${programId}`);
    void this.#errands.run(this.reload);
    void this.#errands.run(this.#countWaiting);
    const poll = setInterval(() => this.#poll(), this.#pollMs);
    const count = setInterval(() => void this.#errands.run(this.#countWaiting), QUEUE_MS);
    const woke = (): void => {
      this.#realtime.nudge();
      this.#poll();
    };
    const cut = (): void => {
      this.#reachable.value = false;
    };
    const seen = (): void => {
      if (document.visibilityState !== 'visible') return;
      this.#realtime.nudge();
      this.selected.value?.markRead();
    };
    addEventListener('online', woke);
    addEventListener('offline', cut);
    document.addEventListener('visibilitychange', seen);
    this.#stops = [
      () => clearInterval(poll),
      () => clearInterval(count),
      () => removeEventListener('online', woke),
      () => removeEventListener('offline', cut),
      () => document.removeEventListener('visibilitychange', seen),
      // What is on screen counts as read while the page can be seen.
      effect(() => {
        const shown = this.selected.value;
        if (shown !== null && shown.unread.value > 0 && document.visibilityState === 'visible') shown.markRead();
      }),
    ];
  }

  /** Leaves nothing of a texter behind. */
  stop(): void {
    this.#stopped = true;
    for (const stop of this.#stops) stop();
    this.#errands.clear();
    this.#realtime.stop();
    for (const one of this.open.value) one.thread.dispose();
    batch(() => {
      this.open.value = [];
      this.selected.value = null;
      this.arrival.value = null;
    });
  }

  select(one: OpenConversation | null): void {
    this.selected.value = one;
    one?.markRead();
  }

  /** "Help the next texter". */
  async takeNext(): Promise<void> {
    if (this.takingNext.value) return;
    this.takingNext.value = true;
    this.notice.value = null;
    this.#nextKey ??= crypto.randomUUID();
    try {
      const conversation = await this.#api.takeNext(this.#nextKey);
      if (this.#stopped) return;
      this.#nextKey = null;
      if (conversation === null) {
        this.notice.value = { kind: 'nobody' };
      } else {
        const one = this.#put(conversation);
        if (one.turns.value.length === 1) one.addTurn('taken');
        this.select(one);
      }
    } catch (caught) {
      const error = asApiError(caught);
      if (!error.outcomeUnknown) this.#nextKey = null;
      this.notice.value = { kind: 'next-failed', error };
      // A texter may have been handed to us although no answer said so.
      void this.#errands.run(this.reload);
    } finally {
      this.takingNext.value = false;
      if (!this.#stopped) void this.#errands.run(this.#countWaiting);
    }
  }

  async accept(one: OpenConversation): Promise<void> {
    one.failure.value = null;
    try {
      one.update(await this.#api.accept(one.id, crypto.randomUUID()));
    } catch (caught) {
      one.failure.value = asApiError(caught);
      void this.#errands.run(one.refresh);
    }
  }

  /** Closes the conversation and puts it away; false if it could not be closed. */
  async close(one: OpenConversation): Promise<boolean> {
    one.failure.value = null;
    try {
      await this.#api.close(one.id, crypto.randomUUID());
    } catch (caught) {
      one.failure.value = asApiError(caught);
      // Perhaps it was closed all the same, or by somebody else: then its state says so.
      await this.#errands.run(one.refresh);
      if (one.standing.value !== 'closed') return false;
    }
    this.putAway(one);
    this.notice.value = { kind: 'closed' };
    return true;
  }

  /** Takes a conversation off the desk. */
  putAway(one: OpenConversation): void {
    one.thread.dispose();
    this.#errands.forget(one.refresh);
    this.#realtime.unsubscribe(`conversation:${one.id}`);
    batch(() => {
      this.open.value = this.open.value.filter((other) => other !== one);
      if (this.selected.value === one) this.selected.value = null;
      if (this.arrival.value?.of === one) this.arrival.value = null;
    });
  }

  async send(one: OpenConversation): Promise<void> {
    const message = await one.reply.send();
    if (message !== null) one.thread.insert(message);
    // Refused for what the conversation has become (closed, opted out): show what that is.
    else if (one.reply.attempt.value?.failure?.status === 409) void this.#errands.run(one.refresh);
  }

  /** Reads which conversations are ours. */
  readonly reload = coalesce(async () => {
    const [active, assigned] = await Promise.all([this.#api.myConversations('active'), this.#api.myConversations('assigned')]);
    if (this.#stopped) return;
    const listed = new Set<string>();
    for (const conversation of [...active, ...assigned]) {
      listed.add(conversation.id);
      this.#put(conversation);
    }
    this.loaded.value = true;
    // One that is not listed was closed or handed on, or taken after the list was made: ask which.
    const unlisted = this.open.value.filter((one) => !listed.has(one.id) && one.standing.value === 'mine');
    await Promise.all(unlisted.map((one) => this.#errands.run(one.refresh)));
  });

  readonly #countWaiting = coalesce(async () => {
    const { depth } = await this.#api.queue();
    this.waiting.value = depth;
    if (depth > 0 && this.notice.value?.kind === 'nobody') this.notice.value = null;
  });

  #put(conversation: Conversation): OpenConversation {
    const known = this.open.value.find((one) => one.id === conversation.id);
    if (known !== undefined) {
      known.update(conversation);
      return known;
    }
    const one = new OpenConversation(this.#api, this.user.id, conversation, (of, messages) => this.#onArrival(of, messages));
    this.open.value = [...this.open.value, one].sort((a, b) =>
      a.conversation.value.createdAt.localeCompare(b.conversation.value.createdAt),
    );
    void one.thread.resync();
    this.#realtime.subscribe(`conversation:${one.id}`);
    if (this.loaded.value && conversation.state === 'assigned') this.arrival.value = { of: one, message: null };
    return one;
  }

  #onArrival(of: OpenConversation, messages: readonly Message[]): void {
    const inbound = messages.findLast((message) => message.direction === 'inbound');
    if (inbound === undefined) return;
    this.arrival.value = { of, message: inbound };
    // What a texter writes may raise the risk or end the conversation.
    void this.#errands.run(of.refresh);
  }

  #onFrame(frame: ServerFrame): void {
    if (frame.type === 'queue') void this.#errands.run(this.#countWaiting);
    if (frame.type === 'refused') this.#refreshRoom(frame.room);
    if (frame.type !== 'fact' && frame.type !== 'delivery') return;
    const one = this.open.value.find((other) => other.id === frame.conversationId);
    if (frame.type === 'delivery') {
      one?.thread.deliver(frame.seq, frame.status);
      return;
    }
    if (one === undefined) {
      // Something happened to a conversation that is not on the desk: only our own room tells of ones that are ours.
      if (frame.room === `user:${this.user.id}`) void this.#errands.run(this.reload);
      return;
    }
    one.thread.announce(frame.seq, frame.kind);
    if (frame.kind !== 'message' && frame.seq > one.conversation.value.version) {
      if (frame.kind === 'transition') one.noteTransition(frame.seq, frame.at);
      void this.#errands.run(one.refresh);
    }
  }

  #resync(room: string): void {
    if (room.startsWith('user:')) void this.#errands.run(this.reload);
    else if (room.startsWith('program:')) void this.#errands.run(this.#countWaiting);
    else this.#refreshRoom(room);
  }

  #refreshRoom(room: string): void {
    const one = this.open.value.find((other) => `conversation:${other.id}` === room);
    if (one === undefined) return;
    void one.thread.resync();
    void this.#errands.run(one.refresh);
  }

  /** Asks for whatever no push would bring just now. */
  #poll(): void {
    this.#errands.retry();
    const deaf = (room: string): boolean => !this.#reachable.value || !this.#realtime.isLive(room);
    if (deaf(`user:${this.user.id}`)) void this.#errands.run(this.reload);
    if (this.user.programIds.some((id) => deaf(`program:${id}`))) void this.#errands.run(this.#countWaiting);
    for (const one of this.open.value) {
      if (one.standing.value === 'mine' && deaf(`conversation:${one.id}`)) void one.thread.resync();
    }
  }

}
