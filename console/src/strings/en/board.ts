/** The floor: calls for help, queues, people and conversations at a glance. */

import type { Order, Part } from '../../desk/floor';
import { many } from './count';

export const board = {
  board: {
    parts: 'Parts of the line',
    part: { calls: 'Calls for help', work: 'Conversations', waiting: 'Waiting', queues: 'Queues', people: 'Responders' } satisfies Record<Part, string>,
    /** Beside a part’s name, where something there is wrong. */
    wrong: 'alert',
    noCalls: 'No call for help is under way.',
    openFor: (time: string) => `for ${time}`,
    located: 'Location known',
    notLocated: 'Location not known yet',
    contacts: (count: number) => (count === 0 ? 'Nobody spoken with yet' : many(count, 'contact written down', 'contacts written down')),
    calledBy: (who: string) => `Called by ${who}`,
    confirmedBy: (who: string) => `Confirmed by ${who}`,
    whoConfirms: 'A supervisor confirms.',
    secondFrom: (time: string) => `From ${time} any second responder may.`,
    secondNow: 'Any second responder may now.',
    aloneFrom: (time: string) => `From ${time} whoever called may go ahead alone.`,
    aloneNow: 'Whoever called may go ahead alone now.',
    reminder: 'Next reminder in',
    reminderNow: 'A reminder is due now',
    openOf: (kind: string, program: string) => `Open the conversation: ${kind}, ${program}`,
    confirm: 'Confirm',
    confirmOf: (program: string) => `Confirm police dispatch, ${program}`,
    confirmBody: (program: string, time: string) => `${program}: help was asked for ${time} ago. The police are called as soon as you confirm and the location is known.`,
    unanswered: (time: string) => `no answer for ${time}`,
    groups: { critical: 'Critical risk', high: 'High risk', medium: 'Medium risk', low: 'Low risk' },
    order: 'Order',
    orders: { risk: 'By risk', unanswered: 'Longest without an answer', age: 'Oldest first' } satisfies Record<Order, string>,
    passed: 'beyond the threshold',
    nobodyOnline: 'Nobody is available, and people wait.',
    longest: (time: string) => `longest without an answer: ${time}`,
    load: (load: number, limit: number) => `${load} of ${limit} conversations`,
    blocked: (count: number) => many(count, 'blocked sender', 'blocked senders'),
  },
} as const;
