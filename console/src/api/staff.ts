import type { paths } from './schema';
import type { Query, Transport } from './transport';
import type { Alert, Block, ChosenPresence, Conversation, ConversationList, Message, Provider, QueueHealth, ResponderStatus } from './types';

type Wanted = Omit<NonNullable<Query<paths['/api/conversations']['get']>>, 'limit'>;

/** Queues, people and alerts, and what supervisors do with them. */
export class StaffApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** One page, of a hundred at most, of the conversations one may see. */
  conversations(wanted: Wanted): Promise<ConversationList> {
    return this.#transport.call('get', '/api/conversations', { query: { ...wanted, limit: 100 } });
  }

  health(): Promise<QueueHealth> {
    return this.#transport.call('get', '/api/queue/health', {});
  }

  /** The lines of one's programs, and how their carriers are. */
  async providers(): Promise<Provider[]> {
    return (await this.#transport.call('get', '/api/providers', {})).items;
  }

  async responders(): Promise<ResponderStatus[]> {
    return (await this.#transport.call('get', '/api/responders', {})).items;
  }

  setPresence(state: ChosenPresence, idempotencyKey: string): Promise<ResponderStatus> {
    return this.#transport.call('put', '/api/responders/me/presence', { body: { state }, idempotencyKey });
  }

  /** Newest first. */
  async alerts(): Promise<Alert[]> {
    return (await this.#transport.call('get', '/api/alerts', { query: { limit: 100 } })).items;
  }

  acknowledge(id: string, idempotencyKey: string): Promise<Alert> {
    return this.#transport.call('post', '/api/alerts/{id}/acknowledge', { id, idempotencyKey });
  }

  /** Gives a waiting texter to a responder. */
  assign(id: string, responderId: string, idempotencyKey: string): Promise<Conversation> {
    return this.#transport.call('post', '/api/conversations/{id}/assign', { id, body: { responderId }, idempotencyKey });
  }

  /** Hands a conversation over; to the supervisor who asks when nobody is named. */
  reassign(id: string, body: { responderId?: string }, idempotencyKey: string): Promise<Conversation> {
    return this.#transport.call('post', '/api/conversations/{id}/reassign', { id, body, idempotencyKey });
  }

  /** Whom nobody has to read, over as many pages as it takes; the oldest first. */
  async blockedSenders(): Promise<Block[]> {
    const found: Block[] = [];
    let cursor: string | null = null;
    do {
      const query: { limit: number; cursor?: string } = { limit: 100, ...(cursor === null ? {} : { cursor }) };
      const page: { items: Block[]; nextCursor: string | null } = await this.#transport.call('get', '/api/admin/blocked-senders', { query });
      found.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return found;
  }

  /** `confirm`: the texter is at risk, and that was looked at. */
  block(conversationId: string, reason: string, confirm: boolean, idempotencyKey: string): Promise<Block> {
    return this.#transport.call('post', '/api/admin/blocked-senders', { body: { conversationId, reason, confirm }, idempotencyKey });
  }

  unblock(id: string, idempotencyKey: string): Promise<Block> {
    return this.#transport.call('delete', '/api/admin/blocked-senders/{id}', { id, idempotencyKey });
  }

  /** A note that only staff see. */
  whisper(id: string, content: string, idempotencyKey: string): Promise<Message> {
    return this.#transport.call('post', '/api/conversations/{id}/whisper', { id, body: { content }, idempotencyKey });
  }
}
