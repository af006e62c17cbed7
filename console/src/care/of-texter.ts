import { signal } from '@preact/signals';
import { at, type Calls } from '../admin/calls';
import { asItIs, attempt } from '../api/attempt';
import type { ApiError } from '../api/problem';
import type { components } from '../api/schema';
import type { OpenConversation } from '../desk/open-conversation';

type Schemas = components['schemas'];
export type ReasonCode = Schemas['ErasureFields']['reasonCode'];
type Export = Schemas['TexterExport'];

export type Deed = 'hold' | 'release' | 'erase' | 'export';

/** What supervisors and admins do about the data of the texter of one conversation. */
export class OfTexter {
  readonly busy = signal(false);
  readonly failure = signal<ApiError | null>(null);
  readonly done = signal<Deed | null>(null);
  /** Which page of an export is being read. */
  readonly page = signal(0);
  readonly #calls: Calls;
  readonly #one: OpenConversation;

  constructor(calls: Calls, one: OpenConversation) {
    this.#calls = calls;
    this.#one = one;
  }

  hold(reason: string): Promise<boolean> {
    return this.#act('hold', async () => {
      await this.#calls.ask('post', '/api/admin/legal-holds', { body: { conversationId: this.#one.id, reason } });
      await this.#one.refresh();
    });
  }

  release(): Promise<boolean> {
    return this.#act('release', async () => {
      await this.#calls.ask('delete', at('/api/admin/legal-holds', this.#one.id));
      await this.#one.refresh();
    });
  }

  askErasure(texterId: string, reasonCode: ReasonCode, reason: string): Promise<boolean> {
    return this.#act('erase', async () => {
      await this.#calls.ask('post', `${at('/api/texters', texterId)}/erase`, { body: { reasonCode, reason } });
    });
  }

  /** All that is kept, page after page; null when it could not be had. */
  async export(texterId: string): Promise<Export[] | null> {
    const pages: Export[] = [];
    const read = await this.#act('export', async () => {
      let cursor: string | null = null;
      do {
        this.page.value = pages.length + 1;
        const next: Export = await this.#calls.ask<Export>('post', `${at('/api/texters', texterId)}/export`, { body: cursor === null ? {} : { cursor } });
        pages.push(next);
        cursor = next.nextCursor;
      } while (cursor !== null);
    });
    this.page.value = 0;
    return read ? pages : null;
  }

  #act(deed: Deed, act: () => Promise<void>): Promise<boolean> {
    const work = async (): Promise<void> => {
      await act();
      this.done.value = deed;
    };
    if (!this.busy.value) this.done.value = null;
    return attempt(this, true, work, asItIs);
  }
}

/** Pages of one export as one document: a conversation that went on over pages is one again. */
export function joined(pages: readonly Export[]): object {
  const [first] = pages;
  if (first === undefined) return {};
  const conversations = new Map<string, Export['conversations'][number]>();
  for (const one of pages.flatMap((page) => page.conversations)) {
    const known = conversations.get(one.id);
    if (known === undefined) conversations.set(one.id, { ...one });
    else conversations.set(one.id, { ...known, entries: [...known.entries, ...one.entries], continued: one.continued });
  }
  const { requestId: _, nextCursor: __, ...about } = first;
  return { ...about, conversations: [...conversations.values()] };
}
