/** What calls for one's attention, and what looks after it: alerts, sound, load, breaks, the connection. */

import { many } from './count';

export const attention = {
  attention: {
    more: (count: number): string => `and ${count} more`,
    fewer: 'Show fewer',
    /** Alerts about one conversation stand together: the gravest is shown. */
    earlier: (count: number): string => many(count, 'earlier alert about it', 'earlier alerts about it'),
    sound: 'Sound for alerts',
    soundOn: 'Sound is on: two soft tones for “Now”, one for a notice. “Now” sounds again each minute until somebody is on it.',
    soundOff: 'Sound is off.',
    load: (load: number, limit: number): string => `${load} of ${limit}`,
    loadLabel: 'Your conversations, of as many as you may have at once',
    full: (limit: number): string =>
      limit === 1 ? 'You have a conversation. Close it or hand it over, then help the next texter.' : `You have ${limit} conversations, which is your limit. Close one or hand one over, then help the next texter.`,
    breaks: {
      heading: 'Time for a break',
      due: (span: string): string => `You have been there for ${span} without a break.`,
      means: 'Taking one sets you to “Away”. Your conversations stay yours.',
      take: 'Take a break',
      later: (minutes: number): string => `Remind me in ${many(minutes, 'minute', 'minutes')}`,
    },
    faulty: 'Holdfast answers with errors just now. What you see may be out of date. This page keeps trying.',
    again: 'Connected again.',
  },
} as const;
