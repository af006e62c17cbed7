/** The texts and notices there are, and what each may speak of (`docs/comms.md`). */

export interface TextForm {
  may?: readonly string[];
  must?: readonly string[];
  required?: true;
}

/** All may speak of `line`. */
export const TEXTS = {
  welcome: { required: true },
  closed: { must: ['opens'] },
  holiday: { must: ['opens'], may: ['holiday'] },
  opt_out_confirmation: { required: true },
  help_line: { required: true },
  nobody_online: {},
  still_in_line: { may: ['waited', 'ahead'] },
  expired: { may: ['waited'] },
  returned: {},
  still_there: {},
  survey_thanks: {},
  no_pictures: {},
  blocked: {},
} as const satisfies Record<string, TextForm>;

export type TextName = keyof typeof TEXTS;

export function variablesOf(name: string): string[] {
  const form: TextForm = Object.hasOwn(TEXTS, name) ? TEXTS[name as TextName] : {};
  return ['line', ...(form.must ?? []), ...(form.may ?? [])];
}

/** What each notice may speak of beside the program and the link. */
export const NOTICES = {
  call_out: ['help', 'urgency', 'reference', 'service'],
  confirmation_needed: [],
  owner_gone: [],
  hook_failed: [],
  break_glass: [],
  nobody_online: [],
  queue_deep: ['waiting'],
  risk_raised: [],
  waiting_long: [],
  escalation_open: [],
  confirmed_alone: [],
  texter_unanswered: [],
  returned_by_timer: [],
  transfer_unanswered: [],
  texter_stopped: [],
  ended_at_risk: [],
  wrote_after_stop: [],
  abuse_reported: [],
  conversation_failed: [],
  transfer_offered: [],
  texter_returned: [],
  follow_up_sent: [],
} as const satisfies Record<string, readonly string[]>;

export type NoticeName = keyof typeof NOTICES;

/** `welcome@es` is a text's version in a language. */
export function partsOf(key: string): { name: string; language: string } {
  const [name = '', language = ''] = key.split('@');
  return { name, language };
}

export const keyOf = (name: string, language: string): string => (language === '' ? name : `${name}@${language}`);
