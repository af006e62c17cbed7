/** Who is writing: language, the same person as before, abuse and blocks. */

import type { Flag, Language } from '../../api/types';
import { many } from './count';

export const texter = {
  /** Each in its own words. */
  languages: { en: 'English', es: 'Español' } satisfies Record<Language, string>,
  /** Shown beside the state; what is not here is told elsewhere or to nobody. */
  flags: { abuse_reported: 'Abuse reported', sender_blocked: 'Sender blocked' } as Partial<Record<Flag, string>>,
  asksToStop: {
    lead: 'The texter may be asking for no more texts.',
    meaning: 'Please read what they wrote and decide.',
    button: 'Record an opt-out…',
    heading: 'Stop all texts to this person?',
    body: 'They are told once that nothing more will come. After that nothing can be sent until they send START. What they write still arrives.',
    confirm: 'Record the opt-out',
  },
  before: {
    heading: 'Been here before?',
    question: 'This number wrote to us before. Numbers change hands: ask before you look. Is this the same person as before?',
    unasked: 'This number wrote to us before. Its responder has not said yet whether this is the same person.',
    yes: 'Yes, the same person',
    no: 'No, somebody else',
    was: 'The same person as before.',
    wasNot: 'Not the same person as before. Earlier conversations stay closed.',
    change: 'Change this',
    loading: 'Loading earlier conversations…',
    none: 'No earlier conversation in your programs.',
    count: (count: number) => many(count, 'earlier conversation', 'earlier conversations'),
    open: 'Read',
    openOf: (when: string) => `Read the conversation of ${when}`,
    erased: 'Its words were erased.',
  },
  abuse: {
    heading: 'Abuse',
    report: 'Report abuse',
    lead: 'A supervisor looks at it. The texter is not told, and nothing else changes.',
    reason: 'What does the texter do?',
    send: 'Report to a supervisor',
    reported: 'Reported. A supervisor looks at it.',
    review: 'A responder reported this texter. Their reason is in the history below.',
    block: 'Block sender',
    blockLead: 'The conversation is closed with a short text. What they write afterwards reaches nobody, unless it sounds like danger.',
    blockReason: 'Why is this sender blocked?',
    confirm: 'This texter is at risk. I have looked at that, and block them all the same.',
    unconfirmed: 'Please tick this once you have looked at it.',
    confirmBlock: 'Block this sender',
    blocked: 'This sender is blocked.',
  },
  blocked: {
    heading: 'Blocked senders',
    by: (who: string, when: string) => `blocked by ${who}, ${when}`,
    open: 'Read',
    openOf: (program: string, when: string) => `Read the conversation in ${program} that led to the block of ${when}`,
    unblock: 'Unblock',
    unblockOf: (program: string, when: string) => `Unblock the sender in ${program} blocked ${when}`,
  },
} as const;
