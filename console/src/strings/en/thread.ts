/** Conversations side by side, what stands in a thread, and what is known of who writes. */

import type { RevealReason } from '../../api/sender';

type SurveyType = 'entry' | 'exit';
const surveys: Record<SurveyType, string> = { entry: 'Entry survey', exit: 'Exit survey' };

export const thread = {
  thread: {
    panes: {
      beside: 'Open beside',
      besideOf: (since: string) => `Open the conversation since ${since} beside the others`,
      close: 'Close this view',
      hideDetails: 'Hide details',
      tabs: 'Your conversations',
      tab: (since: string) => `since ${since}`,
      unanswered: 'waits for your answer',
      keys: 'Keyboard',
    },
    keys: {
      heading: 'Keyboard',
      close: 'Close',
      switch: 'The key ? opens this list',
      rows: {
        unanswered: 'To the next conversation that waits for you, downwards or upwards',
        next: 'Help the next texter',
        help: 'This list, unless you are typing',
        send: 'Send what you wrote',
        line: 'A new line',
        escape: 'Close a list, a menu, or the details',
        tabs: 'From tab to tab, in the row of conversations and in menus',
        thread: 'With the messages in focus: scroll, or go to the first or the newest',
      },
      and: 'and',
      or: 'or',
    },
    talk: {
      newSince: 'New since you looked',
      earlier: 'Loading earlier messages…',
      newest: 'To the newest',
      question: (type: SurveyType, number: number) => `${surveys[type]}, question ${number}`,
      again: 'asked again',
      answer: (number: number) => `Answer to question ${number}`,
      onScale: (value: number, least: number, most: number) => `${value} on a scale from ${least} to ${most}`,
      chosen: (label: string) => `chose “${label}”`,
      unclear: (number: number) => `No answer to question ${number}: it is asked again`,
      skipped: (number: number) => `Question ${number} was skipped`,
      ended: (type: SurveyType, whole: boolean) => `${surveys[type]} ${whole ? 'finished' : 'ended early'}`,
      score: (score: string) => `distress ${score}`,
      change: (before: string, change: string) => `${before} before, change ${change}`,
    },
    files: {
      heading: 'Files',
      lead: 'What colleagues brought to this conversation. Texters neither send nor get files.',
      none: 'No files.',
      load: 'Show files',
      again: 'Look again',
      loading: 'Loading files…',
      download: (name: string) => `Download ${name}`,
      fetching: 'Fetching…',
      failed: 'The file could not be fetched.',
    },
    sender: {
      heading: 'Texter',
      program: 'Program',
      channel: 'Channel',
      language: 'Language',
      unknownLanguage: 'not known',
      number: 'Number',
      none: 'Web chat, no number',
      erased: 'erased',
      loading: 'Loading…',
      show: 'Show number…',
      hide: 'Hide',
      shown: 'Hidden again after a minute.',
      confirmHeading: 'Show the whole number?',
      confirmBody: 'That you look at it is recorded, with your name and the time, and cannot be taken back.',
      confirm: 'Show it',
      reason: 'Why do you need it?',
      reasons: {
        emergency: 'Emergency services need it',
        call_agreed: 'The texter agreed to a call',
        texter_asked: 'The texter asked about it',
        wrong_number: 'It may be a wrong number',
        other: 'Another reason',
      } satisfies Record<RevealReason, string>,
      unsaid: 'Rather not say',
    },
    risk: {
      /** One finding: its kind, and how grave it is by itself. */
      finding: (category: string, level: string | null) => (level === null ? category : `${category}, ${level.toLowerCase()}`),
      person: 'A person set this level',
    },
    drafts: {
      mark: 'Draft',
      lead: 'Made by an assistant. Check it against the messages.',
    },
  },
} as const;
