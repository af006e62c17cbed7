import { afterEach, describe, expect, test, vi } from 'vitest';
import { speak } from '../src/strings';
import { counted } from '../src/strings/count';
import { en } from '../src/strings/en';
import { es } from '../src/strings/es';
import { choose, DIRECTIONS, LANGUAGES, localeOf, type Language } from '../src/strings/language';

/** What may read the same in both: names, signs, and words that both languages have. */
const ALIKE = new Set([
  'Holdfast', 'Id', 'SMS', 'English', 'Español', 'no', 'Error', 'General', 'Chat', 'URL', 'JSON', 'CSV', 'Webhooks', 'Total', 'Audio', 'Visible', 'Normal',
  // What texters send and read, in their language and not the reader's.
  'HELP', 'STOP', 'START',
  'tomorrow at 9:00 AM', 'mañana a las 9:00',
]);

/** What English leaves to the server, which speaks it. */
const OF_THE_SERVER = ['data.stuck.queues.'];

/** A language that needs less of what it is given than others do. */
const LEFT_OUT = new Set(['en told.field 1']);

/** Every word and sentence with where it stands, as in `care.history.you`. */
function leaves(from: unknown, at = ''): [string, string | Words][] {
  if (typeof from === 'string') return [[at, from]];
  if (typeof from === 'function') return [[at, from as Words]];
  return Object.entries(from as object).flatMap(([name, one]) => leaves(one, at === '' ? name : `${at}.${name}`));
}

type Words = (...given: unknown[]) => string;

/** What may stand in for what a sentence is given: counts, times, names, levels, codes. */
const GIVEN: unknown[] = [1, 2, 7, 90, 4000, 'Anna', 'Bo', 'low', 'critical', 'entry', 'exit', 'missing', true, false, null, ['a'], ['a', 'b'], { count: 1 }, { count: 2 }];

/** Everything a sentence says of what it is given; what it cannot be given is passed over. */
function* said(words: Words): Generator<{ given: unknown[]; text: string }> {
  for (const base of GIVEN) {
    for (const at of Array.from({ length: Math.max(1, words.length) }, (_, index) => index)) {
      for (const other of GIVEN) {
        const given = Array.from({ length: words.length }, (_, index) => (index === at ? other : base));
        try {
          const text = words(...given);
          if (typeof text === 'string') yield { given, text };
        } catch {
          continue;
        }
      }
    }
  }
}

/** The arguments, by number, that change nothing of what is said. */
function unused(words: Words): number[] {
  const heard = [...said(words)];
  return Array.from({ length: words.length }, (_, at) => at).filter((at) => {
    const byRest = new Map<string, Set<string>>();
    for (const { given, text } of heard) {
      const rest = JSON.stringify(given.filter((_, index) => index !== at));
      byRest.set(rest, (byRest.get(rest) ?? new Set()).add(text));
    }
    return [...byRest.values()].every((texts) => texts.size === 1);
  });
}

describe('Spanish says what English says', () => {
  const english = new Map(leaves(en));
  const spanish = new Map(leaves(es));

  test('there is a word for every word', () => {
    const listed = (all: Map<string, unknown>): string[] => [...all].map(([at, one]) => `${at.replace(/\.\d+$/u, '.n')}: ${typeof one}`);
    const theirs = listed(spanish).filter((one) => !OF_THE_SERVER.some((at) => one.startsWith(at)));
    expect(new Set(theirs)).toEqual(new Set(listed(english)));
  });

  test('nothing was left in English', () => {
    const left = [...spanish].filter(([at, one]) => typeof one === 'string' && one === english.get(at) && /\p{L}{2}/u.test(one) && !ALIKE.has(one));
    expect(left).toEqual([]);
  });

  test('whatever is asked or called out begins with its sign', () => {
    const all = [...spanish].flatMap(([at, one]) => (typeof one === 'string' ? [[at, one]] : [...said(one)].map(({ text }) => [at, text])));
    const signs = (text: string, sign: string): number => text.split(sign).length - 1;
    // A key of the keyboard stands by itself.
    const spoken = (text: string): string => text.replace(/(?<=\s)[?!/](?=\s)/gu, '');
    const wrong = all.filter(([, text = '']) => signs(spoken(text), '?') !== signs(text, '¿') || signs(spoken(text), '!') !== signs(text, '¡'));
    expect(wrong).toEqual([]);
  });

  test('people are addressed as “tú” throughout', () => {
    const formal = [...spanish].filter(([, one]) => typeof one === 'string' && /\b(usted|ustedes|haga clic|(?<!por )su cuenta|inténtelo|elija una|revise|espere)\b/iu.test(one));
    expect(formal).toEqual([]);
  });
});

describe.each([['en', en], ['es', es]] as const)('sentences in %s', (language, all) => {
  const sentences = leaves(all).filter((one): one is [string, Words] => typeof one[1] === 'function');

  test('say everything they are given', () => {
    const silent = sentences.flatMap(([at, words]) => unused(words).map((number) => `${language} ${at} ${number}`));
    expect(silent.filter((one) => !LEFT_OUT.has(one))).toEqual([]);
  });
});

describe('numbers of things', () => {
  test.each([['en', 1, '1 text'], ['en', 0, '0 texts'], ['en', 5000, '5,000 texts'], ['es', 1, '1 text'], ['es', 2, '2 texts']] as const)('in %s %d is “%s”', (language, count, says) => {
    expect(counted(language)(count, 'text', 'texts')).toBe(says);
  });

  test('one minute is one in both languages', () => {
    expect([en.seconds(1), es.seconds(1), en.seconds(3600), es.seconds(3600)]).toEqual(['1 second', '1 segundo', '60 minutes', '60 minutos']);
  });
});

describe('which language is spoken', () => {
  test.each<[string | null, string[], Language]>([
    ['es', ['en-US'], 'es'],
    [null, ['es-MX', 'en'], 'es'],
    [null, ['fr-CA', 'es', 'en'], 'es'],
    [null, ['de-AT', 'fr'], 'en'],
    ['tlh', ['es-419'], 'es'],
    ['constructor', ['toString'], 'en'],
    [null, [], 'en'],
  ])('who chose %s and asks for %j has %s', (chosen, wanted, language) => {
    expect(choose({ chosen, wanted })).toBe(language);
  });

  test.each<[Language, string[], string]>([
    ['es', ['es-MX', 'en-US'], 'es-MX'],
    ['es', ['en-US', 'en'], 'es-US'],
    ['en', ['de-AT'], 'en-AT'],
    ['es', ['en'], 'es'],
    ['es', ['not a locale', 'en-PR'], 'es-PR'],
    ['en', [], 'en'],
  ])('%s is written, for a browser that asks for %j, as %s', (language, wanted, locale) => {
    expect(localeOf(language, wanted)).toBe(locale);
  });
});

describe('once it is chosen', () => {
  afterEach(async () => {
    vi.unstubAllGlobals();
    vi.resetModules();
    await speak('en');
  });

  test.each(Object.keys(LANGUAGES) as Language[])('%s is told to the browser with its direction', async (language) => {
    const documentElement = { lang: '', dir: '' };
    vi.stubGlobal('document', { documentElement });
    await speak(language);
    expect(documentElement).toEqual({ lang: language, dir: DIRECTIONS[language] });
  });

  test.each<[Language, string, string]>([['en', 'November', '$0.0083'], ['es', 'noviembre', '0.0083']])('dates and amounts are %s', async (language, month, amount) => {
    vi.resetModules();
    vi.stubGlobal('navigator', { languages: ['en-US'] });
    const strings = await import('../src/strings');
    await strings.speak(language);
    const { dayOf, money } = await import('../src/parts/times');
    expect(dayOf('2026-11-21T18:00:00Z')).toContain(month);
    expect(money(0.0083)).toContain(amount);
  });
});

test.each([
  'waited longest',
  'waited longest (every fourth hand-out)',
  'critical risk comes first; writes Spanish',
  'was given back to the queue and keeps their place; whoever is ahead waits for somebody who speaks their language',
  'writes Spanish, which you speak',
  'high risk moves ahead in line',
  'a priority moves them ahead in line',
  'was talking with you before',
])('why somebody came first is said in Spanish: %s', (reason) => {
  const told = es.pane.reason(reason);
  expect(told).not.toMatch(/\b(the|risk|queue|line|writes|you|waited|every|high|who|was)\b/u);
});

test('what the server says in a way that is new here is not lost', () => {
  expect(es.told.handOut('came by boat')).toBe('came by boat');
  expect(es.told.field('must be even', 'even')).toBe('must be even');
  expect(es.told.field('must have 12 characters at least', 'password_short')).toContain('12 caracteres');
});
