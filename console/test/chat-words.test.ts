import { afterEach, expect, test } from 'vitest';
import { HeldStorage } from '../src/chat/held';
import { keepLanguage, keptLanguage } from '../src/chat/keep';
import { en } from '../src/chat/words/en';
import { es } from '../src/chat/words/es';
import { language, preferred, speak, timeOf, whenSaid, words } from '../src/chat/words';

afterEach(() => speak('en'));

test.each([
  [null, null, ['es-MX', 'en'], 'es'],
  [null, null, ['fr', 'en-GB', 'es'], 'en'],
  [null, null, [], 'en'],
  [null, 'es', ['en'], 'es'],
  [null, 'auto', ['es'], 'es'],
  [null, 'fr', ['es'], 'es'],
  ['en', 'es', ['es'], 'en'],
])('who chose %s, on a page that asks for %s, in a browser that prefers %j is spoken to in %s', (chosen, asked, wanted, spoken) => {
  expect(preferred(chosen, asked, wanted)).toBe(spoken);
});

test('a language that is chosen is kept for the tab, and by a browser that keeps nothing for the page', () => {
  const storage = new HeldStorage(() => undefined, { cookie: '' });
  expect(keptLanguage(storage)).toBeNull();
  keepLanguage(storage, 'es');
  expect(keptLanguage(storage)).toBe('es');
  storage.clear();
  expect(keptLanguage(storage)).toBeNull();
});

test('the words are those of the language that is spoken', async () => {
  await speak('es');
  expect([language, words.title, words.compose.send]).toEqual(['es', es.title, 'Enviar']);
  await speak('en');
  expect(words).toBe(en);
});

test('a moment to come is said by the reader’s own clock: today, tomorrow, a day of the week, a date', async () => {
  await speak('en');
  const now = new Date(2026, 0, 5, 12);
  expect(whenSaid(new Date(2026, 0, 5, 18), now)).toMatch(/^today at 6:00\sPM$/);
  expect(whenSaid(new Date(2026, 0, 6, 0), now)).toMatch(/^tomorrow at 12:00\sAM$/);
  expect(whenSaid(new Date(2026, 0, 11, 9, 30), now)).toMatch(/^on Sunday at 9:30\sAM$/);
  expect(whenSaid(new Date(2026, 0, 12, 9), now)).toMatch(/^on January 12 at 9:00\sAM$/);
});

test('and in Spanish with the article that the hour asks for', async () => {
  await speak('es');
  const now = new Date(2026, 0, 5, 8);
  expect(whenSaid(new Date(2026, 0, 5, 18), now)).toMatch(/^hoy a las /);
  expect(whenSaid(new Date(2026, 0, 6, 1), now)).toMatch(/^mañana a la 1:00/);
  expect(whenSaid(new Date(2026, 0, 8, 11), now)).toMatch(/^el jueves a las 11:00/);
  expect(timeOf(new Date(2026, 0, 5, 18, 5))).toMatch(/(18|6):05/);
});

test('a sentence that ends with an hour has one full stop', () => {
  for (const when of ['mañana a las 7:00 a. m.', 'mañana a las 19:00']) {
    expect(es.closed.opens(when)).toMatch(/[^.]\.$/);
    expect(es.closed.note(when)).not.toContain('..');
  }
});

test('an hour that the clocks skip or repeat is still tomorrow', async () => {
  await speak('en');
  const now = new Date(2026, 2, 7, 23, 30);
  expect(whenSaid(new Date(2026, 2, 8, 23, 59), now)).toContain('tomorrow');
});

test('Spanish says everything, and in its own words', () => {
  const same: string[] = [];
  const walk = (one: object, other: object, path: string): void => {
    for (const [key, value] of Object.entries(one)) {
      const there: unknown = (other as Record<string, unknown>)[key];
      const [a, b] = typeof value === 'function' ? [value('X', 'Y'), (there as (...given: string[]) => string)('X', 'Y')] : [value, there];
      if (typeof a === 'object') walk(a as object, b as object, `${path}${key}.`);
      else if (a !== '' && a === b) same.push(path + key);
      else expect(a === '', `${path}${key}`).toBe(b === '');
    }
  };
  walk(en, es, '');
  expect(same).toEqual(['title']);
});
