import { useState } from 'preact/hooks';
import type { RiskLevel } from '../../api/types';
import type { OpenConversation } from '../../desk/open-conversation';
import type { Workplace } from '../../desk/workplace';
import { strings } from '../../strings';
import { aboutField, explain } from '../explain';
import { described, Labelled } from '../fields';

const words = strings.judgement;
const LEVELS: readonly RiskLevel[] = ['low', 'medium', 'high', 'critical'];

interface Props {
  place: Workplace;
  one: OpenConversation;
  mayJudge: boolean;
}

/** How much danger the texter is in, why Holdfast thinks so, and a person's own judgement. */
export function RiskSection({ place, one, mayJudge }: Props) {
  const { riskLevel, riskReasons } = one.conversation.value;
  return (
    <section class="about__part" aria-labelledby="risk-heading" data-testid="risk" data-level={riskLevel}>
      <h3 id="risk-heading">{words.heading}: {strings.risk[riskLevel]}</h3>
      {riskReasons.length === 0 ? <p class="quiet">{words.nothing}</p> : (
        <>
          <p class="quiet">{words.why}</p>
          <ul class="about__reasons" data-testid="risk-reasons">
            {riskReasons.map((reason) => <li key={reason} dir="auto">{readable(reason)}</li>)}
          </ul>
        </>
      )}
      <p class="quiet about__small">{words.law}</p>
      {mayJudge && <Judgement key={riskLevel} place={place} one={one} />}
    </section>
  );
}

function Judgement({ place, one }: { place: Workplace; one: OpenConversation }) {
  const now = one.conversation.value.riskLevel;
  const [level, setLevel] = useState<RiskLevel>(now);
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const lowers = LEVELS.indexOf(level) < LEVELS.indexOf(now);
  const failure = one.failure.value?.deed === 'risk' ? one.failure.value.error : null;
  const lacks = asked && lowers && reason.trim() === '' ? strings.problem.required : null;
  const problem = lacks ?? aboutField(failure, 'reason');

  function save(): void {
    setAsked(true);
    if (level === now || (lowers && reason.trim() === '')) return;
    const said = reason.trim() === '' ? {} : { reason: reason.trim() };
    void place.note(one, 'risk', { level, ...said }, (api, key) => api.care.judge(one.id, { riskLevel: level, ...said }, key));
  }

  return (
    <details class="about__more">
      <summary data-testid="judge-risk">{words.judge}</summary>
      <form noValidate onSubmit={(event) => { event.preventDefault(); save(); }}>
        <Labelled id="risk-level" label={words.level} problem={null}>
          <select id="risk-level" value={level} onChange={(event) => setLevel(event.currentTarget.value as RiskLevel)}>
            {LEVELS.map((one) => <option key={one} value={one}>{strings.risk[one]}</option>)}
          </select>
        </Labelled>
        <Labelled id="risk-reason" label={lowers ? words.reason : words.reasonRaise} problem={problem} optional={!lowers}>
          <textarea {...described('risk-reason', undefined, problem)} rows={2} maxLength={2000} required={lowers} dir="auto" value={reason}
            onInput={(event) => setReason(event.currentTarget.value)} />
        </Labelled>
        {failure !== null && <p role="alert" class="alert">{explain(failure, ['reason'])}</p>}
        <button type="submit" class="button" data-testid="save-risk" aria-disabled={level === now || one.busy.value !== null}>{words.save}</button>
      </form>
    </details>
  );
}

/** A category's name in words; what the server adds to it, such as the phrase that fired, as it is. */
function readable(reason: string): string {
  const [, category = '', rest = ''] = /^([a-z_]+)(.*)$/su.exec(reason) ?? [];
  const name = words.categories[category];
  return name === undefined ? reason : `${name}${rest}`;
}
