/**
 * The words of the language that was chosen. They are there before anything that says them is loaded (`main.tsx`), so
 * that a module may take its chapter once, where it begins. A language is a set of files of the same shape: one that
 * lacks a sentence does not compile.
 */

import type { en } from './en';
import { browserPreferences, choose, DIRECTIONS, type Language } from './language';

/** What English says in these words, another language says in its own. */
type Said<T> = T extends string
  ? string
  : T extends (...given: infer Given) => string
    ? (...given: Given) => string
    : T extends object
      ? { readonly [Key in keyof T]: Said<T[Key]> }
      : T;

export type Strings = Said<typeof en>;

export let strings: Strings;
export let language: Language = 'en';

const FILES: Record<Language, () => Promise<Strings>> = {
  en: async () => (await import('./en')).en,
  es: async () => (await import('./es')).es,
};

/** Makes a language the one that is spoken from now on; by default the one this browser chose, or prefers. */
export async function speak(wanted: Language = choose(browserPreferences())): Promise<void> {
  strings = await FILES[wanted]();
  language = wanted;
  if (typeof document === 'undefined') return;
  document.documentElement.lang = wanted;
  document.documentElement.dir = DIRECTIONS[wanted];
}
