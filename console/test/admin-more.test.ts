/** What else an admin configures: hours, surveys, texts, rules and accounts, as the page works it out. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { givenOf, wrongIn } from '../src/admin/accounts/credentials';
import type { Calls } from '../src/admin/calls';
import { ends, noWeek, readOpening, spanOf, wrongWith, writeOpening, type Opening } from '../src/admin/hours/opening';
import { ProgramHours } from '../src/admin/hours/program-hours';
import { standing } from '../src/admin/hours/standing';
import { sayRefusal } from '../src/admin/refusals';
import { GivenSingle } from '../src/admin/rules/given-single';
import { GROUPS, ruleOf, unknownRules } from '../src/admin/rules/timers';
import { WORDING, asked, askedAgain, sampleScore, type Question } from '../src/admin/surveys/asked';
import { NOTICES, TEXTS, keyOf, partsOf, variablesOf } from '../src/admin/texts/known';
import { written } from '../src/admin/texts/text-collection';
import { wordDiff } from '../src/admin/texts/word-diff';
import { ApiError } from '../src/api/problem';

/** A file of the platform's own: what the page repeats of it must be the same. */
const platform = (path: string): string => readFileSync(new URL(`../../shared/${path}`, import.meta.url), 'utf8');

const NEW_YORK = 'America/New_York';
const opening = (of: Partial<Opening>): Opening => ({ zone: null, week: null, holidays: [], channels: {}, ...of });
const week = (of: Partial<Opening['week']>): Opening['week'] => ({ ...noWeek(), ...of });
const at = (moment: string): Date => new Date(moment);
const stands = (of: Opening, moment: string, zone = NEW_YORK, channel: string | null = null) => {
  const { open, next, holiday } = standing(of, zone, at(moment), channel);
  return [open, next?.toISOString() ?? null, holiday];
};

describe('hours', () => {
  test('are given back as they were read, and what says nothing is left out', () => {
    const kept = { zone: 'UTC', week: { friday: ['18:00-02:00'], monday: ['09:00-12:30', '14:00-24:00'] }, holidays: { '2026-12-25': 'Christmas Day' }, channels: { webchat: { monday: ['09:00-17:00'] } } };
    expect(writeOpening(readOpening(kept))).toEqual(kept);
    expect(writeOpening(readOpening(null))).toBeNull();
    expect(writeOpening(opening({ zone: 'UTC' }))).toBeNull();
    expect(writeOpening(opening({ holidays: [{ day: '2026-12-25', name: ' Christmas Day ' }] }))).toEqual({ holidays: { '2026-12-25': 'Christmas Day' } });
  });

  test('until midnight is typed as 00:00 and kept as 24:00', () => {
    expect([spanOf('18:00', '00:00'), ends('18:00-24:00'), spanOf('', '09:00')]).toEqual(['18:00-24:00', { from: '18:00', until: '00:00' }, '-09:00']);
  });

  test.each([
    [[], null],
    [['09:00-12:00', '12:00-13:00'], null],
    [['00:00-24:00'], null],
    [['22:00-02:00'], null],
    [['09:00-'], 'unfinished'],
    [['-'], 'unfinished'],
    [['09:00-09:00'], 'nothing'],
    [['12:00-14:00', '09:00-12:30'], 'overlap'],
    [['22:00-02:00', '23:00-23:30'], 'overlap'],
  ] as const)('of a day %j: %s is wrong', (spans, fault) => {
    expect(wrongWith(spans)).toBe(fault);
  });

  test('a line is open within its hours by its own clock, and says when it closes', () => {
    const office = opening({ week: week({ monday: ['09:00-12:00', '13:00-17:00'] }) });
    expect(stands(office, '2026-11-16T14:30:00Z')).toEqual([true, '2026-11-16T17:00:00.000Z', null]);
    expect(stands(office, '2026-11-16T17:00:00Z')).toEqual([false, '2026-11-16T18:00:00.000Z', null]);
    expect(stands(office, '2026-11-16T22:00:00Z')).toEqual([false, '2026-11-23T14:00:00.000Z', null]);
  });

  test('what begins in the evening goes on into a day that is closed, and into a holiday', () => {
    const evening = opening({ week: week({ friday: ['18:00-02:00'] }), holidays: [{ day: '2026-12-26', name: 'Boxing Day' }] });
    expect(stands(evening, '2026-12-26T06:00:00Z')).toEqual([true, '2026-12-26T07:00:00.000Z', 'Boxing Day']);
  });

  test('on a holiday nothing begins; a line that is always open but for holidays opens the next midnight', () => {
    const always = opening({ holidays: [{ day: '2026-12-25', name: 'Christmas Day' }] });
    expect(stands(always, '2026-12-25T15:00:00Z')).toEqual([false, '2026-12-26T05:00:00.000Z', 'Christmas Day']);
    expect(stands(always, '2026-12-24T15:00:00Z')).toEqual([true, '2026-12-25T05:00:00.000Z', null]);
    expect(stands(opening({}), '2026-12-24T15:00:00Z')).toEqual([true, null, null]);
  });

  test('when clocks are turned back it opens at the first of two equal moments and closes at the second', () => {
    const night = opening({ week: week({ sunday: ['01:30-01:45'] }) });
    expect(stands(night, '2026-11-01T05:00:00Z')).toEqual([false, '2026-11-01T05:30:00.000Z', null]);
    expect(stands(night, '2026-11-01T06:00:00Z')).toEqual([true, '2026-11-01T06:45:00.000Z', null]);
  });

  test('when clocks are put forward an hour that is never shown counts from before', () => {
    const night = opening({ week: week({ sunday: ['02:30-05:00'] }) });
    expect(stands(night, '2026-03-08T06:00:00Z')).toEqual([false, '2026-03-08T07:30:00.000Z', null]);
  });

  test('a channel with a week of its own goes by it, and the hours by a zone of their own', () => {
    const both = opening({ zone: 'UTC', week: week({ monday: ['09:00-17:00'] }), channels: { webchat: week({ monday: ['20:00-22:00'] }) ?? noWeek() } });
    expect(stands(both, '2026-11-16T10:00:00Z')[0]).toBe(true);
    expect(stands(both, '2026-11-16T10:00:00Z', NEW_YORK, 'webchat')).toEqual([false, '2026-11-16T20:00:00.000Z', null]);
    expect(stands(both, '2026-11-16T10:00:00Z', NEW_YORK, 'twilio')[0]).toBe(true);
  });

  test('what is not finished being typed is looked past', () => {
    expect(stands(opening({ week: week({ monday: ['-', '09:00-17:00'] }) }), '2026-11-16T15:00:00Z')[0]).toBe(true);
    expect(stands(opening({ week: week({}) }), '2026-11-16T15:00:00Z')).toEqual([false, null, null]);
  });

  test('a holiday that is refused by its date is marked in its row', async () => {
    const calls = { ask: () => Promise.reject(new ApiError(422, { code: 'rule_broken', errors: [{ field: 'hours.holidays.2026-12-31', message: 'needs a name', code: '' }] })) } as unknown as Calls;
    const hours = opening({ holidays: [{ day: '2026-12-25', name: 'Christmas Day' }, { day: '2026-12-31', name: 'x' }] });
    const refused = await new ProgramHours(calls, 'prg_1').change({ hours }, 1).catch((error: unknown) => error as ApiError);
    expect((refused as ApiError).fields.map(({ field }) => field)).toEqual(['hours.holidays.1']);
  });
});

const question = (of: Partial<Question>): Question => ({ id: 'q', kind: 'scale', text: 'How are you?', least: 1, most: 5, choices: [], measuresDistress: false, ...of });

describe('a survey', () => {
  test('is asked with the words the platform has, in both languages', () => {
    const source = platform('domain/surveys.py');
    for (const { scale, choice, skip, again } of Object.values(WORDING)) {
      const said = [scale(1, 5).replace('1', '{least}').replace('5', '{most}'), choice, skip, again];
      expect(said.filter((one) => !source.includes(`"${one}"`))).toEqual([]);
    }
  });

  test('introduces itself and says how to pass with the first question, and only then', () => {
    const questions = [question({}), question({ text: 'From 1 to 5?' }), question({ kind: 'choice', text: 'Did it help?', choices: ['Yes', 'No'] }), question({ kind: 'text', text: 'Anything else?' })];
    expect(asked('Two questions.', questions, 'en')).toEqual([
      'Two questions.\nHow are you? Reply with a number from 1 to 5.\nReply SKIP to pass.',
      'From 1 to 5?',
      'Did it help? Reply with one of these:\n1) Yes\n2) No',
      'Anything else?',
    ]);
    expect(askedAgain(question({ kind: 'text', text: '¿Algo más?' }), 'es')).toBe('Perdón, no pude leer eso.\n¿Algo más?\nResponde SALTAR para pasar.');
  });

  test('lists choices that begin with a digit by letters', () => {
    expect(asked(null, [question({ kind: 'choice', text: 'How often?', choices: ['2 times', 'never'] })], 'en')[0]).toContain('A) 2 times\nB) never');
  });

  test('has for its outcome the scales that are marked, all of them where none is, and nothing without any', () => {
    const [calm, upset] = [question({ least: 0, most: 2 }), question({ most: 9, measuresDistress: true })];
    expect([sampleScore([calm, upset]), sampleScore([calm, question({ most: 3 })]), sampleScore([question({ kind: 'text' })])]).toEqual([5, 1.5, null]);
  });
});

describe('texts', () => {
  test('are those of the platform, and may speak of the same', () => {
    const source = platform('domain/templates.py').split('TEXTS: dict')[1]?.split('\n}\n')[0] ?? '';
    expect([...source.matchAll(/^ {4}"(\w+)": Text/gm)].map(([, name]) => name)).toEqual(Object.keys(TEXTS));
    for (const name of Object.keys(TEXTS)) {
      const row = source.split(`"${name}": Text`)[1]?.split('": Text')[0] ?? '';
      const named = [...row.matchAll(/(?:must|may)=\(([^)]*)\)/g)].flatMap(([, list = '']) => [...list.matchAll(/"(\w+)"/g)].map(([, one]) => one));
      expect(variablesOf(name).slice(1).sort(), name).toEqual(named.sort());
    }
  });

  test('notices are those of the platform, and have the same words of their own', () => {
    const rows = platform('contracts/notices.py').split('WAYS: dict')[1]?.split('\n}\n')[0] ?? '';
    const found = Object.fromEntries([...rows.matchAll(/^ {4}(?:"(\w+)"|(CALL_OUT|ALERT)): +Way\((.*)\),$/gm)].map(([, name, constant, rest = '']) => [
      name ?? { CALL_OUT: 'call_out', ALERT: 'break_glass' }[constant ?? ''],
      [...(/says=\(([^)]*)\)/.exec(rest)?.[1] ?? '').matchAll(/"(\w+)"/g)].map(([, one]) => one),
    ]));
    expect(found).toEqual(NOTICES);
  });

  test('a version in a language has its own key', () => {
    expect([partsOf('welcome@es'), partsOf('welcome'), keyOf('welcome', 'es'), keyOf('welcome', '')]).toEqual([{ name: 'welcome', language: 'es' }, { name: 'welcome', language: '' }, 'welcome@es', 'welcome']);
  });

  test('what is written at is the draft where there is one, and what is sent is told apart from it', () => {
    const kept = { text: 'approved', draft: null as string | null } as Parameters<typeof written>[0];
    expect(written(kept)).toMatchObject({ text: 'approved', sent: 'approved' });
    const drafted = written({ ...kept, draft: 'better' });
    expect(drafted).toMatchObject({ text: 'better', sent: 'approved' });
    expect(written(drafted)).toBe(drafted);
    expect(written({ ...kept, text: null, draft: 'first' })).toMatchObject({ text: 'first', sent: null });
  });

  test('two versions differ by words, and each can be read whole', () => {
    const [before, after] = ['We are here for you.\nReply STOP.', 'We are always here for you.\nReply STOP or HELP.'];
    const pieces = wordDiff(before, after);
    const side = (without: string): string => pieces.filter(({ kind }) => kind !== without).map(({ text }) => text).join('');
    expect([side('new'), side('gone')]).toEqual([before, after]);
    expect(pieces.filter(({ kind }) => kind === 'same').map(({ text }) => text).join('')).toContain('here for you.');
    expect(wordDiff('', 'new').map(({ kind }) => kind)).toEqual(['new']);
    expect(wordDiff('same', 'same')).toEqual([{ kind: 'same', text: 'same' }]);
  });
});

describe('rules', () => {
  test('are those of a program, each in one group', () => {
    const source = platform('domain/rules.py');
    const names = [...source.matchAll(/^ {4}(\w+): int = /gm)].map(([, name]) => name ?? '');
    const grouped = Object.values(GROUPS).flatMap((group) => Object.keys(group));
    expect(grouped.sort()).toEqual(names.sort());
    expect([unknownRules([...names, 'patience']), ruleOf('patience').measure]).toEqual([['patience'], 'span']);
  });

  test('of what is set all is given, and nothing of what goes by its default', async () => {
    const sent: unknown[] = [];
    const calls = { ask: (_: string, path: string, call: { body: object }) => { sent.push(path, call.body); return Promise.resolve({ version: 3 }); } } as unknown as Calls;
    await new GivenSingle<{ version: number }, 'timers'>(calls, '/api/admin/timers/prg_1', 'timers').change({ timers: { wrap_up_after: 60, transfer_after: null } }, 2);
    expect(sent).toEqual(['/api/admin/timers/prg_1', { timers: { wrap_up_after: 60 }, version: 2 }]);
  });
});

describe('credentials', () => {
  test('are given as the provider has them, and nothing of what was left empty', () => {
    expect(givenOf('twilio', { authTokens: [' a-token-of-the-account ', ''] })).toEqual({ authTokens: ['a-token-of-the-account'] });
    expect(givenOf('aws', { topics: ['arn:one\n\n arn:two '], configurationSet: [''] })).toEqual({ topics: ['arn:one', 'arn:two'] });
    expect(givenOf('partner', { url: ['https://partner.example'], secrets: ['0123456789abcdef', 'fedcba9876543210'] })).toEqual({ secrets: ['0123456789abcdef', 'fedcba9876543210'], url: 'https://partner.example' });
  });

  test('what is missing or too short to be one is said before anything is sent', () => {
    expect([...wrongIn('partner', { secrets: ['short'] })]).toEqual([['secrets', 'short'], ['url', 'missing']]);
    expect([...wrongIn('aws', { topics: ['arn:one'] })]).toEqual([]);
  });
});

test.each([
  ['need an approved text `closed` first', 'approved text'],
  ['the program has one of these in use, srv_1', 'of this kind in use'],
  ['must use {opens}; it may use {line} {opens}', 'It must say {opens}.'],
  ['is too long: 7 segments when filled in; at most 6', '7 segments'],
  ['must be a whole number from 1 to 31622400', 'from 1 to 31622400'],
  ['is the account of line twilio_1', 'A line belongs to it.'],
])('“%s” is said in words of ours', (message, said) => {
  expect(sayRefusal(message)).toContain(said);
});
