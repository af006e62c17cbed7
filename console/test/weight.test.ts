import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { beforeAll, expect, test } from 'vitest';
import config from '../vite.config';

/** What somebody downloads who opens the chat on a site, compressed: the script, the page and all that it loads. */
const CHAT = 30_000;
/** And what a member of staff does who signs in and works: not the pages beside it. */
const CONSOLE = 150_000;

type File = { name: string; text: string; imports: readonly string[]; late: readonly string[]; styles: readonly string[] };
const files = new Map<string, File>();

beforeAll(async () => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const { test: _, ...given } = config as { test?: unknown; build?: object };
  const built = await build({ ...given, root, configFile: false, logLevel: 'silent', build: { ...given.build, write: false } });
  for (const one of Array.isArray(built) ? built : [built]) {
    for (const file of 'output' in one ? one.output : []) {
      const chunk = file.type === 'chunk' ? file : null;
      const [imports, late, styles] = [chunk?.imports ?? [], chunk?.dynamicImports ?? [], [...(chunk?.viteMetadata?.importedCss ?? [])]];
      files.set(file.fileName, { name: file.fileName, text: file.type === 'chunk' ? file.code : String(file.source), imports, late, styles });
    }
  }
}, 60_000);

const zipped = (names: Iterable<string>): number => [...names].reduce((sum, name) => sum + gzipSync(named(name).text, { level: 9 }).length, 0);

function named(name: string): File {
  const found = files.get(name);
  if (found === undefined) throw new Error(`${name} was not built: ${[...files.keys()].join(', ')}`);
  return found;
}

/** Everything a page asks for by itself: its files, the words of one language, and what it goes on with. */
function loaded(spoken: string, { at, goesOn }: { at: string; goesOn?: string } = { at: 'chat/index.html' }): Set<string> {
  const page = named(at);
  const found = new Set([page.name]);
  const take = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    for (const more of [...named(name).imports, ...(files.get(name)?.styles ?? [])]) take(more);
  };
  for (const [, name] of page.text.matchAll(/(?:src|href)="\.{1,2}\/(assets\/[^"]+)"/g)) take(name as string);
  const later = [...found].flatMap((name) => [...(files.get(name)?.late ?? [])]);
  for (const name of later) if ([spoken, goesOn].some((one) => name.includes(`/${one}-`))) take(name);
  return found;
}

test.each(['en', 'es'])('the chat on a site costs less than 30 KB, compressed, in %s', (spoken) => {
  const all = new Set([...loaded(spoken), 'widget.js']);
  expect([...all].some((name) => name.includes(`/${spoken}-`)), 'its words are among what was weighed').toBe(true);
  expect(zipped(all)).toBeLessThan(CHAT);
});

test.each(['en', 'es'])('the console is there for its work with less than 150 KB, compressed, in %s', (spoken) => {
  const all = loaded(spoken, { at: 'index.html', goesOn: 'app' });
  for (const part of [spoken, 'app']) expect([...all].some((name) => name.includes(`/${part}-`)), `${part} was weighed`).toBe(true);
  expect([...all].some((name) => name.includes('settings')), 'pages beside the work wait until they are opened').toBe(false);
  expect(zipped(all)).toBeLessThan(CONSOLE);
});

test('a site whose visitors never open the chat costs them the script alone', () => {
  expect(zipped(['widget.js'])).toBeLessThan(5_000);
  expect(named('widget.js').text).not.toMatch(/\bimport\b|\bexport\b/);
});

test('no other language travels with English', () => {
  const english = [...loaded('en')].map((name) => named(name).text).join('\n');
  expect(english).toContain('You do not have to say who you are');
  expect(english).not.toContain('No tienes que decir');
});

test('the script and the page keep to a policy that forbids what is inline', () => {
  expect(named('widget.js').text).not.toMatch(/innerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/);
  expect(named('chat/index.html').text).not.toMatch(/<style|style="|\son[a-z]+=|<script(?![^>]*src=)/);
});
