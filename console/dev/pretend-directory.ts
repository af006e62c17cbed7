/**
 * What an affiliate has configured, on the pretend platform: every kind is listed, made, changed and taken out of use the
 * same way, with versions. Only what the console's tests need is checked.
 */

import type { IncomingMessage } from 'node:http';
import { SEEDS, SETTINGS, type Fields } from './pretend-configured.ts';
import { type PretendUser } from './pretend-people.ts';
import type { Reply } from './pretend-routes.ts';
import { Refusal, broken } from './pretend-world.ts';

interface Document extends Fields {
  id: string;
  version: number;
  active: boolean;
}

/** What a kind refuses, by its address; throws `Refusal`. */
type Check = (doc: Document, others: Document[]) => void;

const taken = (field: string, message: string): Check => (doc, others) => {
  if (others.some((one) => one.active && one[field] === doc[field])) throw broken(field, message);
};

const CHECKS: Record<string, Check> = {
  'tags': taken('name', "is another tag's"),
  'programs': taken('name', "is another program's"),
  'users': (doc, others) => {
    taken('email', 'is taken')(doc, others);
    if (Number(doc['maxConcurrent']) > 20) throw broken('maxConcurrent', "may be 20 at most: see the affiliate's limits");
  },
  'canned-responses': (doc) => {
    const unknown = [...String(doc['text']).matchAll(/\{(\w+)\}/g)].map((one) => one[1]).filter((one) => !['line', 'responder', 'opens'].includes(one ?? ''));
    if (unknown.length > 0) throw broken('text', `has no variable {${unknown.join('} {')}}; it may use {line} {responder} {opens}`);
  },
};

export class PretendDirectory {
  readonly #kinds = new Map<string, Document[]>();
  readonly #settings: Fields & { version: number } = { version: 1, ...structuredClone(SETTINGS) };
  #made = 0;

  constructor() {
    for (const [kind, rows] of Object.entries(SEEDS)) {
      this.#kinds.set(kind, rows.map((row, place) => ({ id: `${kind}-${place + 1}`, version: 1, active: true, ...structuredClone(row) })));
    }
  }

  /** All documents of a kind, `tags` or `lines`: to be looked at or changed by a test. */
  of(kind: string): Document[] {
    return this.#kinds.get(kind) ?? [];
  }

  /** Somebody else changes a document: `{kind, id, …fields}`. */
  change(kind: string, id: string, fields: Fields): void {
    const doc = this.of(kind).find((one) => one.id === id);
    if (doc !== undefined) Object.assign(doc, fields, { version: doc.version + 1 });
  }

  /** Answers what is of the directory; null for anything else. Throws `Refusal`. */
  answer(user: PretendUser, request: IncomingMessage, url: URL, body: Fields): Reply | null {
    const [, , ...parts] = url.pathname.split('/');
    const [kind = '', id = '', verb = ''] = parts[0] === 'admin' ? parts.slice(1) : parts;
    const get = request.method === 'GET';
    if (parts[0] === 'admin' && PARTS[kind] !== undefined) return this.#part(user, get, kind, body);
    const docs = this.#kinds.get(kind);
    if (docs === undefined) return null;
    if (!get && user.role !== 'admin' && user.role !== 'platform_admin') throw new Refusal(403, 'forbidden', 'Only admins change that');
    if (id === '' && get) return list(docs, url);
    if (id === '') return this.#create(kind, docs, body);
    const doc = docs.find((one) => one.id === decodeURIComponent(id));
    if (doc === undefined) throw new Refusal(404, 'not_found', 'There is nothing here with that id');
    if (verb !== '') return { status: 202, body: { requestId: '', ...doc } };
    if (get) return shown(doc);
    return shown(this.#put(kind, docs, doc, request.method === 'DELETE' ? { active: false } : body));
  }

  #create(kind: string, docs: Document[], body: Fields): Reply {
    const doc: Document = { id: `${kind}-new-${(this.#made += 1)}`, version: 1, active: true, ...body };
    CHECKS[kind]?.(doc, docs);
    docs.push(doc);
    return { status: 201, body: { requestId: '', ...doc } };
  }

  #put(kind: string, docs: Document[], doc: Document, { version, ...fields }: Fields): Document {
    requireVersion(version, doc.version);
    const after: Document = { ...doc, ...fields, version: doc.version + 1 };
    CHECKS[kind]?.(after, docs.filter((one) => one !== doc));
    return Object.assign(doc, after);
  }

  /** A part of the settings: all parts share one version. */
  #part(user: PretendUser, get: boolean, kind: string, { version, ...fields }: Fields): Reply {
    if (!get) {
      if (user.role !== 'admin' && user.role !== 'platform_admin') throw new Refusal(403, 'forbidden', 'Only admins change that');
      requireVersion(version, this.#settings.version);
      Object.assign(this.#settings, fields, { version: this.#settings.version + 1 });
    }
    return { status: 200, body: { requestId: '', ...PARTS[kind]?.(this.#settings) } };
  }
}

/** The parts of the settings, and what each shows. */
const PARTS: Record<string, (settings: Fields) => object> = {
  settings: (all) => ({ id: 'affiliate-1', active: true, ...all }),
  retention: ({ version, retentionDays }) => ({ version, retentionDays }),
  flags: ({ version, flags }) => ({ version, flags, items: [] }),
  limits: ({ version, limits }) => ({ version, limits, items: [] }),
  lexicon: ({ version, riskWords, riskPrototypes }) => ({ version, riskWords, riskPrototypes }),
};

function list(docs: Document[], url: URL): Reply {
  const [active, cursor] = [url.searchParams.get('active') ?? 'true', url.searchParams.get('cursor') ?? ''];
  const limit = Number(url.searchParams.get('limit') ?? 50);
  const found = docs.filter((one) => (active === 'all' || String(one.active) === active) && one.id > cursor).sort((a, b) => (a.id < b.id ? -1 : 1));
  return { status: 200, body: { requestId: '', items: found.slice(0, limit), nextCursor: found.length > limit ? (found[limit - 1]?.id ?? null) : null } };
}

const shown = (doc: Document): Reply => ({ status: 200, body: { requestId: '', ...doc } });

function requireVersion(given: unknown, is: number): void {
  if (given !== undefined && given !== null && given !== is) throw new Refusal(412, 'version_mismatch', 'Somebody else has changed this in the meantime');
}
