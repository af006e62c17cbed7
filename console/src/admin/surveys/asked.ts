/** What a survey says to a texter, message by message, as the platform puts it (`shared/domain/surveys.py`). */

import type { components } from '../../api/schema';
import type { Language } from '../../api/types';

export type Question = Required<components['schemas']['SurveyQuestion']>;

/** The few words a survey says by itself, in the language its texter writes. */
export const WORDING: Readonly<Record<Language, { scale: (least: number, most: number) => string; choice: string; skip: string; again: string }>> = {
  en: {
    scale: (least, most) => `Reply with a number from ${least} to ${most}.`,
    choice: 'Reply with one of these:',
    skip: 'Reply SKIP to pass.',
    again: 'Sorry, I could not read that.',
  },
  es: {
    scale: (least, most) => `Responde con un número del ${least} al ${most}.`,
    choice: 'Responde con una de estas:',
    skip: 'Responde SALTAR para pasar.',
    again: 'Perdón, no pude leer eso.',
  },
};

/** One message for each question; the first has the introduction and says how to pass. */
export function asked(intro: string | null, questions: readonly Question[], language: Language): string[] {
  const wording = WORDING[language];
  return questions.map((one, place) => {
    const text = question(one, language);
    return place === 0 ? [intro?.trim(), text, wording.skip].filter(Boolean).join('\n') : text;
  });
}

/** What is said when an answer could not be read. */
export const askedAgain = (one: Question, language: Language): string => [WORDING[language].again, question(one, language), WORDING[language].skip].join('\n');

function question({ kind, text, least, most, choices }: Question, language: Language): string {
  const wording = WORDING[language];
  const said = text.trim();
  if (kind === 'scale') {
    const numbers: readonly string[] = said.match(/\d+/g) ?? [];
    return numbers.includes(String(least)) && numbers.includes(String(most)) ? said : `${said} ${wording.scale(least, most)}`.trim();
  }
  if (kind === 'choice') {
    // A label that begins with a digit would clash with a number.
    const lettered = choices.some((label) => /^\d/.test(label));
    return [`${said} ${wording.choice}`.trim(), ...choices.map((label, place) => `${lettered ? String.fromCharCode(65 + place) : place + 1}) ${label}`)].join('\n');
  }
  return said;
}

/** An answer that somebody may give: in the middle of a scale, the first choice. Null for an open question. */
export function sampleAnswer({ kind, least, most }: Question): number | null {
  if (kind === 'scale') return Math.round((least + most) / 2);
  return kind === 'choice' ? 0 : null;
}

/** The mean of the scales that measure distress, of all scales where none does; null where there is none. To two decimals. */
export function sampleScore(questions: readonly Question[]): number | null {
  const scales = questions.filter(({ kind }) => kind === 'scale');
  const marked = scales.filter((one) => one.measuresDistress);
  const counted = marked.length > 0 ? marked : scales;
  if (counted.length === 0) return null;
  return Math.round((counted.reduce((sum, one) => sum + (sampleAnswer(one) ?? 0), 0) / counted.length) * 100) / 100;
}
