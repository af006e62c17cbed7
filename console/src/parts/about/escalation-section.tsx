import { useEffect, useState } from 'preact/hooks';
import type { ApiClient } from '../../api/client';
import type { ApiError } from '../../api/problem';
import type { Conversation, Escalation, EscalationRecord } from '../../api/types';
import type { OpenConversation } from '../../desk/open-conversation';
import type { Workplace } from '../../desk/workplace';
import { strings } from '../../strings';
import { aboutField, explain } from '../explain';
import { described, Labelled } from '../fields';
import { actorOf } from '../history-words';
import { useKept } from '../kept-state';
import { Time } from '../times';
import { Section } from './section';

const words = strings.escalation;

interface Props {
  place: Workplace;
  one: OpenConversation;
  mayWrite: boolean;
}

/** The latest call for help: how it stands, whom it reached, and its record. */
export function EscalationSection({ place, one, mayWrite }: Props) {
  const { escalation, version } = one.conversation.value;
  // The record grows with the conversation's facts.
  useEffect(() => void one.record.load(), [escalation?.id, version]);
  if (escalation == null) return null;
  const over = escalation.status === 'resolved';
  const record = one.record.value.value;
  const failure = one.failure.value;
  const confirm = (): void =>
    void place.note(one, 'confirm', escalation.id, (api, key) => api.care.confirmDispatch(one.id, escalation.id, key));
  return (
    <Section name="escalation" heading={<>{words.heading}: {words.kinds[escalation.type]}</>} call={!over} data-status={escalation.status} data-type={escalation.type}>
      <p><strong data-testid="escalation-status">{words.status[escalation.status]}</strong></p>
      <Facts escalation={escalation} record={record} place={place} />
      {escalation.mayConfirm && !over && (
        <div class="about__form">
          <p>{words.needsConfirm}</p>
          {failure?.deed === 'confirm' && <p role="alert" class="alert">{explain(failure.error)}</p>}
          <button type="button" class="button button--grave" data-testid="confirm-dispatch" aria-disabled={one.busy.value !== null} onClick={confirm}>
            {words.confirm}
          </button>
        </div>
      )}
      {mayWrite && !over && (
        <>
          <TwoFields key="where" place={place} one={one} deed="location" summary={words.addLocation} save={words.saveLocation}
            fields={[{ name: 'location', label: words.location, longest: 2000 }, { name: 'referenceNumber', label: words.reference, longest: 60 }]} any
            carry={(api, said, key) => api.care.updateEscalation(one.id, escalation.id, said, key)} />
          <TwoFields key="contact" place={place} one={one} deed="contact" summary={words.logHeading} save={words.logSave}
            fields={[{ name: 'service', label: words.logService, longest: 200 }, { name: 'note', label: words.logNote, longest: 2000 }]}
            carry={(api, said, key) => api.care.logContact(one.id, escalation.id, { service: said['service'] ?? '', note: said['note'] ?? '' }, key)} />
        </>
      )}
      <Log record={record} failed={one.record.failure.value !== null} place={place} />
    </Section>
  );
}

function Facts({ escalation, record, place }: { escalation: Escalation; record: EscalationRecord | null; place: Workplace }) {
  const location = record?.log.findLast((entry) => entry.location != null)?.location ?? null;
  return (
    <dl class="facts">
      <dt>{words.urgency}</dt>
      <dd>{strings.fields.urgencies[escalation.urgency]}</dd>
      <dt>{words.location}</dt>
      <dd dir="auto" data-testid="escalation-location">{location ?? (escalation.hasLocation ? words.known : words.unknown)}</dd>
      <dt>{words.service}</dt>
      <dd data-testid="escalation-service">{escalation.contactedService ?? words.nobodyYet}</dd>
      <dt>{words.reference}</dt>
      <dd data-testid="escalation-reference">{escalation.referenceNumber ?? words.unknown}</dd>
      {escalation.type === 'police' && (
        <>
          <dt>{words.confirmedBy}</dt>
          <dd data-testid="escalation-confirmed">{escalation.confirmedBy === null ? words.nobodyYet : actorOf(escalation.confirmedBy, place)}</dd>
        </>
      )}
    </dl>
  );
}

function Log({ record, failed, place }: { record: EscalationRecord | null; failed: boolean; place: Workplace }) {
  return (
    <details class="about__more">
      <summary>{words.log}</summary>
      {failed && <p class="hint">{words.unreadable}</p>}
      {record?.log.length === 0 && <p class="quiet">{words.noLog}</p>}
      <ol class="history">
        {record?.log.map((entry, index) => (
          <li key={index} data-testid="escalation-entry" data-status={entry.status}>
            <span class="quiet"><Time at={entry.at} /></span> {actorOf(entry.by, place)}: {words.status[entry.status]}
            {[entry.service, entry.location, entry.note, entry.outcome].filter((said) => said != null).map((said) => (
              <q class="history__quote" key={said} dir="auto">{said}</q>
            ))}
          </li>
        ))}
      </ol>
    </details>
  );
}

type FieldName = 'location' | 'referenceNumber' | 'service' | 'note';
type Said = Partial<Record<FieldName, string>>;

/** A small form of two texts in the record. `any`: one of the two is enough. */
function TwoFields({ place, one, deed, summary, save, fields, any = false, carry }: {
  place: Workplace;
  one: OpenConversation;
  deed: string;
  summary: string;
  save: string;
  fields: readonly { name: FieldName; label: string; longest: number }[];
  any?: boolean;
  carry: (api: ApiClient, said: Said, key: string) => Promise<Conversation | null>;
}) {
  const [said, setSaid] = useKept<Said>(place, one, `call ${deed}`, {});
  const [begun] = useState(Object.keys(said).length > 0);
  const [asked, setAsked] = useState(false);
  const filled = fields.filter(({ name }) => said[name]?.trim());
  const enough = filled.length > 0 && (any || filled.length === fields.length);
  const failure: ApiError | null = one.failure.value?.deed === deed ? one.failure.value.error : null;

  async function submit(): Promise<void> {
    setAsked(true);
    if (!enough) return;
    const told: Said = Object.fromEntries(filled.map(({ name }) => [name, said[name]?.trim()]));
    if (!(await place.note(one, deed, told, (api, key) => carry(api, told, key)))) return;
    setSaid({});
    setAsked(false);
    void one.record.load();
  }

  const problemOf = (name: FieldName): string | null =>
    asked && !enough && !said[name]?.trim() ? strings.problem.required : aboutField(failure, name);
  return (
    <details class="about__more" open={begun}>
      <summary data-testid={`open-${deed}`}>{summary}</summary>
      <form noValidate onSubmit={(event) => { event.preventDefault(); void submit(); }}>
        {fields.map(({ name, label, longest }) => (
          <Labelled key={name} id={`call-${name}-${one.id}`} label={label} problem={problemOf(name)} optional={any}>
            <textarea {...described(`call-${name}-${one.id}`, undefined, problemOf(name))} rows={longest > 200 ? 2 : 1} maxLength={longest} dir="auto"
              value={said[name] ?? ''} onInput={(event) => setSaid({ ...said, [name]: event.currentTarget.value })} />
          </Labelled>
        ))}
        {failure !== null && <p role="alert" class="alert">{explain(failure, fields.map(({ name }) => name))}</p>}
        <button type="submit" class="button" data-testid={`save-${deed}`} aria-disabled={one.busy.value !== null}>{save}</button>
      </form>
    </details>
  );
}
