import { afterEach, beforeEach, expect, test } from 'vitest';
import { Embedding } from '../src/chat/embedding';
import { ESCAPE_MS } from '../src/chat/exit';
import { Escapes } from '../widget/escapes';
import { HERE, TAKE, type FromFrame, type ToFrame } from '../widget/protocol';
import { settingsOf } from '../widget/settings';
import { remember, remembered } from '../widget/tab';

/** The window around the frame, and the frame's own. */
class Holder {
  readonly heard: string[] = [];
  readonly self = new EventTarget();
  readonly said: FromFrame[] = [];
  port: MessagePort | null = null;
  postMessage = (message: string): void => void this.heard.push(message);

  /** Hands a port over, as the widget's script does; `source` is who does it. */
  takes(data: unknown = TAKE, source: unknown = this): void {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data: said }) => this.said.push(said as FromFrame);
    this.port ??= port1;
    const event = new Event('message');
    Object.assign(event, { data, source, ports: [port2] });
    this.self.dispatchEvent(event);
    ports.push(port1, port2);
  }

  tells(what: ToFrame): Promise<void> {
    this.port?.postMessage(what);
    return new Promise((resolve) => setTimeout(resolve, 5));
  }
}

let holder: Holder;
let left: number;
let embedding: Embedding;
const ports: MessagePort[] = [];

beforeEach(() => {
  [holder, left] = [new Holder(), 0];
  embedding = new Embedding({ self: holder.self, holder }, () => { left += 1; });
});
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

test('a page by itself says nothing to anybody, is seen, and takes the keyboard', () => {
  const alone = new Embedding({ self: new EventTarget(), holder: null }, () => undefined);
  expect([alone.framed, alone.held.value, alone.shown.value, alone.asked.value]).toEqual([false, false, true, 1]);
  expect(alone.say({ type: 'leave' })).toBe(false);
});

test('a page in a frame says that it is there, and takes no focus away from the page around it', () => {
  expect([holder.heard, embedding.framed, embedding.asked.value]).toEqual([[HERE], true, 0]);
});

test('held by our script it is seen when it is told so, and takes the keyboard when a person opened it', async () => {
  holder.takes();
  expect([embedding.held.value, embedding.shown.value]).toEqual([true, false]);
  await holder.tells({ type: 'shown', shown: true, focus: false });
  expect([embedding.shown.value, embedding.asked.value]).toEqual([true, 0]);
  await holder.tells({ type: 'shown', shown: true, focus: true });
  expect(embedding.asked.value).toBe(1);
  await holder.tells({ type: 'shown', shown: false, focus: false });
  expect(embedding.shown.value).toBe(false);
});

test('who is not around the frame, or does not say the word, is not listened to', async () => {
  holder.takes(TAKE, {});
  holder.takes('something else');
  expect([embedding.held.value, embedding.say({ type: 'leave' })]).toEqual([false, false]);
  holder.port = null;
  holder.takes();
  const first = holder.port;
  holder.takes();
  await holder.tells({ type: 'leave' });
  expect([left, holder.port]).toEqual([1, first]);
});

test('what it says goes to who holds it alone, and is never a word of a texter', async () => {
  holder.takes();
  embedding.say({ type: 'state', unread: 2, talking: true });
  embedding.say({ type: 'minimise', escape: true });
  await holder.tells({ type: 'shown', shown: true, focus: false });
  expect(holder.said).toEqual([{ type: 'state', unread: 2, talking: true }, { type: 'minimise', escape: true }]);
  expect(holder.heard).toEqual([HERE]);
});

test('Escape once puts the panel away, and twice leaves, although the first has closed it', () => {
  let now = 0;
  const escapes = new Escapes(() => now);
  expect(escapes.press(true)).toBe('minimise');
  now = ESCAPE_MS;
  expect(escapes.press(false)).toBe('leave');
});

test('Escape on a page whose panel is closed means nothing, however often', () => {
  let now = 0;
  const escapes = new Escapes(() => now);
  for (; now < 5; now += 1) expect(escapes.press(false)).toBeNull();
});

test('two presses far apart, or with another key between, each put it away', () => {
  let now = 0;
  const escapes = new Escapes(() => now);
  expect(escapes.press(true)).toBe('minimise');
  now += ESCAPE_MS + 1;
  expect(escapes.press(true)).toBe('minimise');
  escapes.forget();
  expect(escapes.press(true)).toBe('minimise');
});

test('the script finds its page beside itself, and its words in what the site or the browser asks for', () => {
  const src = 'https://line.example.org/widget.js?v=1';
  const auto = settingsOf(src, { program: ' prg_1 ' }, ['fr', 'es-MX', 'en']);
  expect(auto).toEqual({ origin: 'https://line.example.org', address: 'https://line.example.org/chat/?program=prg_1', language: 'es', position: 'end' });
  const told = settingsOf(src, { program: 'a&b', language: 'EN', position: 'start' }, ['es']);
  expect([told.address, told.language, told.position]).toEqual(['https://line.example.org/chat/?program=a%26b&lang=en', 'en', 'start']);
  expect(settingsOf(src, { program: 'p', language: 'fr', position: 'left' }, ['de'])).toMatchObject({ language: 'en', position: 'end' });
  expect(() => settingsOf(src, {}, [])).toThrow('data-program');
});

test('the tab remembers that there is a chat and nothing else, and does without where it may not', () => {
  const items = new Map<string, string>();
  const storage = { getItem: (key: string) => items.get(key) ?? null, setItem: (key: string, value: string) => void items.set(key, value), removeItem: (key: string) => void items.delete(key) } as unknown as Storage;
  for (const what of ['open', 'minimised', null] as const) {
    remember(what, () => storage);
    expect(remembered(() => storage)).toBe(what);
  }
  expect(items.size).toBe(0);
  items.set('holdfast.chat.panel', 'something else');
  expect(remembered(() => storage)).toBeNull();
  const forbidden = (): Storage => { throw new Error('forbidden'); };
  remember('open', forbidden);
  expect(remembered(forbidden)).toBeNull();
});
