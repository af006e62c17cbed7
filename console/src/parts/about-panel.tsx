import { useEffect, useRef } from 'preact/hooks';
import type { OpenConversation } from '../desk/open-conversation';
import type { Workplace } from '../desk/workplace';
import { strings } from '../strings';
import { AbuseSection } from './about/abuse-section';
import { BeforeSection } from './about/before-section';
import { EscalationSection } from './about/escalation-section';
import { HistorySection } from './about/history-section';
import { LadderSection } from './about/ladder-section';
import { RiskSection } from './about/risk-section';
import { SummarySection } from './about/summary-section';
import { SurveySection } from './about/survey-section';
import { TagsSection } from './about/tags-section';

/** What is known of a conversation beside its words. Who may not change it sees the same without the controls. */
export function AboutPanel({ place, one }: { place: Workplace; one: OpenConversation }) {
  const panel = useRef<HTMLElement>(null);
  const call = one.conversation.value.escalation;
  // A call for help stands on top: it is brought into view when it begins and whenever it changes.
  useEffect(() => {
    if (panel.current !== null && call != null) panel.current.scrollTop = 0;
  }, [call?.id, call?.status]);
  const standing = one.standing.value;
  const mine = standing === 'mine';
  // Supervisors may judge and tag what they read along; admins and the receiver of an offer only look.
  const mayJudge = mine || (standing === 'watched' && place.user.role === 'supervisor');
  return (
    <aside class="about" id="about" aria-label={strings.pane.details} data-testid="about" tabIndex={0} ref={panel}>
      {call != null && <EscalationSection place={place} one={one} mayWrite={mayJudge} />}
      <RiskSection place={place} one={one} mayJudge={mayJudge} />
      <BeforeSection place={place} one={one} mine={mine} />
      <TagsSection place={place} one={one} mayTag={mayJudge} />
      <SummarySection place={place} one={one} mayTag={mayJudge} />
      <LadderSection place={place} one={one} mayRecord={mine} />
      <SurveySection one={one} />
      <AbuseSection place={place} one={one} mine={mine} />
      <HistorySection place={place} one={one} />
    </aside>
  );
}
