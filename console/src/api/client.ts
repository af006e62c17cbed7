import { asApiError } from './problem';
import { AuthApi } from './auth';
import { CareApi } from './care';
import type { Jar } from './jar';
import { StaffApi } from './staff';
import { Transport, type TransportOptions } from './transport';
import type { Conversation, Message, MessageList, Queue, RealtimeTicket, State, User } from './types';

export type ApiClientOptions = TransportOptions;

/** Holdfast's public API as the console uses it. Every method throws `ApiError` and nothing else. */
export class ApiClient {
  /** Signing in, and one's own account. */
  readonly auth: AuthApi;
  /** What is done in and about one conversation. */
  readonly care: CareApi;
  /** Queues, people and alerts. */
  readonly staff: StaffApi;
  /** For what only some pages ask: those bring their own calls. */
  readonly transport: Transport;
  readonly #jar: Jar;

  constructor(options: ApiClientOptions) {
    this.#jar = options.jar;
    this.transport = new Transport(options);
    this.auth = new AuthApi(this.transport);
    this.care = new CareApi(this.transport);
    this.staff = new StaffApi(this.transport);
  }

  /** The cookies are somebody's: who it is, `resume` finds out. */
  get resumable(): boolean {
    return this.#jar.csrf() !== null;
  }

  /** Goes on with the browser's session after a reload; null if there is none, or it is over. */
  async resume(): Promise<User | null> {
    const csrf = this.#jar.csrf();
    if (csrf === null) return null;
    try {
      const user = await this.transport.whoAmI();
      this.transport.session.begin(user, csrf);
      return user;
    } catch (caught) {
      const error = asApiError(caught);
      if (error.status === 400 || error.status === 401 || error.status === 403 || error.status === 422) return null;
      throw error;
    }
  }

  /** Makes sure that the cookies still belong to who is at work here: another window may have signed out. */
  async check(): Promise<void> {
    await this.transport.session.check().catch(() => undefined);
  }

  /**
   * Nobody is at work here from now on, whatever the server answers. Rejects with `ApiError` when it could not be told:
   * then it is to be tried again.
   */
  async signOut(): Promise<void> {
    const { session } = this.transport;
    if (!session.leave()) return;
    try {
      await this.transport.call('post', '/api/auth/logout', { lasting: true });
    } catch (caught) {
      const error = asApiError(caught);
      session.leave();
      // Refused: the session is over already.
      if (error.outcomeUnknown || error.status === 429) throw error;
    }
    session.left();
  }

  /** How many wait, and the first `limit` of them. */
  queue(limit = 1): Promise<Queue> {
    return this.transport.call('get', '/api/queue', { query: { limit } });
  }

  /** Takes the next texter; null when nobody waits. */
  async takeNext(idempotencyKey: string): Promise<Conversation | null> {
    return (await this.transport.call('post', '/api/queue/next', { body: {}, idempotencyKey })) ?? null;
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
    return this.transport.call('get', '/api/conversations/{id}', { id });
  }

  messages(id: string, after: number, cursor: string | null): Promise<MessageList> {
    const query = cursor === null ? { after, limit: 100 } : { after, limit: 100, cursor };
    return this.transport.call('get', '/api/conversations/{id}/messages', { id, query });
  }

  send(id: string, content: string, idempotencyKey: string): Promise<Message> {
    return this.transport.call('post', '/api/conversations/{id}/messages', { id, body: { content }, idempotencyKey });
  }

  /** Says whether a message went of which nobody knows. */
  decideOutcome(id: string, seq: number, outcome: 'sent' | 'not_sent', idempotencyKey: string): Promise<Message> {
    return this.transport.call('post', '/api/conversations/{id}/messages/{seq}/outcome', { id, seq, body: { outcome }, idempotencyKey });
  }

  realtimeTicket(): Promise<RealtimeTicket> {
    return this.transport.call('post', '/api/realtime/ticket', {});
  }
}
