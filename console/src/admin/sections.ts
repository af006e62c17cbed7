/** The sections of an affiliate's settings, in the order they are listed. A section is loaded when it is opened. */

import type { ComponentType } from 'preact';
import type { User } from '../api/types';
import { strings } from '../strings';
import type { Admin } from './admin';

export interface SectionProps {
  admin: Admin;
  /** What the address says after the section's name: nothing for the list, `new`, or an id. */
  rest: readonly string[];
}

export interface Section {
  /** As in the address: `#/settings/tags`. */
  name: string;
  title: string;
  /** Under which of `strings.admin.groups` it is listed. */
  group: keyof typeof strings.admin.groups;
  roles: readonly User['role'][];
  load: () => Promise<ComponentType<SectionProps>>;
}

const ADMINS: readonly User['role'][] = ['admin', 'platform_admin'];
const words = strings.adminPages;

export const SECTIONS: readonly Section[] = [
  { name: 'programs', title: words.programs.title, group: 'line', roles: ADMINS, load: async () => (await import('./pages/programs')).Programs },
  { name: 'lines', title: words.lines.title, group: 'line', roles: ADMINS, load: async () => (await import('./pages/lines')).Lines },
  { name: 'keywords', title: words.keywords.title, group: 'line', roles: ADMINS, load: async () => (await import('./pages/keywords')).Keywords },
  { name: 'hours', title: strings.adminHours.title, group: 'line', roles: ADMINS, load: async () => (await import('./pages/hours')).HoursSection },
  { name: 'people', title: words.people.title, group: 'line', roles: ADMINS, load: async () => (await import('./pages/people')).People },
  { name: 'texts', title: strings.adminTexts.title, group: 'words', roles: ADMINS, load: async () => (await import('./pages/texts')).Texts },
  { name: 'surveys', title: strings.adminSurveys.title, group: 'words', roles: ADMINS, load: async () => (await import('./pages/surveys')).Surveys },
  { name: 'replies', title: words.replies.title, group: 'words', roles: ADMINS, load: async () => (await import('./pages/replies')).Replies },
  { name: 'templates', title: strings.adminTemplates.title, group: 'words', roles: ADMINS, load: async () => (await import('./pages/templates')).Templates },
  { name: 'tags', title: words.tags.title, group: 'words', roles: ADMINS, load: async () => (await import('./pages/tags')).Tags },
  { name: 'timers', title: strings.adminRules.timers, group: 'rules', roles: ADMINS, load: async () => (await import('./pages/timers')).TimersSection },
  { name: 'limits', title: strings.adminRules.limits, group: 'rules', roles: ADMINS, load: async () => (await import('./pages/limits')).LimitsSection },
  { name: 'features', title: strings.adminRules.features, group: 'rules', roles: ADMINS, load: async () => (await import('./pages/features')).FeaturesSection },
  { name: 'lexicon', title: strings.adminRules.lexicon, group: 'rules', roles: ADMINS, load: async () => (await import('./pages/lexicon')).LexiconSection },
  { name: 'affiliate', title: words.own.title, group: 'rules', roles: ADMINS, load: async () => (await import('./pages/own')).Own },
  { name: 'accounts', title: strings.adminAccounts.title, group: 'links', roles: ADMINS, load: async () => (await import('./pages/accounts')).Accounts },
  { name: 'webhooks', title: strings.hooks.title, group: 'links', roles: ['admin'], load: async () => (await import('../webhooks/webhook-section')).WebhookSection },
  { name: 'pack', title: strings.packs.title, group: 'links', roles: ['admin'], load: async () => (await import('../packs/pack-section')).PackSection },
];
