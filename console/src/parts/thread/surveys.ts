/** Which messages of a thread are a survey's: told by the facts beside them, as messages do not say it of themselves. */

import type { TimelineEntry } from '../../api/types';

/** What a message is in a survey. `number` counts questions from 1. */
export type Part =
  | { role: 'question'; type: SurveyType; number: number; again: boolean }
  | { role: 'answer'; type: SurveyType; number: number; survey: string; question: string; value: number | null }
  | { role: 'unclear' | 'skipped'; type: SurveyType; number: number };

export type SurveyType = 'entry' | 'exit';

/** The end of one. `before` is the entry survey's score, where this is the exit survey's. */
export interface Ended {
  seq: number;
  at: string;
  type: SurveyType;
  whole: boolean;
  score: number | null;
  before: number | null;
}

export interface Surveys {
  /** By the message's number. */
  parts: ReadonlyMap<number, Part>;
  ends: readonly Ended[];
}

/** Reads the facts in their order: a question follows the fact that asks it, an answer comes before the fact that takes it. */
export function surveysIn(entries: readonly TimelineEntry[]): Surveys {
  const parts = new Map<number, Part>();
  const ends: Ended[] = [];
  let asked: { type: SurveyType; number: number; again: boolean } | null = null;
  let heard: number | null = null;
  let before: number | null = null;
  for (const { kind, seq, at, detail = {} } of entries) {
    if (kind === 'message' && detail['direction'] === 'inbound') heard = seq;
    if (kind === 'message' && detail['purpose'] === 'survey' && asked !== null) parts.set(seq, { role: 'question', ...asked });
    if (kind !== 'survey') continue;
    const type: SurveyType = detail['type'] === 'exit' ? 'exit' : 'entry';
    const [step, index] = [detail['step'], Number(detail['index'] ?? 0)];
    // What goes on names the question that comes next; what ends names the last one.
    const number = step === 'answered' || step === 'skipped' ? index : index + 1;
    if (heard !== null && (detail['question'] != null || step === 'skipped' || step === 'asked_again')) {
      const value = detail['number'] == null ? null : Number(detail['number']);
      const answer = { role: 'answer', type, number, survey: String(detail['survey'] ?? ''), question: String(detail['question'] ?? ''), value } as const;
      parts.set(heard, detail['question'] != null ? answer : { role: step === 'skipped' ? 'skipped' : 'unclear', type, number });
    }
    if (Number(detail['open'] ?? 0) === 1) {
      asked = { type, number: index + 1, again: step === 'asked_again' };
      continue;
    }
    asked = null;
    const score = detail['score'] == null ? null : Number(detail['score']);
    ends.push({ seq, at, type, whole: step === 'completed', score, before: type === 'exit' ? before : null });
    if (type === 'entry') before = score;
  }
  return { parts, ends };
}
