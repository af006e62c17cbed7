import { useEffect, useRef, useState } from 'preact/hooks';
import type { OpenConversation } from '../desk/open-conversation';
import type { Workplace } from '../desk/workplace';
import { strings } from '../strings';
import { AboutPanel } from './about-panel';
import { MovesBar } from './moves-bar';
import { AsksToStop, OptedOut } from './opt-out';
import { PaneFoot } from './pane-foot';
import { RiskMark } from './risk-mark';
import { TexterMarks } from './texter-marks';
import { ThreadView } from './thread-view';
import { dayAndTime, sinceWhen } from './times';

const words = strings.pane;

interface Props {
  place: Workplace;
  one: OpenConversation;
  /** Back to the list. */
  onBack: () => void;
  /** The pane has gone: the focus needs another place. */
  onLeft: () => void;
}

/** One conversation: its moves, its thread, where to write, and what else is known of it. */
export function ConversationPane({ place, one, onBack, onLeft }: Props) {
  const [about, setAbout] = useState(false);
  const composer = useRef<HTMLTextAreaElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  // Ready to write; but on a narrow screen the keyboard would cover what is to be read first.
  const settle = (): void => {
    const narrow = matchMedia('(width < 48rem)').matches;
    (narrow ? title.current : (composer.current ?? title.current))?.focus({ preventScroll: true });
  };
  useEffect(settle, []);
  const conversation = one.conversation.value;
  const reason = one.reason.value;
  return (
    <section class="pane" aria-label={words.label} data-view={about ? 'about' : 'thread'} data-testid="pane" data-state={conversation.state}>
      <div class="pane__top">
        <button type="button" class="button pane__back" aria-label={words.backTo} data-testid="back" onClick={onBack}>
          <span aria-hidden="true">‹ </span>{words.back}
        </button>
        <div class="pane__name">
          <h2 class="pane__title" tabIndex={-1} ref={title}>
            {strings.list.texter}{' '}
            <span class="quiet">{strings.list.since(sinceWhen(conversation.createdAt))} · {conversation.programName} ·{' '}
              <span data-testid="channel" data-channel={conversation.channel}>{strings.channels[conversation.channel]}</span></span>
          </h2>
          <span class="mark" data-testid="state" data-state={conversation.state}>{strings.states[conversation.state]}</span>
          <RiskMark level={conversation.riskLevel} />
          <TexterMarks conversation={conversation} />
        </div>
        <button type="button" class="button pane__switch" aria-expanded={about} aria-controls="about" data-testid="about-switch"
          onClick={() => setAbout(!about)}>
          {about ? words.threadButton : words.detailsButton}
        </button>
      </div>
      <MovesBar place={place} one={one} onLeft={onLeft} onMade={() => requestAnimationFrame(settle)} />
      <div class="pane__body">
        <div class="pane__talk">
          <Standing place={place} one={one} onAbout={() => setAbout(true)} />
          {reason !== null && one.standing.value === 'mine' && <p class="pane__reason" data-testid="hand-out-reason">{words.reason(reason)}</p>}
          <ThreadView one={one} place={place} onRewrite={(text) => { one.reply.rewrite(text); composer.current?.focus({ preventScroll: true }); }} />
          <PaneFoot place={place} one={one} composer={composer} onPutAway={() => { place.putAway(one); onLeft(); }} />
        </div>
        <AboutPanel place={place} one={one} />
      </div>
    </section>
  );
}

/** What has to be known at a glance: a call for help under way, an offer, an open survey. */
function Standing({ place, one, onAbout }: { place: Workplace; one: OpenConversation; onAbout: () => void }) {
  const { escalation, responderId, receiverId, survey, followUpAt, cannotReply, flags = [] } = one.conversation.value;
  const nameOf = (id: string | null): string => (id === null ? null : place.colleagues.nameOf(id)) ?? strings.who.other;
  const standing = one.standing.value;
  return (
    <div role="status">
      {escalation != null && escalation.status !== 'resolved' && standing !== 'closed' && (
        <div class="pane__call" data-testid="escalation-banner" data-status={escalation.status}>
          <p><strong>{strings.escalation.kinds[escalation.type]}:</strong> {strings.escalation.status[escalation.status]}</p>
          <button type="button" class="button button--small pane__switch" data-testid="show-escalation" onClick={onAbout}>{strings.escalation.show}</button>
        </div>
      )}
      {cannotReply && standing !== 'closed' && standing !== 'gone' && (
        <OptedOut />
      )}
      {flags.includes('asks_to_stop') && !cannotReply && standing !== 'closed' && standing !== 'gone' && <AsksToStop place={place} one={one} />}
      {standing === 'offered' && <p class="pane__reason">{words.offeredBy(nameOf(responderId))}</p>}
      {standing === 'mine' && receiverId != null && <p class="pane__reason">{words.offeredTo(nameOf(receiverId))}</p>}
      {survey != null && standing !== 'closed' && <p class="pane__reason" data-testid="survey-progress">{words.survey(survey.type, survey.question)}</p>}
      {standing === 'planned' && followUpAt != null && <p class="pane__reason">{words.planned(dayAndTime(followUpAt))}</p>}
    </div>
  );
}
