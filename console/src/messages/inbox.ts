import { computed, signal } from '@preact/signals';
import type { components } from '../api/schema';
import type { Transport } from '../api/transport';
import { coalesce } from '../desk/coalesce';
import type { ServerFrame } from '../realtime/frames';

type Schemas = components['schemas'];
export type ThreadView = Schemas['ThreadView'];
export type Announcement = Schemas['AnnouncementView'];

const NEWEST = 50;
/** What is kept of what somebody writes here begins with this: it is about no conversation. */
export const DM = 'staff ';

/** What staff write to each other, as far as it is shown at work: how much of it one has not read. */
export class Inbox {
  /** With whom one writes, the latest first; null before they were read. */
  readonly threads = signal<readonly ThreadView[] | null>(null);
  /** The newest announcements; null before they were read. */
  readonly announcements = signal<readonly Announcement[] | null>(null);
  readonly unreadMessages = computed(() => (this.threads.value ?? []).reduce((sum, one) => sum + one.unread, 0));
  readonly unreadAnnouncements = computed(() => (this.announcements.value ?? []).filter((one) => !one.read).length);
  readonly unread = computed(() => this.unreadMessages.value + this.unreadAnnouncements.value);
  /** Called with the colleague who wrote; null when anything may have come. */
  #listeners = new Set<(from: string | null) => void>();
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Rejects with `ApiError`. Calls coalesce. */
  readonly refreshThreads = coalesce(async () => {
    this.threads.value = (await this.#transport.call('get', '/api/dm/threads', { query: { limit: NEWEST } })).items;
  });

  /** Rejects with `ApiError`. Calls coalesce. */
  readonly refreshAnnouncements = coalesce(async () => {
    this.announcements.value = (await this.#transport.call('get', '/api/announcements', { query: { limit: NEWEST } })).items;
  });

  /** The errands that something pushed asks for. */
  hear(frame: ServerFrame): (() => Promise<void>)[] {
    if (frame.type === 'announcement') return [this.refreshAnnouncements];
    if (frame.type !== 'dm') return [];
    this.#tell(frame.from);
    return [this.refreshThreads];
  }

  /** Anything may have come while nothing was heard. */
  catchUp(): (() => Promise<void>)[] {
    this.#tell(null);
    return [this.refreshThreads, this.refreshAnnouncements];
  }

  /** Until the returned function is called. */
  listen(listener: (from: string | null) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** A thread is read up to its end by now. */
  hasRead(peerId: string, unread: number): void {
    const { value } = this.threads;
    if (value !== null) this.threads.value = value.map((one) => (one.peer.id === peerId ? { ...one, unread } : one));
  }

  /** An announcement as it is now; null: it is gone. */
  put(id: string, one: Announcement | null): void {
    const { value } = this.announcements;
    if (value === null) return;
    const others = value.filter((other) => other.id !== id);
    const place = value.findIndex((other) => other.id === id);
    if (one === null) this.announcements.value = others;
    else this.announcements.value = place < 0 ? [one, ...others] : value.with(place, one);
  }

  clear(): void {
    this.threads.value = null;
    this.announcements.value = null;
  }

  #tell(from: string | null): void {
    for (const listener of this.#listeners) listener(from);
  }
}
