import { batch, signal } from '@preact/signals';
import type { ReadonlySignal, Signal } from '@preact/signals';
import type { ApiClient } from '../api/client';
import { asApiError } from '../api/problem';
import type { Transport } from '../api/transport';
import type { Alert, Conversation, Message, User } from '../api/types';
import { Inbox } from '../messages/inbox';
import { Alerts } from './alerts';
import { Canned } from './canned';
import { Colleagues } from './colleagues';
import { Hearing } from './hearing';
import { Kept } from './kept';
import { isDone, MOVES, type Input } from './moves';
import { BRINGS, type Notice } from './notice';
import { OpenConversation } from './open-conversation';
import { Panes, readWhatIsShown } from './panes';
import { Surveys } from './surveys';
import { POLL_MS, Watch, type Connection } from './watch';

/**
 * What every member of staff has before them: open conversations, alerts, colleagues, and the moves they may make.
 * Nothing of it is stored, save what is being written, sealed: see `drafts`.
 */
export abstract class Workplace {
  readonly user: User;
  readonly open = signal<readonly OpenConversation[]>([]);
  readonly panes = new Panes();
  readonly selected = this.panes.selected;
  readonly notice = signal<Notice | null>(null);
  readonly loaded = signal(false);
  /** The newest message of a texter or a whisper, or (null) a conversation newly brought to us; for the screen reader. */
  readonly arrival = signal<{ of: OpenConversation; message: Message | null } | null>(null);
  readonly alerts: Alerts;
  readonly colleagues: Colleagues;
  /** What colleagues write to each other. */
  readonly inbox: Inbox;
  /** For what only some parts of the page ask: they bring their own calls. */
  readonly transport: Transport;
  readonly surveys: Surveys;
  readonly canned: Canned;
  /** What is being written here, and neither sent nor saved. */
  readonly kept = new Kept();

  protected readonly api: ApiClient;
  protected readonly watch: Watch;
  protected stopped = false;
  readonly #hearing: Hearing;
  #stopReading: () => void = () => undefined;

  constructor(api: ApiClient, user: User, reachable: Signal<boolean>, pollMs = POLL_MS) {
    this.api = api;
    this.user = user;
    this.alerts = new Alerts(api.staff, (fresh) => this.onAlerts(fresh));
    this.colleagues = new Colleagues(api.staff, user);
    this.inbox = new Inbox(api.transport);
    this.transport = api.transport;
    this.surveys = new Surveys(api.transport);
    this.canned = new Canned(api.transport);
    this.watch = new Watch(api, reachable, pollMs, {
      onFrame: (frame) => {
        this.#readInbox(this.inbox.hear(frame));
        this.#hearing.hear(frame);
      },
      onResync: (room) => this.#hearing.resync(room),
      onPoll: () => this.#hearing.poll(),
      onRecount: () => this.recount(),
      onSeen: () => this.panes.look(),
    });
    this.#hearing = new Hearing(this.watch, {
      user,
      open: this.open,
      reread: () => this.reread(),
      onQueue: () => this.onQueue(),
      onAlert: () => this.#readAlerts(),
      onPresence: (userId, state, at) => this.colleagues.hear(userId, state, at),
      // What one's own room tells: colleagues write there, too.
      onOwnRoom: () => this.#readInbox(),
      look: (id) => void this.look(id),
    });
  }

  get connection(): ReadonlySignal<Connection> {
    return this.watch.connection;
  }

  /** Admins look on: they are called for nothing and change nothing here. */
  get onDuty(): boolean {
    return this.user.role !== 'admin';
  }

  start(): void {
    this.watch.start([`user:${this.user.id}`, ...this.user.programIds.map((id) => `program:${id}`)]);
    this.#stopReading = readWhatIsShown(this.panes);
    this.reread();
    void this.watch.run(this.colleagues.refresh);
    this.#readAlerts();
    this.#readInbox();
    if (this.user.programIds.length === 0) void this.watch.run(this.#joinAll);
  }

  /** Leaves nothing of a texter behind. */
  stop(): void {
    this.stopped = true;
    this.#stopReading();
    this.watch.stop();
    for (const one of this.open.value) one.dispose();
    batch(() => {
      this.open.value = [];
      this.panes.clear();
      this.arrival.value = null;
      this.alerts.clear();
      this.colleagues.clear();
      this.inbox.clear();
      this.transport.glass.value = null;
      this.kept.clear();
    });
  }

  select(one: OpenConversation | null): void {
    this.panes.select(one);
  }

  /** Opens a conversation by its id, from an alert or a list; false if it cannot be. */
  async openById(id: string): Promise<boolean> {
    this.notice.value = null;
    try {
      const one = this.put(await this.api.conversation(id));
      this.select(one);
      return true;
    } catch (caught) {
      this.notice.value = { kind: 'open-failed', error: asApiError(caught) };
      return false;
    }
  }

  /** Makes one of the moves the server allows; true when it is made. One that takes it off the desk puts it away. */
  async make(one: OpenConversation, name: string, input: Input): Promise<boolean> {
    const move = MOVES[name];
    if (move === undefined) return false;
    if (!(await one.act(name, input, (key) => move.carry(this.api, one.conversation.value, input, key)))) {
      // Perhaps it happened all the same, or somebody else did it: then its state says so.
      await this.watch.run(one.refresh);
      if (!isDone(name, input, one.conversation.value)) return false;
      one.failure.value = null;
    }
    void this.alerts.answer(one.id);
    this.reread();
    if (one.standing.value === 'closed' || one.standing.value === 'gone') this.putAway(one);
    if (this.open.value.includes(one)) void this.watch.run(one.history.refresh);
    else this.notice.value = { kind: 'moved', move: name };
    return true;
  }

  /** Something about a conversation that is no move: tags, the ladder, the record of a call for help. */
  async note(one: OpenConversation, deed: string, input: unknown, call: (api: ApiClient, key: string) => Promise<Conversation | null>): Promise<boolean> {
    const done = await one.act(deed, input, (key) => call(this.api, key));
    if (!done) void this.watch.run(one.refresh);
    else void this.alerts.answer(one.id);
    void this.watch.run(one.history.refresh);
    return done;
  }

  /** The reader is writing to the texter: in a web chat the other side sees that. */
  types(one: OpenConversation): void {
    if (one.conversation.value.channel === 'webchat' && one.maySend.value) one.typing.say(() => this.watch.type(`conversation:${one.id}`));
  }

  /** Takes a conversation off the desk. */
  putAway(one: OpenConversation): void {
    one.dispose();
    // Who reads along comes and goes, and finds what they had begun to whisper.
    if (one.standing.peek() !== 'watched') this.kept.forget(one.id);
    this.watch.errands.forget(one.refresh);
    this.watch.errands.forget(one.history.refresh);
    this.watch.unsubscribe(`conversation:${one.id}`);
    batch(() => {
      this.open.value = this.open.value.filter((other) => other !== one);
      this.panes.forget(one);
      if (this.arrival.value?.of === one) this.arrival.value = null;
    });
  }

  async send(one: OpenConversation): Promise<void> {
    const message = await one.reply.send();
    if (message !== null) {
      one.thread.insert(message);
      one.newSince.value = null;
      void this.alerts.answer(one.id);
    }
    // Refused for what the conversation has become (closed, opted out): show what that is.
    else if (one.reply.attempt.value?.failure?.status === 409) void this.watch.run(one.refresh);
  }

  /** Asks the assistant for a draft and puts it into the composer. It is never sent from here. */
  async draftReply(one: OpenConversation): Promise<void> {
    if (one.draft.busy.value) return;
    await one.draft.load();
    const draft = one.draft.value.value;
    if (one.draft.failure.value === null && draft !== null && !this.stopped) one.reply.suggest(draft.text);
  }

  /** Reads whatever lists this workplace shows. */
  protected abstract reread(): void;
  /** Whether a conversation that was heard of belongs on this desk. */
  protected abstract wants(conversation: Conversation): boolean;
  /** Texters came to a queue or left it, or conversations moved. */
  protected abstract onQueue(): void;

  /** Once a minute: what a lost push would have told. */
  protected recount(): void {
    this.onQueue();
    this.#readAlerts();
    void this.watch.run(this.colleagues.refresh);
  }

  /** Alerts seen for the first time. */
  protected onAlerts(fresh: readonly Alert[]): void {
    // Only calls that bring a conversation: the others may speak of one that this person no longer sees.
    for (const { conversationId, kind } of fresh) {
      if (conversationId && BRINGS.has(kind)) void this.look(conversationId);
    }
  }

  /** Somebody spoke of a conversation: if it belongs here and is not here yet, it is put on the desk. */
  protected async look(id: string): Promise<void> {
    const known = this.open.value.find((one) => one.id === id);
    if (known !== undefined) return this.#hearing.catchUp(known);
    const conversation = await this.api.conversation(id).catch(() => null);
    if (conversation !== null && this.wants(conversation)) this.put(conversation);
  }

  protected put(conversation: Conversation): OpenConversation {
    const known = this.open.value.find((one) => one.id === conversation.id);
    if (known !== undefined) {
      known.update(conversation);
      return known;
    }
    const one = new OpenConversation(this.api, this.user, conversation, (of, messages) => this.#onArrival(of, messages), this.kept);
    if (this.stopped) return one;
    this.open.value = [...this.open.value, one].sort(byAge);
    void one.thread.resync();
    void this.watch.run(one.history.refresh);
    this.watch.subscribe(`conversation:${one.id}`);
    if (this.loaded.value && (conversation.state === 'assigned' || one.standing.value === 'offered')) {
      this.arrival.value = { of: one, message: null };
    }
    return one;
  }

  #onArrival(of: OpenConversation, messages: readonly Message[]): void {
    const news = messages.findLast(({ direction, senderId }) => direction === 'inbound' || (direction === 'note' && senderId !== this.user.id));
    if (news === undefined) return;
    this.arrival.value = { of, message: news };
    if (news.direction !== 'inbound') return;
    of.typing.stop();
    // What a texter writes may raise the risk or end the conversation.
    void this.watch.run(of.refresh);
  }

  /** Whoever is bound to no program works in all of them. */
  readonly #joinAll = async (): Promise<void> => {
    const { items } = await this.transport.call('get', '/api/programs', { query: { limit: 100 } });
    for (const { id } of this.stopped ? [] : items) this.watch.subscribe(`program:${id}`);
  };

  #readInbox(errands = this.inbox.catchUp()): void {
    for (const errand of errands) void this.watch.run(errand);
  }

  #readAlerts(): void {
    if (this.onDuty) void this.watch.run(this.alerts.refresh);
  }
}

const byAge = (a: OpenConversation, b: OpenConversation): number => a.conversation.value.createdAt.localeCompare(b.conversation.value.createdAt);
