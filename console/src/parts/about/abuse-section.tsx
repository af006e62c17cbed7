import { useState } from 'preact/hooks';
import type { ApiClient } from '../../api/client';
import type { Conversation } from '../../api/types';
import type { OpenConversation } from '../../desk/open-conversation';
import type { Workplace } from '../../desk/workplace';
import { strings } from '../../strings';
import { aboutField, explain } from '../explain';
import { described, Labelled } from '../fields';
import { keepFocusNear } from '../focus';
import { Section } from './section';
import { useKept } from '../kept-state';

const words = strings.abuse;
const AT_RISK = ['high', 'critical'];

/** A responder reports abuse; a supervisor looks at it, and only then may block the sender. */
export function AbuseSection({ place, one, mine }: { place: Workplace; one: OpenConversation; mine: boolean }) {
  const { flags = [], riskLevel } = one.conversation.value;
  const reported = flags.includes('abuse_reported');
  const blocked = flags.includes('sender_blocked');
  const reviews = place.user.role === 'supervisor' && reported && !blocked && one.standing.value !== 'gone';
  if (!reported && !blocked && !mine) return null;
  return (
    <Section name="abuse" heading={words.heading} data-reported={reported} data-blocked={blocked}>
      {blocked ? <p>{words.blocked}</p> : reported && <p>{reviews ? words.review : words.reported}</p>}
      {mine && !reported && !blocked && (
        <ReasonForm place={place} one={one} deed="report-abuse" summary={words.report} lead={words.lead} label={words.reason} button={words.send}
          carry={(api, reason, key) => api.care.reportAbuse(one.id, reason, key)} />
      )}
      {reviews && (
        <ReasonForm place={place} one={one} deed="block" summary={words.block} lead={words.blockLead} label={words.blockReason} button={words.confirmBlock} grave
          {...(AT_RISK.includes(riskLevel) ? { confirm: words.confirm } : {})}
          carry={async (api, reason, key) => {
            await api.staff.block(one.id, reason, AT_RISK.includes(riskLevel), key);
            return null;
          }} />
      )}
    </Section>
  );
}

/** Asks for a reason, and where it says so for a tick beside it, before something is done. */
function ReasonForm({ place, one, deed, summary, lead, label, button, grave = false, confirm, carry }: {
  place: Workplace;
  one: OpenConversation;
  deed: string;
  summary: string;
  lead: string;
  label: string;
  button: string;
  grave?: boolean;
  confirm?: string;
  carry: (api: ApiClient, reason: string, key: string) => Promise<Conversation | null>;
}) {
  const [reason, setReason] = useKept(place, one, deed, '');
  const [begun] = useState(reason !== '');
  const [confirmed, setConfirmed] = useState(false);
  const [asked, setAsked] = useState(false);
  const failure = one.failure.value?.deed === deed ? one.failure.value.error : null;
  const said = reason.trim();
  const named = (what: string): string => `${deed}-${what}-${one.id}`;
  const unconfirmed = confirm !== undefined && !confirmed;
  const problem = asked && said === '' ? strings.problem.required : aboutField(failure, 'reason');

  async function submit(): Promise<void> {
    setAsked(true);
    if (said === '' || unconfirmed) return;
    if (!(await place.note(one, deed, said, (api, key) => carry(api, said, key)))) return;
    setReason('');
    setAsked(false);
  }

  return (
    <details class="about__more" open={begun}>
      <summary data-testid={`open-${deed}`}>{summary}</summary>
      <form noValidate onSubmit={(event) => { event.preventDefault(); void submit().then(keepFocusNear(event.currentTarget)); }}>
        <p class="quiet about__small">{lead}</p>
        <Labelled id={named('reason')} label={label} problem={problem}>
          <textarea {...described(named('reason'), undefined, problem)} rows={2} maxLength={2000} required dir="auto" value={reason} data-testid={`${deed}-reason`}
            onInput={(event) => setReason(event.currentTarget.value)} />
        </Labelled>
        {confirm !== undefined && (
          <div class="field">
            <label class="choice">
              <input {...described(named('confirm'), undefined, asked && unconfirmed ? words.unconfirmed : null)} type="checkbox" checked={confirmed}
                data-testid={`${deed}-confirm`} onChange={(event) => setConfirmed(event.currentTarget.checked)} />
              {confirm}
            </label>
            {asked && unconfirmed && <p class="field__problem" id={`${named('confirm')}-problem`}>{words.unconfirmed}</p>}
          </div>
        )}
        <div role="alert">{failure !== null && <p class="alert">{explain(failure, ['reason'])}</p>}</div>
        <button type="submit" class={`button ${grave ? 'button--grave' : ''}`} data-testid={`save-${deed}`} aria-disabled={one.busy.value !== null}>{button}</button>
      </form>
    </details>
  );
}
