import type { OpenConversation } from '../desk/open-conversation';
import type { Workplace } from '../desk/workplace';
import { strings } from '../strings';
import { AsksToStop, OptedOut } from './opt-out';
import { dayAndTime } from './times';

const words = strings.pane;

interface Props {
  place: Workplace;
  one: OpenConversation;
  /** The details do not stand beside it. */
  drawer: boolean;
  onAbout: () => void;
}

/** What has to be known at a glance: a call for help under way, an offer, an open survey. */
export function Standing({ place, one, drawer, onAbout }: Props) {
  const { escalation, responderId, receiverId, survey, followUpAt, cannotReply, flags = [] } = one.conversation.value;
  const nameOf = (id: string | null): string => (id === null ? null : place.colleagues.nameOf(id)) ?? strings.who.other;
  const standing = one.standing.value;
  return (
    <div role="status">
      {escalation != null && escalation.status !== 'resolved' && standing !== 'closed' && (
        <div class="pane__call" data-testid="escalation-banner" data-status={escalation.status}>
          <p><strong>{strings.escalation.kinds[escalation.type]}:</strong> {strings.escalation.status[escalation.status]}</p>
          {drawer && <button type="button" class="button button--small" data-testid="show-escalation" onClick={onAbout}>{strings.escalation.show}</button>}
        </div>
      )}
      {cannotReply && standing !== 'closed' && standing !== 'gone' && <OptedOut />}
      {flags.includes('asks_to_stop') && !cannotReply && standing !== 'closed' && standing !== 'gone' && <AsksToStop place={place} one={one} />}
      {standing === 'offered' && <p class="pane__reason">{words.offeredBy(nameOf(responderId))}</p>}
      {standing === 'mine' && receiverId != null && <p class="pane__reason">{words.offeredTo(nameOf(receiverId))}</p>}
      {survey != null && standing !== 'closed' && <p class="pane__reason" data-testid="survey-progress">{words.survey(survey.type, survey.question)}</p>}
      {standing === 'planned' && followUpAt != null && <p class="pane__reason">{words.planned(dayAndTime(followUpAt))}</p>}
    </div>
  );
}
