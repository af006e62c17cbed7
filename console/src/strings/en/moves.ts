/** Moves, what they ask, and what is said when something does not work. */

import type { Urgency } from '../../api/types';

/** What a move is called on its button, and what its dialog says before it is made. */
interface MoveWords {
  button: string;
  heading?: string;
  body?: string;
  confirm?: string;
  /** Said when the move took the conversation off the desk. */
  done?: string;
}

export const moves = {
  dialog: { cancel: 'Cancel', keepOpen: 'Keep it open', busy: 'One moment…', unsent: 'What you typed and did not send will be lost.' },
  moves: {
    assign_responder: { button: 'Assign…', heading: 'Give this texter to a responder', confirm: 'Assign', done: 'The texter was assigned.' },
    start_conversation: { button: 'Start this conversation' },
    accept_transfer: { button: 'Accept' },
    reject_transfer: { button: 'Decline', done: 'You declined. The conversation stays with your colleague.' },
    take_back: { button: 'Take it back' },
    send_entry_survey: {
      button: 'Send entry survey', heading: 'Send the entry survey?', confirm: 'Send survey',
      body: 'Its first question goes to the texter now.',
    },
    transfer_to_responder: {
      button: 'Transfer…', heading: 'Hand this conversation over', confirm: 'Transfer', done: 'The texter was given back to the queue.',
      body: 'The texter stays with you until your colleague accepts.',
    },
    return_to_queue: {
      button: 'Back to queue…', heading: 'Give this texter back to the queue?', confirm: 'Give back', done: 'The texter was given back to the queue.',
      body: 'They keep their place and are told honestly that somebody else will answer.',
    },
    reassign: {
      button: 'Hand or take over…', heading: 'Hand over, or take over', confirm: 'Reassign', done: 'The conversation was handed over.',
      body: 'Everyone concerned is told.',
    },
    escalate_to_medical: {
      button: 'Medical help…', heading: 'Call medical help', confirm: 'Call medical help',
      body: 'A supervisor is alerted and the services in the program’s plan are contacted at once. Go on writing with the texter.',
    },
    escalate_to_police: {
      button: 'Police…', heading: 'Call the police', confirm: 'Call the police',
      body: 'The police need a location, and a second person must confirm: a supervisor, after 3 minutes any second responder. If nobody has after 5 minutes you can go ahead alone.',
    },
    resolve_escalation: {
      button: 'End the call for help…', heading: 'The call for help is over', confirm: 'Call is over', body: 'The conversation goes on with the texter.',
    },
    resolve_police_escalation: {
      button: 'End the call for help…', heading: 'The call for help is over', confirm: 'Call is over', body: 'The conversation goes on with the texter.',
    },
    begin_wrap_up: {
      button: 'Wrap up…', heading: 'Begin to wrap up?', confirm: 'Wrap up',
      body: 'If the program has an exit survey, the texter is asked its first question now. You can go on talking at any time.',
    },
    resume: { button: 'Go on talking' },
    schedule_follow_up: {
      button: 'Plan a check-in…', heading: 'Plan a check-in', confirm: 'Plan check-in', done: 'The check-in is planned.',
      body: 'Holdfast sends this message for you. It waits for the morning if the time falls into the texter’s night.',
    },
    cancel_follow_up: {
      button: 'Call off the check-in…', heading: 'Call off the check-in?', confirm: 'Call it off', done: 'The check-in was called off. The conversation is closed.',
      body: 'The conversation is closed. If the texter writes again, a new one begins.',
    },
    close_from_active: {
      button: 'Close', heading: 'Close this conversation?', confirm: 'Close conversation', done: 'The conversation is closed.',
      body: 'Nobody can write in it any more. If the texter writes again, a new conversation begins.',
    },
    close_from_wrap_up: {
      button: 'Close', heading: 'Close this conversation?', confirm: 'Close conversation', done: 'The conversation is closed.',
      body: 'Nobody can write in it any more. If the texter writes again, a new conversation begins.',
    },
    close_from_followup: {
      button: 'Close', heading: 'Close this conversation?', confirm: 'Close conversation', done: 'The conversation is closed.',
      body: 'Nobody can write in it any more. If the texter writes again, a new conversation begins.',
    },
    close_from_escalation: {
      button: 'Close…', heading: 'Close during a call for help?', confirm: 'Close conversation', done: 'The conversation is closed.',
      body: 'The call for help ends with it. Write down what came of it.',
    },
    close_unworked: {
      button: 'Close…', heading: 'Close without an answer?', confirm: 'Close conversation', done: 'The conversation is closed.',
      body: 'Only for spam, tests and blocked senders: nobody will answer this texter.',
    },
  } as Readonly<Record<string, MoveWords>>,
  fields: {
    note: 'Note for whoever takes over',
    outcome: 'What came of it?',
    reason: 'Reason',
    location: 'Where is the texter?',
    locationHint: 'Address, room, landmarks: whatever they told you.',
    message: 'Message to the texter',
    messageDraft: 'Hi, this is a check-in as we agreed. How are you doing today?',
    urgency: 'How urgent is it?',
    urgencies: { immediate: 'Immediate', urgent: 'Urgent', routine: 'Routine' } satisfies Record<Urgency, string>,
    scheduledTime: 'When',
    scheduledTimeHint: 'In your own time zone.',
    consent: 'The texter agreed to be texted again',
    responderId: 'To whom?',
    toQueue: 'Back to the queue',
    toMe: 'Take it over myself',
    nobody: 'Nobody else works in this program.',
    optional: 'optional',
  },
  problem: {
    uncertain: 'It is not certain that this worked. Press again: it will not happen twice.',
    moved: (state: string) => `Meanwhile the conversation has moved on to “${state}”, so nothing was changed. What you see is up to date.`,
    forbidden: 'You may not do this.',
    missing: 'This is not yours to see any more, or it does not exist.',
    limited: 'Too many requests at once. Try again in a moment.',
    trouble: 'That did not work because of a fault on our side. Try again in a moment.',
    failed: 'That did not work. Try again.',
    required: 'Please fill this in.',
    unagreed: 'The texter has to agree before a check-in is planned.',
    past: 'Choose a time that is still to come.',
  },
} as const;
