import { asApiError } from './problem';
import { CareApi } from './care';
import { StaffApi } from './staff';
import { Transport, type TransportOptions } from './transport';
import type { Conversation, Message, MessageList, Queue, RealtimeTicket, State, User } from './types';

export type ApiClientOptions = TransportOptions;

/** Holdfast's public API as the console uses it. Every method throws `ApiError` and nothing else. */
export class ApiClient {
  /** What is done in and about one conversation. */
  readonly care: CareApi;
  /** Queues, people and alerts. */
  readonly staff: StaffApi;
  readonly #transport: Transport;

  constructor(options: ApiClientOptions) {
    this.#transport = new Transport(options);
    this.care = new CareApi(this.#transport);
    this.staff = new StaffApi(this.#transport);
  }

  async signIn(email: string, password: string): Promise<User> {
    const tokens = await this.#transport.call('post', '/api/auth/login', { body: { email, password }, anonymous: true });
    this.#transport.session.accept(tokens);
    return tokens.user;
  }

  /** Signs in again after a reload; null if this tab was not signed in or no longer may be. */
  async resume(): Promise<User | null> {
    if (!this.#transport.session.resumable) return null;
    try {
      return (await this.#transport.session.refresh()).user;
    } catch (caught) {
      const error = asApiError(caught);
      if (error.status === 400 || error.status === 401) return null;
      throw error;
    }
  }

  /** Forgets the tokens at once, whatever the server will answer; it is told once. */
  async signOut(): Promise<void> {
    const told = this.#transport.call('post', '/api/auth/logout', {});
    this.#transport.session.forget();
    await told.catch(() => undefined);
  }

  /** How many wait, and the first `limit` of them. */
  queue(limit = 1): Promise<Queue> {
    return this.#transport.call('get', '/api/queue', { query: { limit } });
  }

  /** Takes the next texter; null when nobody waits. */
  async takeNext(idempotencyKey: string): Promise<Conversation | null> {
    return (await this.#transport.call('post', '/api/queue/next', { body: {}, idempotencyKey })) ?? null;
  }

  /** All of the signed-in responder's conversations in `state`, over as many pages as it takes. */
  async myConversations(state: State): Promise<Conversation[]> {
    const found: Conversation[] = [];
    let cursor: string | null = null;
    do {
      const page = await this.staff.conversations({ responder: 'me', state, ...(cursor === null ? {} : { cursor }) });
      found.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return found;
  }

  conversation(id: string): Promise<Conversation> {
    return this.#transport.call('get', '/api/conversations/{id}', { id });
  }

  messages(id: string, after: number, cursor: string | null): Promise<MessageList> {
    const query = cursor === null ? { after, limit: 100 } : { after, limit: 100, cursor };
    return this.#transport.call('get', '/api/conversations/{id}/messages', { id, query });
  }

  send(id: string, content: string, idempotencyKey: string): Promise<Message> {
    return this.#transport.call('post', '/api/conversations/{id}/messages', { id, body: { content }, idempotencyKey });
  }

  /** Says whether a message went of which nobody knows. */
  decideOutcome(id: string, seq: number, outcome: 'sent' | 'not_sent', idempotencyKey: string): Promise<Message> {
    return this.#transport.call('post', '/api/conversations/{id}/messages/{seq}/outcome', { id, seq, body: { outcome }, idempotencyKey });
  }

  realtimeTicket(): Promise<RealtimeTicket> {
    return this.#transport.call('post', '/api/realtime/ticket', {});
  }
}
