/** The pace of every socket of ours, the console's and the web chat's: apart, so that a texter loads nothing else. */

/** The part of `WebSocket` this needs. */
export type Socket = Pick<WebSocket, 'send' | 'close' | 'addEventListener'>;

/** A responder counts as gone 90 seconds after their last ping or request: two may get lost. */
export const PING_MS = 30_000;
/** A ping or a connection attempt unanswered for this long means that the link is dead, whatever the socket says. */
export const SILENCE_MS = 10_000;
const BACK_OFF_BASE_MS = 500;
const BACK_OFF_CAP_MS = 30_000;

/** Full jitter: anywhere between nothing and base·2^attempt, capped, so that a crowd does not return at once. */
export function backOff(attempt: number): number {
  return Math.random() * Math.min(BACK_OFF_CAP_MS, BACK_OFF_BASE_MS * 2 ** attempt);
}
