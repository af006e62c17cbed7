import type { Workplace } from '../desk/workplace';
import { addressOf } from '../nav/address';
import { strings } from '../strings';

const words = strings.messages;

/** A line at work that says of announcements nobody has read yet. It covers nothing and asks for nothing. */
export function Announced({ place }: { place: Workplace }) {
  const count = place.inbox.unreadAnnouncements.value;
  return (
    <div role="status" class="announced">
      {count > 0 && <p data-testid="announced">{words.newAnnouncements(count)} <a href={addressOf('messages', 'announcements')}>{words.look}</a></p>}
    </div>
  );
}
