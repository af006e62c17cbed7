import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { OpenConversation } from '../desk/open-conversation';
import type { Workplace } from '../desk/workplace';
import { strings } from '../strings';
import { AbuseSection } from './about/abuse-section';
import { BeforeSection } from './about/before-section';
import { DataSection } from './about/data-section';
import { EscalationSection } from './about/escalation-section';
import { FilesSection } from './about/files-section';
import { HistorySection } from './about/history-section';
import { LadderSection } from './about/ladder-section';
import { RiskSection } from './about/risk-section';
import { SenderSection } from './about/sender-section';
import { SummarySection } from './about/summary-section';
import { SurveySection } from './about/survey-section';
import { TagsSection } from './about/tags-section';
import { called } from './called';

interface Props {
  place: Workplace;
  one: OpenConversation;
  id: string;
  /** It does not stand beside the thread but over it, when it is open. */
  drawer: boolean;
  open: boolean;
}

/** What matters first, while all is calm and while somebody is in danger. */
const CALM = ['call', 'sender', 'risk', 'before', 'tags', 'summary', 'ladder', 'survey', 'files', 'abuse', 'data', 'history'] as const;
const DANGER = ['call', 'ladder', 'risk', 'sender', 'summary', 'before', 'tags', 'survey', 'files', 'abuse', 'data', 'history'] as const;
type Part = (typeof CALM)[number];

/** What is known of a conversation beside its words. Who may not change it sees the same without the controls. */
export function AboutPanel({ place, one, id, drawer, open }: Props) {
  const panel = useRef<HTMLElement>(null);
  const { escalation: call, riskLevel } = one.conversation.value;
  const order = useOrder(panel, riskLevel === 'high' || riskLevel === 'critical' || (call != null && call.status !== 'resolved'));
  // A call for help stands on top: it is brought into view when it begins and whenever it changes.
  useEffect(() => {
    if (panel.current !== null && call != null) panel.current.scrollTop = 0;
  }, [call?.id, call?.status]);
  useEffect(() => {
    if (open) panel.current?.focus({ preventScroll: true });
  }, [open]);
  const standing = one.standing.value;
  const mine = standing === 'mine';
  // Supervisors may judge and tag what they read along; admins and the receiver of an offer only look.
  const mayJudge = mine || (standing === 'watched' && place.user.role === 'supervisor');
  const parts: Record<Part, JSX.Element | null> = {
    call: call == null ? null : <EscalationSection key="call" place={place} one={one} mayWrite={mayJudge} />,
    sender: <SenderSection key="sender" place={place} one={one} />,
    risk: <RiskSection key="risk" place={place} one={one} mayJudge={mayJudge} />,
    before: <BeforeSection key="before" place={place} one={one} mine={mine} />,
    tags: <TagsSection key="tags" place={place} one={one} mayTag={mayJudge} />,
    summary: <SummarySection key="summary" place={place} one={one} mayTag={mayJudge} />,
    ladder: <LadderSection key="ladder" place={place} one={one} mayRecord={mine} />,
    survey: <SurveySection key="survey" one={one} />,
    files: one.sealed.value ? null : <FilesSection key="files" one={one} />,
    abuse: <AbuseSection key="abuse" place={place} one={one} mine={mine} />,
    data: <DataSection key="data" place={place} one={one} />,
    history: <HistorySection key="history" place={place} one={one} />,
  };
  return (
    <aside class="about" id={id} aria-label={`${strings.pane.details}, ${called(place, one)}`} data-testid="about" tabIndex={0} ref={panel} hidden={drawer && !open}>
      {order.map((name) => parts[name])}
    </aside>
  );
}

/** The order that fits; it does not change below somebody's hands. */
function useOrder(panel: { current: HTMLElement | null }, danger: boolean): readonly Part[] {
  const [grave, setGrave] = useState(danger);
  useEffect(() => {
    const box = panel.current;
    if (grave === danger || box === null) return undefined;
    if (!box.contains(document.activeElement)) {
      setGrave(danger);
      return undefined;
    }
    const left = (event: FocusEvent): void => {
      if (!(event.relatedTarget instanceof Node) || !box.contains(event.relatedTarget)) setGrave(danger);
    };
    box.addEventListener('focusout', left);
    return () => box.removeEventListener('focusout', left);
  }, [danger, grave]);
  return grave ? DANGER : CALM;
}
