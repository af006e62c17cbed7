import type { OpenConversation } from '../desk/open-conversation';
import type { Workplace } from '../desk/workplace';

type Change<T> = (next: T | ((before: T) => T)) => void;

/**
 * As `useState`, for what somebody types about a conversation: it is kept with their workplace, and so is there again
 * after they looked at another conversation, signed in anew, or loaded the page again. `forget` it when it is sent,
 * saved or given up.
 */
export function useKept<T>(place: Workplace, about: Pick<OpenConversation, 'id'>, name: string, beginning: T): readonly [T, Change<T>] {
  const slot = place.kept.slot(about.id, name, beginning);
  return [slot.value, (next) => { slot.value = typeof next === 'function' ? (next as (before: T) => T)(slot.peek()) : next; }];
}
