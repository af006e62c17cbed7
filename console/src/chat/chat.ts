import { batch, computed, signal } from '@preact/signals';
import { asApiError } from '../api/problem';
import type { Socket } from '../realtime/pace';
import type { ChatApi, ChatMessage, ChatMessages, ChatProgram, ChatState } from './api';
import { Hours } from './hours';
import { forget, keep, kept, type TabStorage } from './keep';
import { ChatLink, type ChatFrame } from './link';
import { Outbox } from './outbox';
import { Reading } from './reading';

/**
 * `opening`: a session is being opened or taken up. `open`: there is one. `closed`: nobody is there by the program's
 * hours, and whoever came has not said yet that they want to write all the same. `expired`: there was one. The rest say
 * why there is none: the page was opened without a program, there is no such chat, it may not be shown here, too many
 * were opened from here, nobody answers, or its content was erased.
 */
export type Stage = 'opening' | 'open' | 'closed' | 'expired' | 'no-program' | 'no-chat' | 'not-here' | 'too-many' | 'unreachable' | 'erased';

/** How news reaches the page. `polling`: by asking, as the socket is down. `offline`: nothing answers. */
export type Connection = 'connecting' | 'live' | 'polling' | 'offline';

export interface ChatOptions {
  api: ChatApi;
  storage: TabStorage;
  programId: string | null;
  open?: (url: string) => Socket;
  /** Whether somebody can see the page just now. */
  visible?: () => boolean;
}

/** The most characters of one message. */
export const LONGEST = 2000;
/** One's own writing is told at most this often. */
export const TYPING_MS = 2_000;
/** The other side counts as writing for this long after they were last said to be. */
export const STILL_TYPING_MS = 6_000;
/** Asked this often while no socket brings news: soon at first, then less and less often; and seldom beside one. */
export const POLL_MS = { first: 2_000, factor: 1.5, last: 15_000, live: 60_000, hidden: 30_000 } as const;
/** What the answer to a look at the program means; after any other, opening is tried all the same. */
const GONE: readonly number[] = [400, 404, 422];
const WHY: Record<number, Stage> = { 400: 'no-chat', 403: 'not-here', 404: 'no-chat', 422: 'no-chat', 429: 'too-many' };

/** One tab's chat: everything its page knows and does, without any markup. */
export class Chat {
  readonly stage = signal<Stage>('opening');
  readonly programName = signal('');
  readonly messages = signal<readonly ChatMessage[]>([]);
  readonly state = signal<ChatState>('new');
  readonly optedOut = signal(false);
  /** Somebody on the other side is writing. */
  readonly typing = signal(false);
  readonly connection = signal<Connection>('connecting');
  readonly draft = signal('');
  /** Ending was asked for and has not happened yet. */
  readonly ending = signal(false);
  readonly endFailed = signal(false);
  readonly outbox: Outbox;
  readonly hours: Hours;
  readonly unread = computed(() => this.messages.value.filter((one) => one.direction === 'outbound' && one.seq > this.#reading.seen.value).length);
  /** Somebody waits or talks, or has just written. */
  readonly talking = computed(() => this.stage.value === 'open' && (this.state.value === 'waiting' || this.state.value === 'active' || this.outbox.pending.value.length > 0));
  readonly #options: ChatOptions;
  readonly #link: ChatLink;
  readonly #reading: Reading;
  #cursor = 0;
  #wait: number = POLL_MS.first;
  #poll: ReturnType<typeof setTimeout> | undefined;
  #typed: ReturnType<typeof setTimeout> | undefined;
  #saidTyping = -Infinity;
  #running: Promise<void> | null = null;
  #again = false;
  #over = false;

  constructor(options: ChatOptions) {
    this.#options = options;
    this.hours = new Hours(options.api, (program) => this.#toldOf(program));
    this.#reading = new Reading({
      visible: options.visible ?? (() => document.visibilityState === 'visible'),
      tell: (seq) => options.api.read(seq),
      ask: () => void this.sync(),
    });
    this.outbox = new Outbox({
      post: (content, clientId) => options.api.post(content, clientId),
      onTaken: () => this.#soon(),
      onExpired: () => this.#expire(),
    });
    this.#link = new ChatLink({
      ticket: () => options.api.ticket(),
      ...(options.open === undefined ? {} : { open: options.open }),
      onLive: (live) => this.#linked(live),
      onFrame: (frame) => this.#heard(frame),
    });
  }

  /** Takes up the chat of this tab, or opens one; when nobody is there, not before somebody says so. */
  async start(): Promise<void> {
    const before = kept(this.#options.storage);
    const wanted = this.#options.programId;
    if (before !== null && (wanted === null || wanted === before.programId)) {
      this.#options.api.token = before.token;
      this.programName.value = before.programName;
      this.#begin();
      void this.hours.look(before.programId);
      return;
    }
    forget(this.#options.storage);
    await this.#enter(wanted);
  }

  async #enter(wanted: string | null): Promise<void> {
    if (wanted === null) {
      this.stage.value = 'no-program';
      return;
    }
    const status = await this.hours.look(wanted);
    if (this.#over) return;
    if (GONE.includes(status)) this.stage.value = 'no-chat';
    else if (this.hours.program.value?.open === false) this.stage.value = 'closed';
    else await this.open();
  }

  /** Who looked at a closed door finds it open, without having to knock. */
  #toldOf(program: ChatProgram): void {
    if (this.#over) return;
    this.programName.value = program.name;
    if (this.stage.value === 'closed' && program.open) void this.open();
  }

  /** Opens a new session, with what was written and never went as its draft. */
  async open(): Promise<void> {
    const { api, programId, storage } = this.#options;
    const wanted = programId ?? kept(storage)?.programId ?? null;
    forget(storage);
    if (wanted === null) {
      this.stage.value = 'no-program';
      return;
    }
    this.stage.value = 'opening';
    try {
      const opened = await api.open(wanted);
      if (this.#over) return;
      api.token = opened.token;
      keep(storage, { programId: opened.programId, programName: opened.programName, token: opened.token });
      batch(() => {
        this.programName.value = opened.programName;
        this.messages.value = [];
        this.state.value = 'new';
      });
      this.#cursor = 0;
      this.#reading.beginAnew();
      this.#begin();
    } catch (caught) {
      if (!this.#over) this.stage.value = WHY[asApiError(caught).status] ?? 'unreachable';
    }
  }

  /** Sends the draft; nothing happens when there is nothing in it, or too much. */
  send(): void {
    const content = this.draft.value.trim();
    if (this.stage.value !== 'open' || content === '' || [...content].length > LONGEST) return;
    this.draft.value = '';
    this.#saidTyping = -Infinity;
    this.outbox.add(content);
  }

  /** What a person types. */
  type(text: string): void {
    this.draft.value = text;
    const now = Date.now();
    if (text.trim() === '' || this.state.value !== 'active' || now - this.#saidTyping < TYPING_MS) return;
    this.#saidTyping = now;
    if (!this.#link.type()) void this.#options.api.typing().catch(() => undefined);
  }

  async end(): Promise<void> {
    if (this.ending.value) return;
    this.ending.value = true;
    this.endFailed.value = false;
    try {
      await this.#options.api.end(crypto.randomUUID());
      this.#soon();
    } catch {
      this.ending.value = false;
      this.endFailed.value = true;
    }
  }

  /** The network came back, or somebody looks at the page again. */
  wake(): void {
    const closed = this.stage.value === 'closed' ? this.hours.program.value : null;
    if (closed !== null) void this.hours.look(closed.id);
    if (this.stage.value !== 'open') return;
    this.#reading.see(this.#newest());
    this.#link.nudge();
    void this.sync();
  }

  cut(): void {
    if (this.stage.value === 'open') this.connection.value = 'offline';
  }

  /** Stops everything and knows nothing any more. */
  forgetAll(): void {
    this.#over = true;
    this.#stop();
    this.hours.stop();
    this.outbox.close();
    this.#options.api.token = null;
    batch(() => {
      this.messages.value = [];
      this.draft.value = '';
      this.programName.value = '';
    });
  }

  /** Reads all that is new; calls that come while one reads are answered by one more. */
  sync(): Promise<void> {
    if (this.#over || this.stage.value !== 'open') return Promise.resolve();
    if (this.#running !== null) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#drain().finally(() => {
      this.#running = null;
      this.#schedule();
    });
    return this.#running;
  }

  #begin(): void {
    this.stage.value = 'open';
    this.connection.value = 'connecting';
    this.#link.start();
    void this.sync();
  }

  #stop(): void {
    this.#link.stop();
    clearTimeout(this.#poll);
    clearTimeout(this.#typed);
  }

  async #drain(): Promise<void> {
    clearTimeout(this.#poll);
    do {
      this.#again = false;
      try {
        let more = true;
        while (more && !this.#over) {
          const page = await this.#options.api.messages(this.#cursor);
          this.#take(page);
          more = page.nextCursor !== null && this.#cursor < page.cursor;
          this.#cursor = Math.max(this.#cursor, page.cursor);
        }
        if (this.connection.value !== 'live') this.connection.value = this.#link.live ? 'live' : 'polling';
      } catch (caught) {
        this.#failed(asApiError(caught).status);
        return;
      }
    } while (this.#again && !this.#over);
    this.#reading.tell(this.#newest());
  }

  #take(page: ChatMessages): void {
    if (this.#over) return;
    const known = new Set(this.messages.value.map((one) => one.seq));
    const fresh = page.items.filter((one) => !known.has(one.seq));
    if (page.renewed != null) this.#renew(page.renewed.token);
    if (fresh.length > 0) this.#wait = POLL_MS.first;
    batch(() => {
      if (fresh.length > 0) this.messages.value = [...this.messages.value, ...fresh].sort((a, b) => a.seq - b.seq);
      if (fresh.some((one) => one.direction === 'outbound')) this.#silent();
      this.outbox.settle(new Set(page.items.map((one) => one.id)));
      this.#stands(page.state);
      this.optedOut.value = page.optedOut;
    });
    this.#reading.known(page.readUpTo);
  }

  #renew(token: string): void {
    const before = kept(this.#options.storage);
    this.#options.api.token = token;
    if (before !== null) keep(this.#options.storage, { ...before, token });
  }

  #stands(state: ChatState): void {
    this.state.value = state;
    if (state === 'ended' || state === 'new') {
      this.ending.value = false;
      this.#silent();
    }
  }

  #failed(status: number): void {
    if (this.#over) return;
    if (status === 401) this.#expire();
    else if (status === 410 || status === 403) {
      this.#stop();
      forget(this.#options.storage);
      this.stage.value = status === 410 ? 'erased' : 'not-here';
    } else this.connection.value = 'offline';
  }

  #expire(): void {
    this.#stop();
    const unsent = this.outbox.takeBack();
    batch(() => {
      this.draft.value = [unsent, this.draft.value].filter((part) => part !== '').join('\n');
      this.stage.value = 'expired';
    });
  }

  /** Something of ours is on its way through the line: its place among the messages is known in a moment. */
  #soon(): void {
    this.#wait = POLL_MS.first;
    clearTimeout(this.#poll);
    this.#poll = setTimeout(() => void this.sync(), 1_000);
  }

  #schedule(): void {
    clearTimeout(this.#poll);
    if (this.#over || this.stage.value !== 'open') return;
    const waits = this.outbox.pending.value.some((one) => one.id !== null) || this.ending.value;
    const slow = this.#visible() ? 0 : POLL_MS.hidden;
    const wait = this.#link.live && !waits ? POLL_MS.live : Math.max(slow, this.#wait);
    if (!this.#link.live || waits) this.#wait = Math.min(POLL_MS.last, this.#wait * POLL_MS.factor);
    this.#poll = setTimeout(() => void this.sync(), wait * (0.9 + 0.2 * Math.random()));
  }

  #linked(live: boolean): void {
    this.connection.value = live ? 'live' : 'polling';
    this.#wait = POLL_MS.first;
    // What happened while nobody listened; and from now on, asking takes the place of hearing.
    if (this.stage.value === 'open') void this.sync();
  }

  #heard(frame: ChatFrame): void {
    if (frame.type === 'state') this.#stands(frame.state);
    if (frame.type !== 'typing') {
      void this.sync();
      return;
    }
    this.typing.value = true;
    clearTimeout(this.#typed);
    this.#typed = setTimeout(() => this.#silent(), STILL_TYPING_MS);
  }

  #silent(): void {
    clearTimeout(this.#typed);
    this.typing.value = false;
  }

  #newest(): number {
    return this.messages.value.findLast((one) => one.direction === 'outbound')?.seq ?? 0;
  }

  #visible(): boolean {
    return (this.#options.visible ?? (() => document.visibilityState === 'visible'))();
  }
}
