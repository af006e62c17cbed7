/** Numbers with what is counted, and lists, as each language says them. */

import { localeOf, type Language } from './language';

/**
 * How a language says a number of things: `many(2, 'text', 'texts')` is “2 texts”. For languages with two forms, as
 * `Intl.PluralRules` has them; one that has more brings a function of its own.
 */
export function counted(language: Language): (count: number, one: string, more: string) => string {
  const locale = localeOf(language);
  const number = new Intl.NumberFormat(locale);
  const rules = new Intl.PluralRules(locale);
  return (count, one, more) => `${number.format(count)} ${rules.select(count) === 'one' ? one : more}`;
}
