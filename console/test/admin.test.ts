/** What an admin configures, against the pretend API. */

import { beforeEach, describe, expect, test } from 'vitest';
import { PASSWORD } from '../dev/pretend-people';
import { Admin } from '../src/admin/admin';
import { row, seen, under } from '../src/admin/bind';
import { Editing, pathOf } from '../src/admin/editing';
import { parted } from '../src/admin/form/units';
import { keepTyped, takeTyped } from '../src/admin/kept';
import type { DocOf, SpecOf } from '../src/admin/kinds';
import { plain } from '../src/admin/plain';
import { sayRefusal } from '../src/admin/refusals';
import { same } from '../src/admin/same';
import { toSlug } from '../src/admin/pages/slug';
import { ApiClient } from '../src/api/client';
import { Cookies } from './cookies';
import { callsTo, onLoopback, origin, pretend } from './desks';

onLoopback();

type Tag = DocOf<'/api/tags'>;
type TagForm = Required<SpecOf<'/api/tags'>>;

let admin: Admin;
const blank = (): TagForm => ({ name: '', description: '', programIds: [] });

async function signedIn(name: string, affiliateId: string | null = null): Promise<Admin> {
  const cookies = new Cookies();
  const api = new ApiClient({ origin, jar: cookies.jar, fetch: cookies.fetch, onSessionEnded: () => undefined });
  return new Admin(api, await api.auth.signIn(`${name}@pretend.example`, PASSWORD), ['settings'], affiliateId);
}

beforeEach(async () => {
  admin = await signedIn('ada');
});

const tags = () => admin.collection('/api/tags');

/** A tag's form, as the page makes it. */
async function editing(id: string | null): Promise<Editing<Tag, TagForm>> {
  let of = id ?? '';
  const source = {
    read: () => tags().get(of),
    change: (fields: Partial<TagForm>, version: number) => tags().change(of, fields, version),
    create: async (whole: TagForm, key: string) => {
      const made = await tags().create(whole, key);
      of = made.id;
      return made;
    },
  };
  return new Editing<Tag, TagForm>(source, blank(), id === null ? null : await tags().get(id));
}

const named = (name: string) => pretend.directory.of('tags').filter((one) => one['name'] === name);

describe('a list', () => {
  test('is read over as many pages as there are, and shows what is in use, out of use, or both', async () => {
    for (let place = 0; place < 230; place += 1) pretend.directory.of('tags').push({ id: `many-${1000 + place}`, version: 1, active: place % 10 > 0, name: `tag-${place}` });
    const listing = tags().listing('true');
    await listing.load();
    expect([listing.items.value?.length, listing.loading.value]).toEqual([3 + 207, false]);
    await tags().listing('false').load();
    expect(tags().listing('false').items.value).toHaveLength(23);
    expect(callsTo('GET /api/tags?active=true')).toBe(3);
  });

  test('one that cannot be read says so, keeps what was there, and can be read again', async () => {
    const listing = tags().listing('true');
    await listing.load();
    pretend.faults.push({ call: 'GET /api/tags', status: 503 });
    await listing.load();
    expect([listing.failure.value?.status, listing.items.value?.length, listing.loading.value]).toEqual([503, 3, false]);
    listing.want();
    await expect.poll(() => listing.failure.value).toBeNull();
  });

  test('what is changed stands in every list it belongs to, without reading any', async () => {
    for (const use of ['true', 'false', 'all'] as const) await tags().listing(use).load();
    const before = callsTo('GET /api/tags?');
    await tags().change('tags-1', { description: 'Anything at home' }, 1);
    await tags().deactivate('tags-2');
    const shown = (use: 'true' | 'false' | 'all') => tags().listing(use).items.value?.map((one) => one.id);
    expect([shown('true'), shown('false'), shown('all')]).toEqual([['tags-1', 'tags-3'], ['tags-2'], ['tags-1', 'tags-2', 'tags-3']]);
    expect(tags().known('tags-1')?.description).toBe('Anything at home');
    const { version } = await tags().get('tags-2');
    await tags().restore('tags-2', version);
    expect(shown('false')).toEqual([]);
    expect(callsTo('GET /api/tags?')).toBe(before);
  });

  test('a platform admin names the affiliate with every call', async () => {
    const petra = await signedIn('petra', 'affiliate-2');
    await petra.collection('/api/tags').listing('true').load();
    await petra.collection('/api/tags').change('tags-1', { name: 'home' }, 1);
    expect(pretend.calls.filter((call) => call.includes('/api/tags')).every((call) => call.includes('affiliateId=affiliate-2'))).toBe(true);
  });
});

describe('a new one', () => {
  test('is made once, although the first answer got lost', async () => {
    const form = await editing(null);
    form.bind('name').set('housing');
    pretend.faults.push({ call: 'POST /api/tags', status: 'cut' });
    expect(await form.save()).toBe(false);
    expect([form.failure.value?.outcomeUnknown, form.dirty.value]).toEqual([true, true]);
    expect(await form.save()).toBe(true);
    expect([named('housing').length, form.told.value, form.dirty.value, form.doc.value?.version]).toEqual([1, 'created', false, 1]);
  });

  test('refused for a field, it says so at the field until that is changed, and is made with the next try', async () => {
    const form = await editing(null);
    form.claims.claim('name', () => ({ label: 'Name' }));
    form.bind('name').set('family');
    expect(await form.save()).toBe(false);
    expect([form.problems.value.get('name'), form.refused.value]).toEqual(['This is taken already.', 1]);
    form.bind('description').set('…');
    expect(form.problems.value.has('name')).toBe(true);
    form.bind('name').set('families');
    expect(form.problems.value.size).toBe(0);
    expect(await form.save()).toBe(true);
  });

  test('what a field itself finds wrong is said before anybody is asked', async () => {
    const form = await editing(null);
    form.claims.claim('name', () => ({ label: 'Name', check: () => 'This is needed.' }));
    expect(await form.save()).toBe(false);
    expect([[...form.problems.value], callsTo('POST /api/tags'), form.refused.value]).toEqual([[['name', 'This is needed.']], 0, 1]);
  });
});

describe('a change', () => {
  test('sends only what differs, with the version it was made from', async () => {
    const form = await editing('tags-1');
    form.bind('description').set('At home');
    form.bind('name').set('home');
    form.bind('name').set('family');
    expect(form.changed.value).toEqual(['description']);
    expect(await form.save()).toBe(true);
    expect(named('family')[0]).toMatchObject({ description: 'At home', version: 2 });
    expect([form.dirty.value, form.told.value, form.doc.value?.version]).toEqual([false, 'saved', 2]);
  });

  test('overtaken by somebody, it shows the newer version beside one’s own, which can be put on it', async () => {
    const form = await editing('tags-1');
    form.bind('name').set('relatives');
    pretend.directory.change('tags', 'tags-1', { name: 'kin', description: 'Theirs' });
    expect(await form.save()).toBe(false);
    expect(form.conflict.value).toMatchObject({ newer: { name: 'kin', description: 'Theirs' }, mine: { name: 'relatives' } });
    expect(named('relatives')).toHaveLength(0);
    form.applyMine();
    expect([form.values.value.name, form.values.value.description, form.dirty.value, form.told.value]).toEqual(['relatives', 'Theirs', true, 'applied']);
    expect(await form.save()).toBe(true);
    expect(named('relatives')[0]).toMatchObject({ description: 'Theirs', version: 3 });
  });

  test('overtaken, one may let go of one’s own', async () => {
    const form = await editing('tags-1');
    form.bind('name').set('relatives');
    pretend.directory.change('tags', 'tags-1', { name: 'kin' });
    await form.save();
    form.takeNewer();
    expect([form.values.value.name, form.dirty.value, form.conflict.value]).toEqual(['kin', false, null]);
  });

  test('whose answer got lost is saved by saving again, and nobody is said to have been faster', async () => {
    const form = await editing('tags-1');
    form.bind('name').set('kin');
    pretend.faults.push({ call: 'PUT /api/tags/tags-1', status: 'cut' });
    expect(await form.save()).toBe(false);
    expect(await form.save()).toBe(true);
    expect([form.conflict.value, form.told.value, named('kin')[0]?.version]).toEqual([null, 'saved', 2]);
  });

  test('goes through where only what this page does not show was changed meanwhile', async () => {
    const settings = admin.single('/api/admin/settings');
    const lexicon = admin.single('/api/admin/lexicon');
    const source = { read: () => settings.get(), change: (fields: object, version: number) => settings.change(fields, version) };
    const form = new Editing(source, { adminsReadContent: true }, await settings.get());
    form.bind('adminsReadContent').set(false);
    await lexicon.change({ riskWords: [] }, 1);
    expect(await form.save()).toBe(true);
    expect(await settings.get()).toMatchObject({ adminsReadContent: false, version: 3 });
  });

  test('what is typed while it is on its way stays, and is still to be saved', async () => {
    const form = await editing('tags-1');
    form.bind('name').set('kin');
    const saving = form.save();
    form.bind('description').set('typed meanwhile');
    expect(await saving).toBe(true);
    expect([form.values.value.description, form.changed.value]).toEqual(['typed meanwhile', ['description']]);
  });

  test('undone, everything is as the server has it', async () => {
    const form = await editing('tags-1');
    form.bind('programIds').set(['program-1']);
    form.discard();
    expect([form.dirty.value, form.values.value.programIds]).toEqual([false, []]);
  });

  test('taking it out of use leaves what is typed', async () => {
    const form = await editing('tags-1');
    form.bind('description').set('half a sentence');
    form.heard(await tags().deactivate('tags-1'));
    expect([form.doc.value?.active, form.values.value.description, form.dirty.value]).toEqual([false, 'half a sentence', true]);
    expect(await form.save()).toBe(true);
  });
});

describe('where a problem is said', () => {
  test('at the nearest field around its path, however the server writes it', async () => {
    const form = await editing(null);
    for (const path of ['rows', 'rows.1.phrase', 'programIds']) form.claims.claim(path, () => ({ label: path }));
    const at = (field: string) => form.claims.nearest(pathOf(field));
    expect([at('rows[1].phrase'), at('rows.0.phrase'), at('programIds.3'), at('number')]).toEqual(['rows.1.phrase', 'rows', 'programIds', null]);
  });

  test('a message the server is known to give is said in the words of the page, any other as it came', () => {
    expect(sayRefusal("may be 20 at most: see the affiliate's limits")).toBe('This may be 20 at most: see the limits.');
    expect(sayRefusal('has no variable {lne}; it may use {line} {responder}')).toBe('There is no {lne}. The text may use {line} {responder}.');
    expect(sayRefusal('needs a second question')).toBe('It needs a second question.');
    expect(sayRefusal('Nothing waits')).toBe('Nothing waits');
  });
});

describe('binding', () => {
  test('a field within a row within a list changes its own place, and says which it was', () => {
    const said: unknown[] = [];
    const list = { path: 'riskWords', value: [{ phrase: 'a' }, { phrase: 'b' }], set: (value: unknown, changed?: string) => said.push([value, changed]) };
    const phrase = under(row(list, 1), 'phrase');
    expect([phrase.path, phrase.value]).toEqual(['riskWords.1.phrase', 'b']);
    seen(phrase, (text) => text.toUpperCase(), (text) => text.toLowerCase()).set('C');
    expect(said).toEqual([[[{ phrase: 'a' }, { phrase: 'c' }], 'riskWords.1.phrase']]);
  });
});

test('values are the same whatever the order of their names, and nothing is the same as null', () => {
  expect(same({ a: 1, b: [1, { c: null }] }, { b: [1, {}], a: 1 })).toBe(true);
  expect([same([1, 2], [2, 1]), same([], {}), same({ a: 1 }, { a: 1, b: 2 }), same('', null)]).toEqual([false, false, false, false]);
});

test('a span of time is said in the largest unit there is a whole number of', () => {
  expect([0, 90, 600, 5_400, 86_400, 172_800, 7].map((seconds) => parted(seconds))).toEqual([
    { count: 0, unit: 'minutes' }, { count: 90, unit: 'seconds' }, { count: 10, unit: 'minutes' }, { count: 90, unit: 'minutes' },
    { count: 1, unit: 'days' }, { count: 2, unit: 'days' }, { count: 7, unit: 'seconds' },
  ]);
});

test('names are found without their accents, and typed names become tags', () => {
  expect(plain(' Núñez ÅKESSON ')).toBe('nunez akesson');
  expect([toSlug(' Exam Stress '), toSlug('Niño'), toSlug('--/!')]).toEqual(['exam-stress', 'nino', '']);
});

test('what was being typed is back once, at its place, for who typed it and nobody else', () => {
  keepTyped('ada', '#/settings/tags/new', 'half a tag');
  expect(takeTyped('ada', '#/settings/tags/tags-1')).toBeNull();
  expect(takeTyped('ada', '#/settings/tags/new')).toBe('half a tag');
  expect(takeTyped('ada', '#/settings/tags/new')).toBeNull();
  keepTyped('ada', '#/settings/tags/new', 'half a tag');
  expect(takeTyped('vera', '#/settings/tags/new')).toBeNull();
  expect(takeTyped('ada', '#/settings/tags/new')).toBeNull();
});
