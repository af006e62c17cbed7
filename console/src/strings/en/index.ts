/** Every word the console shows, in English: what another language has to say too. */

import type { Connection } from '../../desk/watch';
import { account } from './account';
import { audit } from './audit';
import { beside } from './beside';
import { admin } from './admin';
import { adminAccounts } from './admin-accounts';
import { adminHours } from './admin-hours';
import { adminPages } from './admin-pages';
import { adminRules } from './admin-rules';
import { adminSurveys } from './admin-surveys';
import { adminTexts } from './admin-texts';
import { attention } from './attention';
import { care } from './care';
import { board } from './board';
import { many } from './count';
import { data } from './data';
import { door } from './door';
import { hooks } from './hooks';
import { line } from './line';
import { messages } from './messages';
import { moves } from './moves';
import { nav } from './nav';
import { packs } from './packs';
import { sending } from './sending';
import { texter } from './texter';
import { thread } from './thread';
import { today } from './today';
import { told } from './told';
import { writing } from './writing';

export const en = {
  product: 'Holdfast',
  seconds: (count: number): string =>
    count < 120 ? many(count, 'second', 'seconds') : many(Math.ceil(count / 60), 'minute', 'minutes'),
  hours: (hours: number, minutes: number): string => `${hours} h${minutes === 0 ? '' : ` ${minutes} min`}`,
  header: {
    signOut: 'Sign out',
    presence: 'Your presence',
    presenceUnknown: 'Not known yet',
    connection: {
      connecting: 'Connecting…',
      live: 'Connected',
      polling: 'Reconnecting. Checking for messages every 5 seconds.',
      offline: 'Not connected',
      faulty: 'Trouble on Holdfast’s side',
    } satisfies Record<Connection, string>,
  },
  offline: 'Holdfast cannot be reached: you are offline, or the connection is broken. Nothing new can arrive and nothing can be sent. This page keeps trying.',
  next: {
    button: 'Help the next texter',
    busy: 'Looking for the next texter…',
    waiting: (count: number) => (count === 1 ? 'texter waiting' : 'texters waiting'),
    unknown: 'Waiting: not known yet',
    nobody: 'Nobody is waiting.',
    openFailed: 'That conversation cannot be opened.',
    uncertain: 'It is not certain that this worked. Press again: you will not be given two texters.',
    failed: 'That did not work. Try again in a moment.',
  },
  list: {
    heading: 'Your conversations',
    none: 'No open conversation.',
    loading: 'Loading…',
    texter: 'Texter',
    since: (time: string) => `since ${time}`,
    unread: (count: number) => many(count, 'new message', 'new messages'),
    closed: 'Closed',
    gone: 'No longer yours',
    offered: 'Offered to you',
    optedOut: 'Opted out',
    you: 'You: ',
  },
  risk: { low: 'Low risk', medium: 'Medium risk', high: 'High risk', critical: 'Critical risk' },
  pane: {
    empty: 'No conversation is selected.',
    emptyHint: 'Press “Help the next texter” when you are ready.',
    label: 'Conversation',
    back: 'Back',
    backTo: 'Back to all conversations',
    reason: (reason: string) => `Why this texter came first: ${reason}.`,
    acceptHint: 'This texter was assigned to you and is waiting for a first answer.',
    offeredBy: (who: string) => `${who} asks you to take over. The texter is with them until you accept.`,
    offeredTo: (who: string) => `You offered this conversation to ${who}. You can go on writing until they accept.`,
    planned: (when: string) => `A check-in is planned for ${when}. The texter may write at any time.`,
    putAway: 'Take off my list',
    closed: 'This conversation is closed.',
    gone: 'This conversation is no longer yours.',
    cannotWrite: 'Nothing can be written while the conversation stands like this.',
    readAlong: 'You are reading along. The texter does not see you.',
    sealed: 'You may see how this conversation stands, but not what was written.',
    failing: 'New messages could not be loaded. Trying again…',
    loading: 'Loading messages…',
    newMessage: 'New message',
    moves: 'What you can do',
    more: 'More actions',
    details: 'About this conversation',
    detailsButton: 'Details',
    threadButton: 'Messages',
    survey: (type: 'entry' | 'exit', question: number) => `The texter is being asked the ${type} survey: question ${question}.`,
  },
  who: {
    texter: 'Texter',
    you: 'You',
    holdfast: 'Holdfast',
    timer: 'A timer',
    other: 'A colleague',
    nobody: 'Nobody',
    note: (who: string) => `Whisper by ${who}`,
    unsent: 'Only staff see this. It is not sent to the texter.',
  },
  composer: {
    label: 'Your reply',
    hint: 'Enter sends, Shift + Enter makes a new line.',
    send: 'Send',
    sending: 'Sending…',
    again: 'Try again',
    tooLong: (over: number) => `${many(over, 'character', 'characters')} too long`,
    failedUnknown: 'It is not certain that this was sent. Trying again will not send it twice.',
    failed: 'Not sent.',
    draft: 'Draft a reply',
    drafting: 'Drafting…',
    drafted: 'An assistant’s draft: read it and make it yours. Nothing is sent until you press Send.',
    draftedHint: 'Enter does not send it unchanged.',
    draftFailed: 'No draft could be made. Everything else works as before.',
    edited: 'You changed the text: it will be sent as a new message. The earlier text may have been sent too.',
  },
  live: {
    here: (words: string) => `Texter: ${words}`,
    whisper: (words: string) => `Whisper: ${words}`,
    elsewhere: 'New message in another conversation.',
    assigned: 'A texter was brought to you.',
  },
  ...door,
  ...account,
  ...beside,
  ...audit,
  ...packs,
  ...hooks,
  ...messages,
  ...data,
  ...line,
  ...board,
  ...today,
  ...moves,
  ...care,
  ...sending,
  ...texter,
  ...nav,
  ...thread,
  ...told,
  ...attention,
  ...writing,
  ...admin,
  ...adminPages,
  ...adminHours,
  ...adminSurveys,
  ...adminTexts,
  ...adminRules,
  ...adminAccounts,
} as const;
