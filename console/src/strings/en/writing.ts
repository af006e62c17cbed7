/** What helps to write: canned responses, and what became of a text on its way. */

import { many } from './count';

export const writing = {
  writing: {
    canned: 'Canned responses',
    hint: 'Type / for canned responses.',
    loading: 'Loading canned responses…',
    failed: 'Canned responses could not be loaded. Writing works as before.',
    none: 'There are no canned responses for this conversation.',
    nothing: 'No canned response fits. Press Enter twice to send the text as it is.',
    found: (count: number): string => `${many(count, 'canned response', 'canned responses')}. Arrow keys choose, Enter puts it in, Escape closes.`,
    put: (title: string): string => `Put in: ${title}. Nothing is sent yet.`,
    hasBlanks: (blanks: string): string => `Still to be filled in: ${blanks}`,
    blank: (blanks: string): string => `Not sent: ${blanks} is not filled in. Write what belongs there, or take it out.`,
    blanks: (blanks: string): string => `Not sent: ${blanks} are not filled in. Write what belongs there, or take them out.`,
    offline: 'It is not certain that this was sent. It is kept here, and can be sent as soon as the connection is back.',
    back: 'The connection is back. It is not certain that this was sent before; trying again will not send it twice.',
    unsent: 'A message was not sent',
  },
} as const;
