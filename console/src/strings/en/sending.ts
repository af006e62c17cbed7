/** Channels, what sending takes, and what became of what was sent. */

import type { Channel, MessageStatus } from '../../api/types';
import type { SegmentCount } from '../../compose/segments';
import { many } from './count';

export const sending = {
  channels: { twilio: 'SMS', aws: 'SMS', partner: 'Partner', webchat: 'Web chat' } satisfies Record<Channel, string>,
  status: {
    received: 'Received',
    queued: 'Queued',
    sending: 'Sending',
    sent: 'Sent',
    delivered: 'Delivered',
    read: 'Read',
    undelivered: 'Not delivered',
    failed: 'Not sent',
    unknown: 'Outcome unknown',
    blocked_opt_out: 'Not sent: opted out',
  } satisfies Record<MessageStatus, string>,
  outcome: {
    unknown: 'Nobody knows whether this arrived. It is not sent again by itself. If you find out, say so:',
    sent: 'It arrived',
    notSent: 'It did not go',
    code: (code: string) => `carrier’s code ${code}`,
    again: 'Write again',
  },
  pictures: (count: number): string =>
    count === 1 ? 'The texter sent a picture. Nobody can see it here.' : `The texter sent ${count} pictures. Nobody can see them here.`,
  typing: 'The texter is typing…',
  measure: {
    encodings: { 'GSM-7': 'the ordinary SMS alphabet', 'UCS-2': 'letters or signs beyond the ordinary SMS alphabet: less fits into a segment' } satisfies Record<
      SegmentCount['encoding'],
      string
    >,
    count: (characters: number, limit: number, segments: number) => `${characters} of ${limit} · ${many(segments, 'segment', 'segments')}`,
    price: (amount: string) => `about ${amount}`,
    long: (characters: number, segments: number) => `${characters} characters · ${many(segments, 'segment', 'segments')}`,
    messages: (count: number) => `leaves as ${count} messages`,
  },
  optedOut: {
    lead: 'The texter opted out.',
    meaning: 'Nothing can be sent to them. What they write still arrives, and START brings them back at any time.',
    works: 'Tags, risk, calling for help, handing over and ending work as before.',
    composer: 'You cannot reply: the texter opted out.',
  },
  carriers: {
    heading: 'Lines in trouble',
    states: { open: 'Down', half_open: 'Being tried again' },
    takesOver: (number: string) => `The backup line ${number} sends meanwhile.`,
    bothDown: 'The backup line is down as well: answers wait, in order, until one of them is back.',
    noBackup: 'There is no backup line: answers wait, in order, until the carrier is back.',
    retry: (when: string) => `Next try at ${when}.`,
    comesIn: 'What texters write still comes in.',
  },
} as const;
