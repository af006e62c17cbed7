import { signal, type ReadonlySignal } from '@preact/signals';
import { asApiError, type ApiError } from '../api/problem';
import type { Transport } from '../api/transport';
import type { components } from '../api/schema';
import type { Conversation } from '../api/types';

export type CannedResponse = components['schemas']['CannedResponse'];

/** A list this old is read again when it is opened, and shown as it is meanwhile: it says when the line opens. */
export const FRESH_MS = 300_000;
/** And when nothing in it fits, once it is this old: somebody may have added what is looked for. */
export const DOUBTED_MS = 10_000;

/** What responders send often, of one program; read when somebody first wants it. */
export interface CannedList {
  /** Null while nothing was read. */
  items: ReadonlySignal<readonly CannedResponse[] | null>;
  failure: ReadonlySignal<ApiError | null>;
  /** Reads it unless that was done within `ms`. Never rejects: writing goes on without. */
  freshen: (ms?: number) => Promise<void>;
}

/** The affiliate's canned responses, by program. */
export class Canned {
  readonly #lists = new Map<string, CannedList>();
  readonly #transport: Transport;
  readonly #now: () => number;

  constructor(transport: Transport, now: () => number = Date.now) {
    this.#transport = transport;
    this.#now = now;
  }

  of(programId: string): CannedList {
    let list = this.#lists.get(programId);
    if (list === undefined) this.#lists.set(programId, (list = this.#listOf(programId)));
    return list;
  }

  #listOf(program: string): CannedList {
    const items = signal<readonly CannedResponse[] | null>(null);
    const failure = signal<ApiError | null>(null);
    let readAt = -Infinity;
    let reading: Promise<void> | null = null;
    const read = async (): Promise<void> => {
      try {
        items.value = await this.#read(program);
        failure.value = null;
        readAt = this.#now();
      } catch (caught) {
        failure.value = asApiError(caught);
      }
      reading = null;
    };
    return { items, failure, freshen: (ms = FRESH_MS) => (this.#now() - readAt < ms ? Promise.resolve() : (reading ??= read())) };
  }

  /** Over as many pages as it takes. */
  async #read(program: string): Promise<CannedResponse[]> {
    const found: CannedResponse[] = [];
    let cursor: string | null = null;
    do {
      const query: { program: string; limit: number; cursor?: string } = { program, limit: 100, ...(cursor === null ? {} : { cursor }) };
      const page: { items: CannedResponse[]; nextCursor?: string | null } = await this.#transport.call('get', '/api/canned-responses', { query });
      found.push(...page.items);
      cursor = page.nextCursor ?? null;
    } while (cursor !== null);
    return found;
  }
}

/** As many as are offered at once: more are found by typing. */
const MOST = 50;

/**
 * The responses that fit what was typed, the nearest first: by shortcut, then title, then words. Those in another
 * language than the texter's are left out.
 */
export function fitting(items: readonly CannedResponse[], query: string, language: Conversation['language']): CannedResponse[] {
  const wanted = plain(query);
  const rank = ({ shortcut, title, text, tags = [] }: CannedResponse): number => {
    if (wanted === '') return shortcut === null ? 1 : 0;
    if (shortcut !== null && plain(shortcut).startsWith(wanted)) return plain(shortcut) === wanted ? 0 : 1;
    if (plain(title).startsWith(wanted)) return 2;
    if (plain(title).includes(wanted) || tags.some((tag) => plain(tag) === wanted)) return 3;
    return plain(text).includes(wanted) ? 4 : Infinity;
  };
  return items
    .filter((one) => one.active && (one.language === null || language == null || one.language === language))
    .map((one) => ({ one, rank: rank(one) }))
    .filter((found) => found.rank < Infinity)
    .sort((a, b) => a.rank - b.rank || a.one.title.localeCompare(b.one.title))
    .slice(0, MOST)
    .map(({ one }) => one);
}

/** Without capitals and accents: `ó` is found by `o`. */
const plain = (text: string): string => text.trim().toLowerCase().normalize('NFD').replace(/\p{Mn}/gu, '');

/** What is known when a response is put in; the server knows more, and has filled in what it could. */
export interface Known {
  line: string;
  /** Their name; the first of it is said. */
  responder: string;
}

/** The response as it would be sent. What cannot be said now stays in it as a blank, `{opens}`. */
export function filled({ filled, text }: Pick<CannedResponse, 'filled' | 'text'>, { line, responder }: Known): string {
  const values: Readonly<Record<string, string | undefined>> = { line, responder: responder.trim().split(/\s+/)[0] };
  return filled ?? text.replace(BLANK, (blank, name: string) => values[name] || blank);
}

/** As the platform writes a variable. */
const BLANK = /\{([a-z]+)\}/g;

/** The blanks left in a text, in order, each once. */
export const blanksIn = (text: string): string[] => [...new Set(text.match(BLANK) ?? [])];

/** Where a slash begins a search, and what was typed after it; null when the caret stands in none. */
export interface Slash {
  /** Of the slash. */
  from: number;
  query: string;
}

/** A slash counts at the start of a word. What follows may be a few words, as titles are; a line break ends it. */
export function slashAt(text: string, caret: number): Slash | null {
  const found = /(?:^|\s)\/([^\n/]{0,40})$/.exec(text.slice(0, caret));
  if (found === null || /^\s|\s{2}/.test(found[1] ?? '')) return null;
  return { from: caret - (found[1] ?? '').length - 1, query: found[1] ?? '' };
}

/** `text` with what stands between `from` and `to` replaced, set off from the words around it; and where it ends up. */
export function putIn(text: string, from: number, to: number, words: string): { text: string; start: number; end: number } {
  const before = text.slice(0, from);
  const after = text.slice(to);
  const lead = before === '' || /\s$/.test(before) ? '' : ' ';
  const trail = after === '' || /^\s/.test(after) ? '' : ' ';
  const start = before.length + lead.length;
  return { text: before + lead + words + trail + after, start, end: start + words.length };
}
