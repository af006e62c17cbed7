import type { paths } from './schema';
import type { Query, Transport } from './transport';
import type { Alert, ChosenPresence, Conversation, ConversationList, Message, QueueHealth, ResponderStatus } from './types';

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

  /** A note that only staff see. */
  whisper(id: string, content: string, idempotencyKey: string): Promise<Message> {
    return this.#transport.call('post', '/api/conversations/{id}/whisper', { id, body: { content }, idempotencyKey });
  }
}
