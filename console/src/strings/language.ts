/** Which languages the pages speak, and which of them somebody wants. */

export type Language = 'en' | 'es';

/** Each language's own name, as its speakers look for it. */
export const LANGUAGES: Readonly<Record<Language, string>> = { en: 'English', es: 'Español' };

export const DIRECTIONS: Readonly<Record<Language, 'ltr' | 'rtl'>> = { en: 'ltr', es: 'ltr' };

const KEPT_AS = 'holdfast.language';

export interface Preferences {
  /** What was chosen on this browser before. */
  chosen: string | null;
  /** What the browser asks for, the most wanted first, as in `navigator.languages`. */
  wanted: readonly string[];
}

/** The language chosen before; else the first wanted one that is spoken here; else English. */
export function choose({ chosen, wanted }: Preferences): Language {
  const known = [chosen ?? '', ...wanted].map((one) => one.toLowerCase().split('-')[0]);
  return known.find((one): one is Language => one !== undefined && Object.hasOwn(LANGUAGES, one)) ?? 'en';
}

export function browserPreferences(): Preferences {
  return { chosen: kept(), wanted: typeof navigator === 'undefined' ? [] : navigator.languages };
}

/** For this browser, from the next page on. One that keeps nothing goes on with what it asks for. */
export function keep(language: Language): void {
  try {
    localStorage.setItem(KEPT_AS, language);
  } catch {
    // Storage is forbidden here: nothing is lost but the choice.
  }
}

function kept(): string | null {
  try {
    return localStorage.getItem(KEPT_AS);
  } catch {
    return null;
  }
}

/**
 * For dates, times and numbers: as this browser writes the language that is spoken, where it does; else as that language
 * is written where the browser is at home, so that who reads Spanish in the United States has their clock of twelve hours.
 */
export function localeOf(language: Language, wanted: readonly string[] = browserPreferences().wanted): string {
  const own = wanted.find((one) => one.toLowerCase().split('-')[0] === language);
  if (own !== undefined) return own;
  const home = wanted.map(regionOf).find((one) => one !== undefined);
  return home === undefined ? language : `${language}-${home}`;
}

function regionOf(locale: string): string | undefined {
  try {
    return new Intl.Locale(locale).region;
  } catch {
    return undefined;
  }
}
