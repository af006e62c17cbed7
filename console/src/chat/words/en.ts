/** Every word of the web chat's page, in English. */

import type { Connection, Stage } from './chat';
import type { ChatState } from './api';

export const words = {
  title: 'Chat',
  help: { lead: 'In danger now?', call: 'Call', or: 'You can call or text', anytime: 'at any time.' },
  leave: 'Leave this page',
  leaveHint: 'Leaves at once for a weather page and keeps nothing here. Pressing Escape twice does the same.',
  end: 'End chat',
  endAsk: 'End this chat?',
  endMeaning: 'Nobody will go on answering. You can write again at any time.',
  endYes: 'End it',
  endNo: 'Go on talking',
  ending: 'Ending the chat…',
  endFailed: 'The chat could not be ended. Try again in a moment.',
  log: 'Messages',
  empty: 'Write below, in your own words. You do not have to say who you are.',
  who: { me: 'You', person: 'Responder', line: 'Automatic message' },
  states: {
    new: '',
    waiting: 'You are in line. A person will be with you as soon as they can. You can go on writing.',
    active: 'A person is here with you.',
    ended: 'This chat has ended. If you write again, a new one begins.',
  } satisfies Record<ChatState, string>,
  optedOut: 'You wrote STOP, so nothing more is sent to you here. Write START to hear from us again.',
  typing: 'Somebody is writing…',
  connections: {
    connecting: '',
    live: '',
    polling: 'The connection is slow: new messages are looked for every few seconds.',
    offline: 'No connection. What you write is sent as soon as it is back.',
  } satisfies Record<Connection, string>,
  compose: {
    label: 'Your message',
    hint: 'Enter sends, Shift + Enter makes a new line.',
    send: 'Send',
    left: (count: number) => `${count} characters left`,
    over: (count: number) => `${count} characters too long`,
  },
  sent: { going: 'Sending…', taken: 'Sent', again: 'Not sent yet. Trying again…', failed: 'Not sent.', tryAgain: 'Try again' },
  stages: {
    opening: 'Opening the chat…',
    open: '',
    expired: 'This chat was open for a long time and has been closed here.',
    'no-program': 'This page was opened without saying whom to reach. Please go back to the site you came from and open the chat there.',
    'no-chat': 'There is no such chat.',
    'not-here': 'This chat may not be shown here.',
    'too-many': 'Too many chats were opened from here. Please wait a few minutes.',
    unreachable: 'The chat cannot be reached just now.',
    erased: 'What was written here has been erased.',
  } satisfies Record<Stage, string>,
  again: 'Try again',
  anew: 'Start a new chat',
} as const;
