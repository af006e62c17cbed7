import type { ApiError } from '../api/problem';

/** What became of the last thing that was done. */
export type Notice =
  /** A move took the conversation off the desk; `move` names it. */
  | { kind: 'moved'; move: string }
  | { kind: 'nobody' }
  | { kind: 'next-failed' | 'open-failed'; error: ApiError };

/** The kinds of alert after which a conversation is this person's to see. */
export const BRINGS: ReadonlySet<string> = new Set([
  'transfer_offered',
  'given_to_you',
  'texter_returned',
  'texter_waits_for_you',
  'second_person_needed',
]);
