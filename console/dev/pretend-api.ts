/**
 * A pretend Holdfast for the console's own tests and screenshots: the API and the WebSocket from memory, and
 * the built console from dist/ (or DIST) under the strict content security policy. Nothing here is the platform.
 *
 * `npm run pretend-api` serves http://127.0.0.1:8791 with a few texters; sign in as robin@, sam@ (responders),
 * vera@ (supervisor), ada@ (admin), olga@ (outreach) or petra@pretend.example (platform admin) with the password `pretend-password`. Texters are moved with POST /pretend/{verb}, see `VERBS`.
 */

import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { WebSocketServer, type WebSocket } from 'ws';
import type { MessageStatus } from '../src/api/types.ts';
import { PretendDirectory } from './pretend-directory.ts';
import { besideOf, fillBeside } from './pretend-beside.ts';
import { PretendDoor } from './pretend-door.ts';
import { busy } from './pretend-floor.ts';
import { route, type Reply } from './pretend-routes.ts';
import { fill } from './pretend-scene.ts';
import { long, talks } from './pretend-talk.ts';
import { PretendWorld, Refusal } from './pretend-world.ts';

const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const TYPES: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

export class PretendApi {
  readonly world = new PretendWorld((rooms, frame) => this.#push(rooms, frame));
  readonly door = new PretendDoor(this.world.people);
  readonly directory = new PretendDirectory();
  /** Every API call that came, as `METHOD path?query`. */
  readonly calls: string[] = [];
  /** What clients said over their sockets, pings left out: `action room`. */
  readonly said: string[] = [];
  /** Answers to give instead of the real ones, by `METHOD path`; each is used once. `cut` drops the connection after acting. */
  readonly faults: { call: string; status: number | 'cut'; retryAfter?: number }[] = [];
  readonly #tickets = new Set<string>();
  readonly #answered = new Map<string, Reply>();
  readonly #rooms = new Map<WebSocket, Set<string>>();
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  readonly #sockets = new WebSocketServer({ noServer: true });

  async start(port = 0): Promise<string> {
    this.#server.on('upgrade', (request, socket, head) => {
      const ticket = new URL(request.url ?? '/', 'http://pretend').searchParams.get('ticket') ?? '';
      if (!this.#tickets.delete(ticket)) return socket.destroy();
      return this.#sockets.handleUpgrade(request, socket, head, (client) => this.#welcome(client));
    });
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.cut();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Drops every socket without a goodbye. */
  cut(): void {
    for (const client of this.#rooms.keys()) client.terminate();
  }

  /** Makes every access token invalid; refresh tokens stay good. */
  expireTokens(): void {
    this.door.expire();
  }

  endSessions(): void {
    this.door.endAll();
  }

  #welcome(client: WebSocket): void {
    const rooms = new Set<string>();
    this.#rooms.set(client, rooms);
    client.on('close', () => this.#rooms.delete(client));
    client.on('message', (data) => {
      const { action, room } = JSON.parse(String(data)) as { action: string; room: string };
      if (action === 'ping') client.send(JSON.stringify({ type: 'pong' }));
      else this.said.push(`${action} ${room}`);
      if (action === 'typing') client.send(JSON.stringify({ type: 'typed', room }));
      if (action === 'unsubscribe') rooms.delete(room);
      if (action === 'subscribe') {
        rooms.add(room);
        client.send(JSON.stringify({ type: 'subscribed', room }));
      }
    });
  }

  #push(rooms: string[], frame: Record<string, unknown>): void {
    for (const [client, joined] of this.#rooms) {
      for (const room of rooms) {
        if (joined.has(room)) client.send(JSON.stringify({ ...frame, room }));
      }
    }
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://pretend');
    const body = await readBody(request);
    if (!url.pathname.startsWith('/api/') && !url.pathname.startsWith('/pretend/')) return serveFile(url.pathname, response);
    const reply = url.pathname.startsWith('/api/') ? this.#api(request, url, body) : this.#puppeteer(url, body);
    if (reply === 'cut') return void request.socket.destroy();
    const type = reply.status >= 400 ? 'application/problem+json' : 'application/json';
    response.writeHead(reply.status, { 'Content-Type': type, 'X-Request-ID': String(request.headers['x-request-id'] ?? ''), ...reply.headers });
    response.end(reply.body === undefined ? undefined : JSON.stringify(reply.body));
  }

  #api(request: IncomingMessage, url: URL, body: Record<string, unknown>): Reply | 'cut' {
    const call = `${request.method} ${url.pathname}`;
    this.calls.push(call + url.search);
    const fault = this.faults.findIndex((one) => one.call === call);
    const [told] = fault >= 0 ? this.faults.splice(fault, 1) : [];
    if (told !== undefined && told.status !== 'cut') {
      const { problem } = new Refusal(told.status, 'pretend_fault', 'This fault was asked for');
      return { status: told.status, body: problem, headers: told.retryAfter === undefined ? {} : { 'Retry-After': String(told.retryAfter) } };
    }
    const reply = this.#once(request, call, () => this.#route(request, url, body));
    return told === undefined ? reply : 'cut';
  }

  /** The same Idempotency-Key gets the same answer, and nothing happens twice. */
  #once(request: IncomingMessage, call: string, act: () => Reply): Reply {
    const key = request.headers['idempotency-key'];
    const known = key === undefined ? undefined : this.#answered.get(`${call} ${key}`);
    if (known !== undefined) return known;
    let reply: Reply;
    try {
      reply = act();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { status: error.problem.status, body: error.problem };
    }
    if (key !== undefined) this.#answered.set(`${call} ${key}`, reply);
    return reply;
  }

  #route(request: IncomingMessage, url: URL, body: Record<string, unknown>): Reply {
    const [, , area, verb] = url.pathname.split('/');
    const part = url.pathname.split('/')[4] ?? '';
    const outside = area === 'auth' ? this.door.outside(request, verb ?? '', part, body) : null;
    if (outside !== null) return outside;
    const user = this.door.user(request);
    const inside = area === 'auth' ? this.door.inside(request, verb ?? '', part, body) : null;
    if (inside !== null) return inside;
    const configured = this.directory.answer(user, request, url, body);
    if (configured !== null) return configured;
    if (area === 'realtime') {
      const ticket = randomUUID();
      this.#tickets.add(ticket);
      return { status: 200, body: { requestId: '', ticket, url: `ws://${request.headers.host}/ws?ticket=${ticket}` } };
    }
    return route(this.world, user, request, url, body);
  }

  /** What a test or a screenshot asks for from outside: POST /pretend/{verb} with a JSON body. */
  #puppeteer(url: URL, body: Record<string, unknown>): Reply {
    const verb = VERBS[url.pathname.split('/')[2] ?? ''];
    if (verb === undefined) return { status: 404, body: { verbs: Object.keys(VERBS) } };
    verb(this, body);
    return { status: 200, body: {} };
  }
}

const VERBS: Record<string, (api: PretendApi, body: Record<string, unknown>) => void> = {
  arrive: ({ world }, { words, ...more }) => void world.arrive(String(words), more),
  say: ({ world }, { id, words }) => void world.say(world.conversations.get(String(id))!, 'inbound', String(words)),
  deliver: ({ world }, { id, seq, status, errorCode }) =>
    world.deliver(world.conversations.get(String(id))!, Number(seq), status as MessageStatus, errorCode === undefined ? null : String(errorCode)),
  /** Changes what is known of a conversation: `{id, language, seenBefore, flags, …}`. */
  set: ({ world }, { id, ...more }) => {
    const one = world.conversations.get(String(id))!;
    Object.assign(one.head, more);
    world.note(one, 'flag', 'texter');
  },
  attach: ({ world }, { id, count }) => void world.say(world.conversations.get(String(id))!, 'inbound', '', null, undefined, Number(count)),
  type: ({ world }, { id }) => world.type(world.conversations.get(String(id))!),
  carrier: ({ world }, { number, state }) => {
    Object.assign(world.lines.find((line) => line.number === number)!, { state, retryAt: new Date(Date.now() + 60_000).toISOString() });
  },
  optOut: ({ world }, { id }) => {
    const one = world.conversations.get(String(id))!;
    one.head.cannotReply = true;
    world.move(one, one.head.state);
  },
  wrapUp: ({ world }, { id }) => world.make(world.conversations.get(String(id))!, 'begin_wrap_up', 'timer'),
  close: ({ world }, { id }) => world.move(world.conversations.get(String(id))!, 'closed'),
  call: ({ world }, { id, to, kind, level, detail }) =>
    world.call(to === undefined ? null : String(to), world.conversations.get(String(id))!, String(kind), level as 'page', String(detail)),
  fault: (api, fault) => void api.faults.push(fault as unknown as PretendApi['faults'][number]),
  cut: (api) => api.cut(),
  /** Makes a link `{email, kind, secret}` to be opened at `#/welcome/…`, `#/reset/…` or `#/sign-in/magic/…`. */
  link: ({ world, door }, { email, kind, secret }) => void door.invite(world.people.all.find((one) => one.email === email)!, String(kind), String(secret)),
  elsewhere: ({ world, door }, { email, device }) => door.elsewhere(world.people.all.find((one) => one.email === email)!, String(device)),
  endSessions: (api) => api.endSessions(),
  /** A colleague writes: `{from, to, words}`, ids of people. */
  write: ({ world }, { from, to, words }) => void besideOf(world).say(String(from), String(to), String(words)),
  announce: ({ world }, { from, words }) => besideOf(world).announce(String(from), String(words)),
  /** Somebody else changes what is configured: `{kind, id, …fields}`. */
  configure: ({ directory }, { kind, id, ...fields }) => directory.change(String(kind), String(id), fields),
};

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const part of request) text += String(part);
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

async function serveFile(path: string, response: ServerResponse): Promise<void> {
  const name = path === '/' ? 'index.html' : normalize(path).replace(/^[/.]+/, '');
  try {
    const content = await readFile(join(process.env['DIST'] ?? join(import.meta.dirname, '../dist'), name));
    response.writeHead(200, { 'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream', 'Content-Security-Policy': CSP });
    response.end(content);
  } catch {
    response.writeHead(404).end();
  }
}

if (import.meta.main) {
  const api = new PretendApi();
  fill(api.world);
  fillBeside(api.world);
  if (process.env['SCENE'] === 'busy') busy(api.world);
  if (process.env['SCENE'] === 'talks') talks(api.world, api.directory);
  if (process.env['SCENE'] === 'long') long(api.world, Number(process.env['MESSAGES'] ?? 5000));
  console.log(`Pretend Holdfast at ${await api.start(Number(process.env['PORT'] ?? 8791))}`);
}
