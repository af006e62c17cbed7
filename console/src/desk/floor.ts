import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import type { ApiClient } from '../api/client';
import type { Conversation, QueueHealth, State, User } from '../api/types';
import { STANDINGS, TRANSITIONS } from '../lifecycle/table';
import { Blocked } from './blocked';
import { Carriers } from './carriers';
import { coalesce, unhurried } from './coalesce';
import { OpenConversation } from './open-conversation';
import { POLL_MS } from './watch';
import { Workplace } from './workplace';

/** Where texters wait: what `assign_responder` takes from. */
const WAITING: readonly State[] = TRANSITIONS['assign_responder']?.sources ?? [];
/** Somebody is at work on it, or a check-in is planned. */
export const AT_WORK: readonly State[] = (Object.keys(STANDINGS) as State[]).filter(
  (state) => !STANDINGS[state].terminal && !WAITING.includes(state) && TRANSITIONS['route_message']?.sources.includes(state) !== true,
);

/** Help is being called. */
const CALLING: readonly State[] = ['escalated_medical', 'escalated_police'];

/** Carriers are asked after once in so many polls: every half minute. */
const CARRIERS_EVERY = 6;

/** Answers move nothing in the lists: so often, in polls, they are read anew while somebody looks at them. */
const FRESH_EVERY = 4;

/** However many conversations move: the lists are read no more often than this. */
const REST_MS = 3_000;

export interface Filter {
  state: State | null;
  programId: string | null;
}

/** The parts of the floor, of which a narrow window shows one at a time. */
export const PARTS = ['calls', 'waiting', 'queues', 'work', 'people'] as const;
export type Part = (typeof PARTS)[number];

/** How live conversations are ordered: in groups by risk, or whoever has waited longest for an answer, or came first. */
export const ORDERS = ['risk', 'unanswered', 'age'] as const;
export type Order = (typeof ORDERS)[number];

/** A list as it was read, and when: waits grow from there. */
export interface Listing {
  items: readonly Conversation[];
  /** There are more than are shown. */
  more: boolean;
  readAt: number;
}

/** What supervisors (and, without the buttons, admins) see: queues, people, every live conversation. */
export class Floor extends Workplace {
  readonly queue = signal<Listing | null>(null);
  readonly health = signal<QueueHealth | null>(null);
  readonly atWork = signal<Listing | null>(null);
  readonly filter = signal<Filter>({ state: null, programId: null });
  /** Every call for help under way, the oldest first, whatever the filter says. */
  readonly calls = signal<readonly Conversation[] | null>(null);
  readonly order = signal<Order>('risk');
  readonly part = signal<Part>('waiting');
  readonly carriers: Carriers;
  readonly blocked: Blocked;
  readonly #pollMs: number;
  #asking: ReturnType<typeof setInterval> | undefined;
  #freshening: ReturnType<typeof setInterval> | undefined;
  readonly #hurry: { run: () => Promise<void>; stop: () => void };

  constructor(api: ApiClient, user: User, reachable: Signal<boolean>, pollMs = POLL_MS) {
    super(api, user, reachable, pollMs);
    this.carriers = new Carriers(api.staff);
    this.blocked = new Blocked(api.staff);
    this.#pollMs = pollMs;
    this.#hurry = unhurried(() => this.#readAll(), Math.min(REST_MS, pollMs));
  }

  override start(): void {
    super.start();
    const ask = (): void => void this.watch.run(this.carriers.refresh);
    ask();
    this.#asking = setInterval(ask, this.#pollMs * CARRIERS_EVERY);
    this.#freshening = setInterval(() => {
      if (document.visibilityState === 'visible') void this.watch.run(this.#readWork);
    }, this.#pollMs * FRESH_EVERY);
    this.#readBlocked();
  }

  override stop(): void {
    super.stop();
    clearInterval(this.#asking);
    clearInterval(this.#freshening);
    this.#hurry.stop();
    this.carriers.clear();
    this.blocked.clear();
    this.queue.value = null;
    this.atWork.value = null;
    this.calls.value = null;
  }

  override async note(...[one, deed, input, call]: Parameters<Workplace['note']>): Promise<boolean> {
    const done = await super.note(one, deed, input, call);
    if (done && deed === 'block') this.#readBlocked();
    return done;
  }

  /** Only one is read at a time: the one before is put away. */
  override async openById(id: string): Promise<boolean> {
    const opened = await super.openById(id);
    if (opened) for (const one of this.open.value) if (one.id !== id) this.putAway(one);
    return opened;
  }

  /** A conversation to make a move in without opening it: nothing of it is read. */
  hold(conversation: Conversation): OpenConversation {
    return new OpenConversation(this.api, this.user, conversation, () => undefined);
  }

  /** Confirms that the police are called, without opening the conversation. */
  async confirmCall(one: OpenConversation): Promise<boolean> {
    const eid = one.conversation.value.escalation?.id ?? '';
    const done = await one.act('confirm', eid, (key) => this.api.care.confirmDispatch(one.id, eid, key));
    if (done) void this.alerts.answer(one.id);
    this.reread();
    return done;
  }

  /** Back to the overview: what was read is put away. */
  leave(): void {
    for (const one of this.open.value) this.putAway(one);
  }

  /** Reads everything anew: what belongs here has changed. */
  again(): void {
    this.onQueue();
  }

  /** Shows only some of the live conversations. */
  async show(filter: Filter): Promise<void> {
    this.filter.value = filter;
    this.atWork.value = null;
    await this.watch.run(this.#readAtWork);
  }

  protected override recount(): void {
    super.recount();
    this.#readBlocked();
  }

  protected override reread(): void {
    void this.watch.run(this.#readSoon);
  }

  protected override onQueue(): void {
    void this.watch.run(this.#readSoon);
  }

  /** Nothing comes onto a supervisor's screen by itself: alerts offer to open it. */
  protected override wants(): boolean {
    return false;
  }

  /** Each is shown with a button to open it: none needs to be fetched before. */
  protected override onAlerts(): void {}

  readonly #readSoon = (): Promise<void> => this.#hurry.run();

  /** Blocking is a supervisor's: admins are not shown whom it concerns. */
  #readBlocked(): void {
    if (this.user.role === 'supervisor') void this.watch.run(this.blocked.refresh);
  }

  readonly #readQueue = coalesce(async () => {
    // The queue itself is for those who work the line; admins see the same texters in the list of conversations.
    const items = this.onDuty
      ? (await this.api.queue(100)).items
      : (await Promise.all(WAITING.map((state) => this.api.staff.conversations({ state })))).flatMap((page) => page.items);
    if (this.stopped) return;
    this.queue.value = { items, more: items.length >= 100, readAt: Date.now() };
  });

  readonly #readHealth = coalesce(async () => {
    const health = await this.api.staff.health();
    if (!this.stopped) this.health.value = health;
  });

  readonly #readAtWork = coalesce(async () => {
    const filter = this.filter.value;
    const states = filter.state === null ? AT_WORK : [filter.state];
    const program = filter.programId === null ? {} : { program: filter.programId };
    const narrowed = filter.state !== null || filter.programId !== null;
    const [pages, calls] = await Promise.all([
      Promise.all(states.map((state) => this.api.staff.conversations({ state, ...program }))),
      // The filter must not hide a call for help.
      narrowed ? Promise.all(CALLING.map((state) => this.api.staff.conversations({ state }))) : null,
    ]);
    if (this.stopped) return;
    const items = pages.flatMap((page) => page.items);
    const calling = (calls?.flatMap((page) => page.items) ?? items).filter((one) => CALLING.includes(one.state));
    this.calls.value = calling.sort(byCall);
    // Another filter was chosen meanwhile: its own read is on the way.
    if (this.filter.value !== filter) return;
    this.atWork.value = { items: items.sort(byConcern), more: pages.some((page) => page.nextCursor !== null), readAt: Date.now() };
    this.loaded.value = true;
  });

  readonly #readWork = async (): Promise<void> => {
    await Promise.all([this.#readAtWork(), this.colleagues.refresh()]);
  };

  async #readAll(): Promise<void> {
    await Promise.all([this.#readQueue(), this.#readHealth(), this.#readAtWork(), this.colleagues.refresh()]);
  }
}

export const RISKS: readonly Conversation['riskLevel'][] = ['critical', 'high', 'medium', 'low'];

/** Calls that this person may confirm come first, then the oldest. */
function byCall(a: Conversation, b: Conversation): number {
  const asks = (one: Conversation): number => Number(one.escalation?.mayConfirm === true);
  return asks(b) - asks(a) || (a.escalation?.openedAt ?? '').localeCompare(b.escalation?.openedAt ?? '');
}

/** Whom to look at first: by risk, then by age. */
function byConcern(a: Conversation, b: Conversation): number {
  return RISKS.indexOf(a.riskLevel) - RISKS.indexOf(b.riskLevel) || a.createdAt.localeCompare(b.createdAt);
}

/** Live conversations in an order: in groups with a name of their own by risk, else in one group. */
export function grouped(items: readonly Conversation[], order: Order): { risk: Conversation['riskLevel'] | null; items: readonly Conversation[] }[] {
  if (order === 'risk') {
    return RISKS.map((risk) => ({ risk, items: items.filter((one) => one.riskLevel === risk) })).filter((group) => group.items.length > 0);
  }
  // Whoever is owed no answer comes last.
  const since = (one: Conversation): string | null => (order === 'age' ? one.createdAt : (one.unansweredSince ?? null));
  const key = (one: Conversation): number => Date.parse(since(one) ?? '9999-12-31T00:00:00Z');
  return items.length === 0 ? [] : [{ risk: null, items: [...items].sort((a, b) => key(a) - key(b)) }];
}
