/**
 * The words of the page in the language that was chosen. They are there before the page is drawn (`main.tsx`), which is
 * drawn anew when another is chosen. A language that lacks a sentence does not compile.
 */

import { choose, DIRECTIONS, localeOf, type Language } from '../../strings/language';
import type { en } from './en';

export type Words = typeof en;

export let words: Words;
export let language: Language = 'en';

const FILES: Record<Language, () => Promise<Words>> = {
  en: async () => (await import('./en')).en,
  es: async () => (await import('./es')).es,
};

/** What somebody chose here, else what the page that shows the chat asks for, else what the browser prefers. */
export function preferred(chosen: string | null, asked: string | null, wanted: readonly string[]): Language {
  return choose({ chosen, wanted: [asked ?? '', ...wanted] });
}

/** Makes a language the one that is spoken from now on. */
export async function speak(wanted: Language): Promise<void> {
  words = await FILES[wanted]();
  language = wanted;
  if (typeof document === 'undefined') return;
  document.documentElement.lang = wanted;
  document.documentElement.dir = DIRECTIONS[wanted];
  document.title = words.title;
}

/** The time of day, as this browser writes it in the language that is spoken. */
export function timeOf(at: Date): string {
  return said(at, { hour: 'numeric', minute: '2-digit' });
}

/** A moment to come, by the clock of whoever reads it: “tomorrow at 9:00 AM”. */
export function whenSaid(at: Date, now: Date): string {
  const time = timeOf(at);
  const days = Math.round((midnight(at) - midnight(now)) / 86_400_000);
  if (days <= 0) return words.when.today(time);
  if (days === 1) return words.when.tomorrow(time);
  if (days < 7) return words.when.weekday(said(at, { weekday: 'long' }), time);
  return words.when.date(said(at, { day: 'numeric', month: 'long' }), time);
}

function said(at: Date, how: Intl.DateTimeFormatOptions): string {
  const wanted = typeof navigator === 'undefined' ? [] : navigator.languages;
  return new Intl.DateTimeFormat(localeOf(language, wanted), how).format(at);
}

/** Of that day here, as if no clock had changed since. */
function midnight(at: Date): number {
  return Date.UTC(at.getFullYear(), at.getMonth(), at.getDate());
}
