import type { Message, MessageStatus } from '../src/api/types';

type Page = { items: Message[]; nextCursor: string | null; cursor: number };

/** One conversation's facts as the API would page them; each answer can be held back, cut or made stale. */
export class ScriptedServer {
  readonly facts: (Message | 'turn')[] = [];
  readonly requests: { after: number; cursor: string | null }[] = [];
  pageSize = 3;
  /** How many of the next answers break instead of arriving. */
  cuts = 0;
  /** Facts above this number are not readable yet (a reader behind the writer). */
  readableUpTo = Infinity;
  #gate: Promise<void> | null = null;

  message(direction: Message['direction'], content: string, status: MessageStatus = direction === 'inbound' ? 'received' : 'queued'): Message {
    const seq = this.facts.length + 1;
    const senderId = direction === 'outbound' ? 'me' : null;
    const message: Message = { requestId: '', id: `m${seq}`, seq, direction, content, senderId, at: '2026-01-01T03:00:00Z', status, segments: 1, errorCode: null, attachments: 0 };
    this.facts.push(message);
    return message;
  }

  turn(): number {
    return this.facts.push('turn');
  }

  setStatus(seq: number, status: MessageStatus): void {
    const fact = this.facts[seq - 1];
    if (fact === undefined || fact === 'turn') throw new Error(`fact ${seq} is no message`);
    this.facts[seq - 1] = { ...fact, status };
  }

  get truth(): Message[] {
    return this.facts.filter((fact) => fact !== 'turn');
  }

  /** Holds every answer back until the returned function is called. Answers are made when the request comes. */
  hold(): () => void {
    let open = (): void => undefined;
    this.#gate = new Promise((resolve) => {
      open = resolve;
    });
    return () => {
      this.#gate = null;
      open();
    };
  }

  readonly fetchPage = async (after: number, cursor: string | null): Promise<Page> => {
    this.requests.push({ after, cursor });
    const answer = this.#page(cursor === null ? after : Number(cursor));
    if (this.#gate !== null) await this.#gate;
    if (this.cuts > 0) {
      this.cuts -= 1;
      throw new TypeError('connection lost');
    }
    return answer;
  };

  #page(from: number): Page {
    const readable = Math.min(this.facts.length, this.readableUpTo);
    const later = this.truth.filter((message) => message.seq > from && message.seq <= readable);
    const items = later.slice(0, this.pageSize);
    const last = items.at(-1)?.seq ?? from;
    const more = later.length > items.length;
    return { items, nextCursor: more ? String(last) : null, cursor: more ? last : Math.max(from, readable) };
  }
}
