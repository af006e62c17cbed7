import { frameOf, isLogged, parseFrame, type ServerFrame } from './frames';
import { backOff, PING_MS, SILENCE_MS, type Socket } from './pace';
import { Place } from './place';

export { backOff, PING_MS, SILENCE_MS, type Socket } from './pace';

/** `live` means the socket is open; `waiting` means it is down and another try is scheduled. */
export type LinkState = 'stopped' | 'connecting' | 'live' | 'waiting';

export interface RealtimeOptions {
  /** Fetches a fresh single-use address. */
  ticket: () => Promise<{ url: string }>;
  open?: (url: string) => Socket;
  onState: (state: LinkState) => void;
  onFrame: (frame: ServerFrame) => void;
  /**
   * The server has confirmed `room`, for the first time or after a reconnect: facts arrive from now on, and
   * whatever happened before must be fetched. Per room, because each subscription takes effect by itself.
   */
  onResync: (room: string) => void;
}

/** Whoever is cut is not alone: they come back over two seconds, not half of one. */
const CUT_ATTEMPT = 2;

/** Rooms of people and programs say everything again that matters; a conversation's facts are read, not heard. */
const keepsLog = (room: string): boolean => room.startsWith('user:') || room.startsWith('program:');

/** Owns the socket: ticket, subscriptions, heartbeat, reconnecting. Knows nothing of conversations. */
export class RealtimeClient {
  readonly #options: RealtimeOptions;
  readonly #rooms = new Set<string>();
  readonly #confirmed = new Set<string>();
  readonly #refused = new Set<string>();
  /** How far the rooms that keep a log were heard: kept over reconnects. */
  readonly #places = new Map<string, Place>();
  #state: LinkState = 'stopped';
  #socket: Socket | null = null;
  /** Rises with every attempt; whatever belongs to an earlier one is ignored. */
  #generation = 0;
  #attempt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #ping: ReturnType<typeof setInterval> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;

  constructor(options: RealtimeOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#state === 'stopped') void this.#connect();
  }

  stop(): void {
    this.#drop();
    this.#rooms.clear();
    this.#places.clear();
    this.#enter('stopped');
  }

  /** Wants `room` from now on, over reconnects too, until `unsubscribe`. */
  subscribe(room: string): void {
    if (this.#rooms.has(room)) return;
    this.#rooms.add(room);
    this.#ask(room);
  }

  unsubscribe(room: string): void {
    if (!this.#forget(room)) return;
    this.#say({ action: 'unsubscribe', room });
  }

  /** Whether facts of `room` reach us right now. */
  isLive(room: string): boolean {
    return this.#state === 'live' && this.#confirmed.has(room);
  }

  /** Says that one is writing in `room`. Lost while nothing of it reaches us: nobody waits for it. */
  type(room: string): void {
    if (this.isLive(room)) this.#say({ action: 'typing', room });
  }

  /** The network came back or the page woke up: try now instead of waiting, or prove that the link still lives. */
  nudge(): void {
    if (this.#state === 'waiting') void this.#connect();
    else if (this.#state === 'live') this.#heartbeat();
  }

  async #connect(): Promise<void> {
    clearTimeout(this.#retry);
    const generation = ++this.#generation;
    const current = (): boolean => generation === this.#generation;
    this.#enter('connecting');
    try {
      const { url } = await this.#options.ticket();
      if (!current()) return;
      const socket = (this.#options.open ?? ((address) => new WebSocket(address)))(url);
      this.#socket = socket;
      this.#awaitSign();
      socket.addEventListener('open', () => current() && this.#opened());
      socket.addEventListener('message', (event) => current() && this.#heard(event.data));
      socket.addEventListener('close', () => current() && this.#lost());
      socket.addEventListener('error', () => current() && this.#lost());
    } catch {
      if (current()) this.#lost();
    }
  }

  #opened(): void {
    this.#enter('live');
    this.#heartbeat();
    this.#ping = setInterval(() => this.#heartbeat(), PING_MS);
  }

  #heartbeat(): void {
    // All rooms of a fresh socket, and later on any subscription whose answer, or any room of which a frame, got lost.
    for (const room of this.#rooms) {
      if (!this.#refused.has(room) && (!this.#confirmed.has(room) || this.#places.get(room)?.gap)) this.#ask(room);
    }
    this.#say({ action: 'ping' });
    this.#awaitSign();
  }

  #heard(data: unknown): void {
    clearTimeout(this.#silence);
    const frame = parseFrame(data);
    if (frame === null) return;
    // Only a server that talks ends the back-off: one that accepts and hangs up must not be hammered.
    this.#attempt = 0;
    switch (frame.type) {
      case 'subscribed':
      case 'reset':
        this.#joined(frame);
        return;
      case 'unsubscribed':
        // One we asked for ourselves says nothing new, and may come after we have asked for the room again.
        if (frame.reason === undefined || !this.#forget(frame.room)) return;
        break;
      case 'refused':
        this.#confirmed.delete(frame.room);
        if (this.#rooms.has(frame.room)) this.#refused.add(frame.room);
        break;
      case 'cut':
        this.#attempt = CUT_ATTEMPT;
        this.#lost();
        return;
    }
    this.#pass(frame);
  }

  /** The server let us into a room, and told what was missed there or that it cannot be told any more. */
  #joined(frame: Extract<ServerFrame, { type: 'subscribed' | 'reset' }>): void {
    const { room, seq } = frame;
    if (!this.#rooms.has(room)) return;
    this.#refused.delete(room);
    if (seq !== undefined && keepsLog(room)) {
      const place = this.#placeOf(room);
      const missed = frame.type === 'subscribed' ? (frame.missed ?? []) : [];
      for (const one of missed.map(frameOf)) if (one !== null) this.#pass(one);
      if (frame.type === 'reset' || place.cursor === null) place.begin(seq);
    }
    const news = frame.type === 'reset' || !this.#confirmed.has(room);
    this.#confirmed.add(room);
    if (news) this.#options.onResync(room);
  }

  /** Tells of a frame, once. */
  #pass(frame: ServerFrame): void {
    if (isLogged(frame) && keepsLog(frame.room) && !this.#placeOf(frame.room).hear(frame.seq)) return;
    this.#options.onFrame(frame);
  }

  #placeOf(room: string): Place {
    let place = this.#places.get(room);
    if (place === undefined) this.#places.set(room, (place = new Place()));
    return place;
  }

  /** Asks to be let into a room, with what was said there since we last heard it. */
  #ask(room: string): void {
    const after = this.#places.get(room)?.cursor ?? null;
    this.#say(after === null ? { action: 'subscribe', room } : { action: 'subscribe', room, after });
  }

  /** False if the room was not wanted. */
  #forget(room: string): boolean {
    this.#confirmed.delete(room);
    this.#refused.delete(room);
    this.#places.delete(room);
    return this.#rooms.delete(room);
  }

  #lost(): void {
    this.#drop();
    this.#enter('waiting');
    this.#retry = setTimeout(() => void this.#connect(), backOff(this.#attempt++));
  }

  #drop(): void {
    this.#generation++;
    clearTimeout(this.#retry);
    clearTimeout(this.#silence);
    clearInterval(this.#ping);
    this.#ping = undefined;
    this.#confirmed.clear();
    this.#refused.clear();
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #awaitSign(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#lost(), SILENCE_MS);
  }

  #say(words: { action: 'subscribe' | 'unsubscribe' | 'typing'; room: string; after?: number } | { action: 'ping' }): void {
    if (this.#state === 'live') this.#socket?.send(JSON.stringify(words));
  }

  #enter(state: LinkState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onState(state);
  }
}
