/** Every page beside one's work: who may open it, and where it is loaded from when it is opened. */

import type { ComponentType } from 'preact';
import type { ApiClient } from '../api/client';
import type { User } from '../api/types';
import type { Work } from '../door/visit';
import type { strings } from '../strings';

export interface PageProps {
  work: Work;
  api: ApiClient;
  /** What the address says after the page's name. */
  rest: readonly string[];
  /** Back to one's work. */
  onBack: () => void;
  onSignOut: () => void;
}

type Role = User['role'];

export interface Page {
  /** As in the address, `#/account`; its name in the navigation is `strings.nav.pages[name]`. */
  name: keyof typeof strings.nav.pages;
  /** Who finds it in the navigation and may open it. The server decides what they get there. */
  roles: readonly Role[];
  /** Reached by another way than the navigation. */
  unlisted?: true;
  load: () => Promise<ComponentType<PageProps>>;
}

export const EVERYBODY: readonly Role[] = ['responder', 'supervisor', 'admin', 'outreach', 'platform_admin'];

export const PAGES: readonly Page[] = [
  { name: 'today', roles: ['supervisor', 'admin'], load: async () => (await import('../pages/today-page')).TodayPage },
  { name: 'messages', roles: ['responder', 'supervisor', 'admin', 'outreach'], load: async () => (await import('../pages/messages-page')).MessagesPage },
  { name: 'care', roles: ['supervisor', 'admin'], load: async () => (await import('../pages/care-page')).CarePage },
  { name: 'audit', roles: ['supervisor', 'admin', 'platform_admin'], load: async () => (await import('../pages/audit-page')).AuditPage },
  { name: 'account', roles: EVERYBODY, unlisted: true, load: async () => (await import('../pages/account-page')).AccountPage },
  { name: 'settings', roles: ['admin'], load: async () => (await import('../admin/settings-page')).SettingsPage },
  { name: 'affiliates', roles: ['platform_admin'], load: async () => (await import('../admin/affiliates-page')).AffiliatesPage },
];

/** The page somebody of this role is shown at an address; null for their work. */
export const pageAt = (name: string, role: Role, pages = PAGES): Page | null =>
  pages.find((one) => one.name === name && one.roles.includes(role)) ?? null;
