/** What can be configured: each collection by its address in the API, with what one is shown and what one gives. */

import type { components } from '../api/schema';

type Schemas = components['schemas'];

/** What every resource of the directory says of itself. */
export interface Doc {
  id: string;
  version: number;
  active: boolean;
}

/** Collections with the five operations of `docs/directory.md`: `[what is shown, what is given]`. */
export interface Kinds {
  '/api/affiliates': [Schemas['Affiliate'], Schemas['AffiliateSpec']];
  '/api/programs': [Schemas['Program'], Schemas['ProgramSpec']];
  '/api/users': [Schemas['Member'], Schemas['MemberSpec']];
  '/api/keywords': [Schemas['Keyword'], Schemas['KeywordSpec']];
  '/api/surveys': [Schemas['Survey'], Schemas['SurveySpec']];
  '/api/canned-responses': [Schemas['CannedResponse'], Schemas['CannedResponseSpec']];
  '/api/tags': [Schemas['Tag'], Schemas['TagSpec']];
  '/api/templates': [Schemas['NoticeTemplate'], Schemas['NoticeTemplateSpec']];
  '/api/admin/texts': [Schemas['AutomaticText'], Schemas['AutomaticTextSpec']];
  '/api/admin/lines': [Schemas['Line'], Schemas['LineSpec']];
  '/api/admin/provider-accounts': [Schemas['ProviderAccount'], Schemas['ProviderAccountSpec']];
}

/** What there is one of: `[what is shown, what a change may give]`. */
export interface Singles {
  '/api/admin/settings': [Schemas['Settings'], Schemas['SettingsEdit']];
  '/api/admin/retention': [Schemas['Retention'], Schemas['RetentionEdit']];
  '/api/admin/flags': [Schemas['Flags'], Schemas['FlagsEdit']];
  '/api/admin/limits': [Schemas['Limits'], Schemas['LimitsEdit']];
  '/api/admin/lexicon': [Schemas['Lexicon'], Schemas['LexiconEdit']];
  '/api/admin/hours/{programId}': [Schemas['ProgramHours'], Schemas['HoursEdit']];
  '/api/admin/timers/{programId}': [Schemas['ProgramTimers'], Schemas['TimersEdit']];
}

export type DocOf<P extends keyof Kinds> = Kinds[P][0];
export type SpecOf<P extends keyof Kinds> = Kinds[P][1];
