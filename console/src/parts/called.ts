import type { OpenConversation } from '../desk/open-conversation';
import type { Workplace } from '../desk/workplace';
import { strings } from '../strings';
import { sinceWhen } from './times';

/** A conversation as assistive technology tells it from those beside it: since when it lasts, and its place among them. */
export function called(place: Workplace, one: OpenConversation): string {
  const since = strings.list.since(sinceWhen(one.conversation.value.createdAt));
  const shown = place.panes.shown.value;
  return shown.length > 1 ? `${since} (${shown.indexOf(one) + 1})` : since;
}
