import { useState } from 'preact/hooks';
import type { Conversation, Escalation } from '../../api/types';
import type { Floor } from '../../desk/floor';
import type { OpenConversation } from '../../desk/open-conversation';
import { strings } from '../../strings';
import { Dialog } from '../dialog';
import { explain } from '../explain';
import { keepFocusNear } from '../focus';
import { actorOf } from '../history-words';
import { RiskMark } from '../risk-mark';
import { timeOfDay } from '../times';
import { ageOf, countdown } from './age';
import { useClock } from './clock';

const words = strings.board;

interface Props {
  floor: Floor;
  onOpen: (id: string) => void;
}

/** Every call for help under way: how it stands, who has to confirm it, and when supervisors are reminded. */
export function CallsBoard({ floor, onOpen }: Props) {
  const calls = floor.calls.value;
  const [asking, setAsking] = useState<OpenConversation | null>(null);
  return (
    <section class="board" aria-labelledby="calls-heading" data-testid="calls" data-part="calls">
      <h2 id="calls-heading">{words.part.calls} {calls !== null && <span class="quiet" data-testid="calls-count">{calls.length}</span>}</h2>
      {calls === null && <p class="quiet">{strings.floor.unknown}</p>}
      {calls?.length === 0 && <p class="quiet">{words.noCalls}</p>}
      <ul class="cards">
        {calls?.map((one) => one.escalation && (
          <Call key={one.id} one={one} call={one.escalation} floor={floor} onOpen={onOpen} onConfirm={() => setAsking(floor.hold(one))} />
        ))}
      </ul>
      {asking !== null && <Confirm one={asking} floor={floor} onDone={() => setAsking(null)} />}
    </section>
  );
}

interface CallProps extends Props {
  one: Conversation;
  call: Escalation;
  onConfirm: () => void;
}

function Call({ one, call, floor, onOpen, onConfirm }: CallProps) {
  const now = useClock(1000);
  const kind = strings.escalation.kinds[call.type];
  const waits = call.secondFrom !== null && call.aloneFrom !== null;
  return (
    <li class="card card--alert call" data-testid="call" data-conversation={one.id} data-type={call.type} data-status={call.status}>
      <h3>
        <span>{kind} <span class="quiet call__for" data-testid="call-age">{words.openFor(ageOf(call.openedAt, now))}</span></span>
        <RiskMark level={one.riskLevel} />
      </h3>
      <p><strong data-testid="call-status">{strings.escalation.status[call.status]}</strong></p>
      <p class="row__facts quiet">
        {[strings.fields.urgencies[call.urgency], one.programName, words.calledBy(actorOf(call.openedBy, floor)), call.referenceNumber].filter((said) => said !== null).join(' · ')}
      </p>
      <ul class="call__facts">
        <li class={call.hasLocation ? '' : 'call__lack'} data-testid="call-location">{call.hasLocation ? words.located : words.notLocated}</li>
        <li data-testid="call-contacts">{words.contacts(call.contacts ?? 0)}</li>
        {call.reminderAt != null && (
          <li data-testid="call-reminder">
            {passed(call.reminderAt, now) ? words.reminderNow : <>{words.reminder} <span class="call__count">{countdown(call.reminderAt, now)}</span></>}
          </li>
        )}
        {call.confirmedBy !== null && <li>{words.confirmedBy(actorOf(call.confirmedBy, floor))}</li>}
      </ul>
      {waits && (
        <p class="row__facts" data-testid="call-confirms">
          {words.whoConfirms}{' '}
          {passed(call.secondFrom, now) ? words.secondNow : words.secondFrom(timeOfDay(call.secondFrom ?? ''))}{' '}
          {passed(call.aloneFrom, now) ? words.aloneNow : words.aloneFrom(timeOfDay(call.aloneFrom ?? ''))}
        </p>
      )}
      <div class="row__buttons">
        <button type="button" class="button button--small" data-testid="open-call" aria-label={words.openOf(kind, one.programName)} onClick={() => onOpen(one.id)}>
          {strings.alerts.open}
        </button>
        {call.mayConfirm && (
          <button type="button" class="button button--small button--grave" data-testid="confirm-call" aria-label={words.confirmOf(one.programName)} onClick={onConfirm}>
            {words.confirm}
          </button>
        )}
      </div>
    </li>
  );
}

function Confirm({ one, floor, onDone }: { one: OpenConversation; floor: Floor; onDone: () => void }) {
  const now = useClock();
  const { escalation, programName } = one.conversation.value;
  const failure = one.failure.value;
  const confirm = async (): Promise<void> => {
    const settle = keepFocusNear(document.querySelector('[data-testid=calls]') ?? document.body);
    if (!(await floor.confirmCall(one))) return;
    onDone();
    settle();
  };
  return (
    <Dialog heading={strings.escalation.confirm} confirm={strings.escalation.confirm} grave busy={one.busy.value !== null} testId="confirm-call-now"
      problem={failure === null ? null : explain(failure.error)} onCancel={onDone} onConfirm={() => void confirm()}>
      <p>{words.confirmBody(programName, ageOf(escalation?.openedAt ?? '', now))}</p>
      <p>{escalation?.hasLocation ? words.located : words.notLocated}.</p>
    </Dialog>
  );
}

const passed = (at: string | null | undefined, now: number): boolean => at != null && Date.parse(at) <= now;
