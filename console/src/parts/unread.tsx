import type { OpenConversation } from '../desk/open-conversation';
import { strings } from '../strings';

/** How much is new in a conversation; nothing at all where nothing is. */
export function Unread({ one }: { one: OpenConversation }) {
  const unread = one.unread.value;
  if (unread === 0) return null;
  return (
    <span class="tab__unread" data-testid="unread">
      <span aria-hidden="true">{unread}</span>
      <span class="unseen">{strings.list.unread(unread)}</span>
    </span>
  );
}
