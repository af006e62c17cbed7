import { backOff, PING_MS, SILENCE_MS, type Socket } from '../realtime/pace';
import type { ChatState } from './api';

/** What the server pushes to a texter: that there is something to read, how the chat stands, that somebody writes. */
export type ChatFrame = { type: 'message' } | { type: 'state'; state: ChatState } | { type: 'typing' };

export interface ChatLinkOptions {
  /** Fetches a fresh single-use address. */
  ticket: () => Promise<{ url: string }>;
  open?: (url: string) => Socket;
  /** Whether frames reach us from now on. */
  onLive: (live: boolean) => void;
  onFrame: (frame: ChatFrame) => void;
}

const STATES: readonly string[] = ['new', 'waiting', 'active', 'ended'] satisfies ChatState[];

/** The socket of one chat: it hears of its chat from the moment it opens, so there is nothing to subscribe to. */
export class ChatLink {
  readonly #options: ChatLinkOptions;
  #socket: Socket | null = null;
  #live = false;
  #stopped = true;
  /** Rises with every attempt; whatever belongs to an earlier one is ignored. */
  #generation = 0;
  #attempt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #ping: ReturnType<typeof setInterval> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ChatLinkOptions) {
    this.#options = options;
  }

  get live(): boolean {
    return this.#live;
  }

  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    void this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    this.#drop();
  }

  /** The network came back or the page woke up: try now, or prove that the link still lives. */
  nudge(): void {
    if (this.#stopped) return;
    if (this.#live) this.#beat();
    else if (this.#socket === null) void this.#connect();
  }

  /** Says that one is writing; false when nothing said reaches the server. */
  type(): boolean {
    if (this.#live) this.#socket?.send('{"action":"typing"}');
    return this.#live;
  }

  async #connect(): Promise<void> {
    clearTimeout(this.#retry);
    const generation = ++this.#generation;
    const current = (): boolean => generation === this.#generation;
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
    this.#live = true;
    this.#options.onLive(true);
    this.#beat();
    this.#ping = setInterval(() => this.#beat(), PING_MS);
  }

  #beat(): void {
    this.#socket?.send('{"action":"ping"}');
    this.#awaitSign();
  }

  #heard(data: unknown): void {
    clearTimeout(this.#silence);
    // Only a server that talks ends the back-off: one that accepts and hangs up must not be hammered.
    this.#attempt = 0;
    const frame = parseChatFrame(data);
    if (frame !== null) this.#options.onFrame(frame);
  }

  #lost(): void {
    this.#drop();
    if (!this.#stopped) this.#retry = setTimeout(() => void this.#connect(), 500 + backOff(this.#attempt++));
  }

  #drop(): void {
    this.#generation++;
    clearTimeout(this.#retry);
    clearTimeout(this.#silence);
    clearInterval(this.#ping);
    const [socket, was] = [this.#socket, this.#live];
    this.#socket = null;
    this.#live = false;
    socket?.close();
    if (was) this.#options.onLive(false);
  }

  #awaitSign(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#lost(), SILENCE_MS);
  }
}

/** The frame in `data`, or null for anything this page has no use for. */
export function parseChatFrame(data: unknown): ChatFrame | null {
  let frame: unknown;
  try {
    frame = JSON.parse(String(data));
  } catch {
    return null;
  }
  const { type, state } = (frame ?? {}) as { type?: unknown; state?: unknown };
  if (type === 'message' || type === 'typing') return { type };
  if (type === 'state' && STATES.includes(String(state))) return { type, state: state as ChatState };
  return null;
}
