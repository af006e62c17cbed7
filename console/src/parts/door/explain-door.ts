import type { ApiError } from '../../api/problem';
import { strings } from '../../strings';
import { exactTimeOfDay } from '../times';

const words = strings.signIn;

/** Why somebody was not let in, or nothing was sent. `refused`: what it means that the server did not take what was given. */
export function explainDoor(error: ApiError, refused: string, trouble: string = words.trouble): string {
  if (error.code === 'no_cookies') return words.noCookies;
  if (error.status === 429) {
    const wait = error.retryAfterSeconds;
    if (wait === null) return words.tooManySoon;
    return words.tooMany(strings.seconds(wait), exactTimeOfDay(new Date(Date.now() + wait * 1000)));
  }
  if (error.status === 0) return words.unreachable;
  if (error.status === 400 || error.status === 401 || error.status === 422) return refused;
  return trouble;
}
