import type { Transport } from './transport';
import type { Conversation, DraftReply, EarlierConversation, EscalationRecord, Ladder, RiskLevel, Summary, Timeline, Urgency } from './types';

/** What may be said of the risk and the tags at once; tags are all tags from now on. */
export interface Judgement {
  tags?: string[];
  riskLevel?: RiskLevel;
  reason?: string;
}

/**
 * What is done in and about one conversation. Moves answer with the conversation as it is afterwards; what answers
 * with something else gives null, and the conversation is to be read again.
 */
export class CareApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Starts an assigned conversation, or accepts a transfer. */
  accept(id: string, idempotencyKey: string): Promise<Conversation> {
    return this.#transport.call('post', '/api/conversations/{id}/accept', { id, idempotencyKey });
  }

  /** Declines a transfer, or takes it back. */
  reject(id: string, idempotencyKey: string): Promise<Conversation> {
    return this.#transport.call('post', '/api/conversations/{id}/reject', { id, idempotencyKey });
  }

  /** To another responder; to the queue when none is named. */
  transfer(id: string, body: { responderId?: string; note?: string }, idempotencyKey: string): Promise<Conversation> {
    return this.#transport.call('post', '/api/conversations/{id}/transfer', { id, body, idempotencyKey });
  }

  returnToQueue(id: string, body: { note?: string }, idempotencyKey: string): Promise<Conversation> {
    return this.#transport.call('post', '/api/conversations/{id}/return', { id, body, idempotencyKey });
  }

  async escalate(
    id: string, body: { type: 'medical' | 'police'; urgency: Urgency; location?: string }, idempotencyKey: string,
  ): Promise<null> {
    await this.#transport.call('post', '/api/conversations/{id}/escalate', { id, body, idempotencyKey });
    return null;
  }

  escalation(id: string, eid: string): Promise<EscalationRecord> {
    return this.#transport.call('get', '/api/conversations/{id}/escalations/{eid}', { id, eid });
  }

  async updateEscalation(
    id: string, eid: string, body: { location?: string; referenceNumber?: string }, idempotencyKey: string,
  ): Promise<null> {
    await this.#transport.call('put', '/api/conversations/{id}/escalations/{eid}', { id, eid, body, idempotencyKey });
    return null;
  }

  async logContact(id: string, eid: string, body: { service: string; note: string }, idempotencyKey: string): Promise<null> {
    await this.#transport.call('post', '/api/conversations/{id}/escalations/{eid}/contacts', { id, eid, body, idempotencyKey });
    return null;
  }

  async confirmDispatch(id: string, eid: string, idempotencyKey: string): Promise<null> {
    await this.#transport.call('post', '/api/conversations/{id}/escalations/{eid}/confirm', { id, eid, idempotencyKey });
    return null;
  }

  resolve(id: string, body: { outcome: string }, idempotencyKey: string): Promise<Conversation> {
    return this.#transport.call('post', '/api/conversations/{id}/resolve', { id, body, idempotencyKey });
  }

  wrapUp(id: string, idempotencyKey: string): Promise<Conversation> {
    return this.#transport.call('post', '/api/conversations/{id}/wrap-up', { id, idempotencyKey });
  }

  resume(id: string, idempotencyKey: string): Promise<Conversation> {
    return this.#transport.call('post', '/api/conversations/{id}/resume', { id, idempotencyKey });
  }

  close(id: string, body: { outcome?: string; reason?: string }, idempotencyKey: string): Promise<Conversation> {
    return this.#transport.call('post', '/api/conversations/{id}/close', { id, body, idempotencyKey });
  }

  followUp(
    id: string, body: { scheduledTime: string; message: string; consent: boolean }, idempotencyKey: string,
  ): Promise<Conversation> {
    return this.#transport.call('post', '/api/conversations/{id}/follow-up', { id, body, idempotencyKey });
  }

  cancelFollowUp(id: string, idempotencyKey: string): Promise<Conversation> {
    return this.#transport.call('post', '/api/conversations/{id}/follow-up/cancel', { id, idempotencyKey });
  }

  judge(id: string, body: Judgement, idempotencyKey: string): Promise<Conversation> {
    return this.#transport.call('post', '/api/conversations/{id}/tag', { id, body, idempotencyKey });
  }

  recordLadder(id: string, body: Ladder, idempotencyKey: string): Promise<Conversation> {
    return this.#transport.call('post', '/api/conversations/{id}/ladder', { id, body, idempotencyKey });
  }

  askSurvey(id: string, surveyId: string, idempotencyKey: string): Promise<Conversation> {
    return this.#transport.call('post', '/api/conversations/{id}/survey', { id, body: { surveyId }, idempotencyKey });
  }

  /** Asks supervisors to look at how the texter treats one. */
  reportAbuse(id: string, reason: string, idempotencyKey: string): Promise<Conversation> {
    return this.#transport.call('post', '/api/conversations/{id}/report-abuse', { id, body: { reason }, idempotencyKey });
  }

  /** The texter asked for no more texts in words of their own. */
  recordOptOut(id: string, idempotencyKey: string): Promise<Conversation> {
    return this.#transport.call('post', '/api/conversations/{id}/opt-out', { id, idempotencyKey });
  }

  /** Says whether this is who wrote from the number before. */
  samePerson(id: string, confirmed: boolean, idempotencyKey: string): Promise<Conversation> {
    return this.#transport.call('post', '/api/conversations/{id}/same-person', { id, body: { confirmed }, idempotencyKey });
  }

  /** The texter's earlier conversations, the latest first; refused until somebody made sure that it is them. */
  async earlier(id: string): Promise<EarlierConversation[]> {
    return (await this.#transport.call('get', '/api/conversations/{id}/earlier', { id })).items;
  }

  summary(id: string): Promise<Summary> {
    return this.#transport.call('get', '/api/conversations/{id}/summary', { id });
  }

  /** A draft for a person to accept; nothing is sent. */
  draftReply(id: string): Promise<DraftReply> {
    return this.#transport.call('post', '/api/conversations/{id}/draft-reply', { id });
  }

  /** One page of the facts numbered above `after`; `cursor` continues a page before. */
  timeline(id: string, after: number, cursor: string | null): Promise<Timeline> {
    const query = cursor === null ? { after, limit: 100 } : { after, limit: 100, cursor };
    return this.#transport.call('get', '/api/conversations/{id}/timeline', { id, query });
  }
}
