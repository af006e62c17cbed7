import { ApiError, readProblem } from '../api/problem';
import type { components } from '../api/schema';

type Schemas = components['schemas'];

export type ChatProgram = Schemas['ChatProgram'];
export type ChatOpened = Schemas['ChatOpened'];
export type ChatPosted = Schemas['ChatPosted'];
export type ChatMessages = Schemas['ChatMessages'];
export type ChatMessage = Schemas['ChatMessage'];
export type ChatState = ChatMessages['state'];

export interface ChatApiOptions {
  fetch?: typeof fetch;
  /** Origin to call; the page's own when left out. */
  origin?: string;
}

/** A call without an answer after this long counts as `network`: its outcome is unknown. */
const TIMEOUT_MS = 20_000;

/** The public web chat API, for one session at a time. Every method throws `ApiError` and nothing else. */
export class ChatApi {
  token: string | null = null;
  readonly #options: ChatApiOptions;

  constructor(options: ChatApiOptions = {}) {
    this.#options = options;
  }

  /** Whether people are there by the program's hours. The browser may answer from what it was told within a minute. */
  program(id: string): Promise<ChatProgram> {
    return this.#call('GET', `programs/${encodeURIComponent(id)}`, undefined, 'default');
  }

  open(programId: string): Promise<ChatOpened> {
    return this.#call('POST', 'sessions', { programId });
  }

  /** The same `clientId` again is the same message. */
  post(content: string, clientId: string): Promise<ChatPosted> {
    return this.#call('POST', 'messages', { content, clientId });
  }

  messages(after: number): Promise<ChatMessages> {
    return this.#call('GET', `messages?after=${after}&limit=100`);
  }

  end(clientId: string): Promise<unknown> {
    return this.#call('POST', 'end', { clientId });
  }

  ticket(): Promise<{ url: string }> {
    return this.#call('POST', 'ticket', {});
  }

  read(seq: number): Promise<unknown> {
    return this.#call('POST', 'read', { seq });
  }

  typing(): Promise<unknown> {
    return this.#call('POST', 'typing', {});
  }

  async #call<T>(method: 'GET' | 'POST', path: string, body?: object, cache: RequestCache = 'no-store'): Promise<T> {
    const headers = new Headers({ Accept: 'application/json', 'X-Request-ID': crypto.randomUUID() });
    // A session is opened by nobody yet, whatever session there was before it; and hours are the same for everybody.
    if (this.token !== null && path !== 'sessions' && cache === 'no-store') headers.set('Authorization', `Bearer ${this.token}`);
    const init: RequestInit = { method, headers, cache, credentials: 'omit', signal: AbortSignal.timeout(TIMEOUT_MS) };
    if (body !== undefined) {
      headers.set('Content-Type', 'application/json');
      init.body = JSON.stringify(body);
    }
    let answer: Response;
    try {
      answer = await (this.#options.fetch ?? fetch)(`${this.#options.origin ?? ''}/api/webchat/${path}`, init);
    } catch {
      throw new ApiError(0, { code: 'network' });
    }
    if (!answer.ok) throw await readProblem(answer);
    if (answer.status === 204) return undefined as T;
    try {
      return (await answer.json()) as T;
    } catch {
      throw new ApiError(0, { code: 'network' });
    }
  }
}
