/** The rules of a program by what they are about, and what each is counted in (`docs/lifecycle.md`). */

/** `count`: a plain number. `hour`: an hour of the day. All others are seconds. */
export type Measure = 'span' | 'count' | 'hour';

export interface Rule {
  measure: Measure;
  least: number;
  most: number;
}

const DAY = 86_400;
const SPAN: Rule = { measure: 'span', least: 1, most: 366 * DAY };
const AHEAD: Rule = { measure: 'span', least: 0, most: DAY };

export const GROUPS = {
  waiting: {
    still_in_line_after: SPAN, still_in_line_every: SPAN, queue_expires_after: SPAN, queue_alert_wait: SPAN,
    queue_alert_depth: { measure: 'count', least: 1, most: 10_000 }, queue_pages_every: SPAN,
  },
  talking: { unstarted_after: SPAN, transfer_after: SPAN, still_there_after: SPAN, texter_silent_after: SPAN, reply_nudge_after: SPAN, reply_alert_after: SPAN, reply_return_after: SPAN },
  help: { escalation_reminder_every: SPAN, police_second_after: SPAN, police_alone_after: SPAN },
  ending: { wrap_up_after: SPAN, follow_up_in: SPAN, follow_up_ends_after: SPAN },
  order: {
    boost_medium: AHEAD, boost_high: AHEAD, boost_returned: AHEAD,
    fair_every: { measure: 'count', least: 0, most: DAY }, language_wait: { measure: 'span', least: 0, most: 3_600 },
  },
  night: { quiet_from: { measure: 'hour', least: 0, most: 23 }, quiet_to: { measure: 'hour', least: 0, most: 23 } },
} as const satisfies Record<string, Record<string, Rule>>;

export type GroupName = keyof typeof GROUPS;

const KNOWN: ReadonlyMap<string, Rule> = new Map(Object.values(GROUPS).flatMap((group) => Object.entries(group as Record<string, Rule>)));

/** A rule that this page does not know yet is shown in seconds. */
export const ruleOf = (name: string): Rule => KNOWN.get(name) ?? { ...SPAN, least: 0 };

export const unknownRules = (names: readonly string[]): string[] => names.filter((name) => !KNOWN.has(name));

/** What was set, without what goes by its default. */
export const given = <T>(all: Readonly<Record<string, T | null | undefined>>): Record<string, T> =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null && value !== undefined)) as Record<string, T>;
