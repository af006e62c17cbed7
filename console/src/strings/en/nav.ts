/** The way between pages. */

export const nav = {
  nav: {
    label: 'Pages',
    work: 'Work',
    pages: {
      today: 'Today',
      account: 'Your account',
      messages: 'Messages',
      care: 'Care of data',
      audit: 'Audit',
      settings: 'Settings',
      affiliates: 'Affiliates',
    },
    back: 'Back to work',
    start: 'Back to the start',
    loading: 'Loading…',
    failed: 'This page could not be loaded. If you are online, there is a newer version: load it again.',
    again: 'Load again',
    language: 'Language',
  },
} as const;
