import { useState } from 'preact/hooks';
import type { RiskLevel } from '../../api/types';
import type { OpenConversation } from '../../desk/open-conversation';
import type { Workplace } from '../../desk/workplace';
import { strings } from '../../strings';
import { aboutField, explain } from '../explain';
import { described, Labelled } from '../fields';
import { findings, type Finding } from './risk-findings';
import { Section } from './section';
import { useKept } from '../kept-state';

const words = strings.judgement;
const told = strings.thread.risk;
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
    <Section name="risk" heading={<>{words.heading}: {strings.risk[riskLevel]}</>} data-level={riskLevel}>
      {riskReasons.length === 0 ? <p class="quiet">{words.nothing}</p> : (
        <>
          <p class="quiet">{words.why}</p>
          <ul class="about__reasons" data-testid="risk-reasons">
            {findings(riskReasons).map((found) => <li key={JSON.stringify(found)}><Found found={found} /></li>)}
          </ul>
        </>
      )}
      <p class="quiet about__small">{words.law}</p>
      {mayJudge && <Judgement key={riskLevel} place={place} one={one} />}
    </Section>
  );
}

function Judgement({ place, one }: { place: Workplace; one: OpenConversation }) {
  const now = one.conversation.value.riskLevel;
  const [level, setLevel] = useState<RiskLevel>(now);
  const [reason, setReason] = useKept(place, one, 'risk-reason', '');
  const [begun] = useState(reason !== '');
  const [asked, setAsked] = useState(false);
  const lowers = LEVELS.indexOf(level) < LEVELS.indexOf(now);
  const failure = one.failure.value?.deed === 'risk' ? one.failure.value.error : null;
  const lacks = asked && lowers && reason.trim() === '' ? strings.problem.required : null;
  const problem = lacks ?? aboutField(failure, 'reason');

  function save(): void {
    setAsked(true);
    if (level === now || (lowers && reason.trim() === '')) return;
    const said = reason.trim() === '' ? {} : { reason: reason.trim() };
    void place.note(one, 'risk', { level, ...said }, (api, key) => api.care.judge(one.id, { riskLevel: level, ...said }, key)).then((done) => done && setReason(''));
  }

  return (
    <details class="about__more" open={begun}>
      <summary data-testid="judge-risk">{words.judge}</summary>
      <form noValidate onSubmit={(event) => { event.preventDefault(); save(); }}>
        <Labelled id={`risk-level-${one.id}`} label={words.level} problem={null}>
          <select id={`risk-level-${one.id}`} value={level} onChange={(event) => setLevel(event.currentTarget.value as RiskLevel)}>
            {LEVELS.map((each) => <option key={each} value={each}>{strings.risk[each]}</option>)}
          </select>
        </Labelled>
        <Labelled id={`risk-reason-${one.id}`} label={lowers ? words.reason : words.reasonRaise} problem={problem} optional={!lowers}>
          <textarea {...described(`risk-reason-${one.id}`, undefined, problem)} rows={2} maxLength={2000} required={lowers} dir="auto" value={reason}
            onInput={(event) => setReason(event.currentTarget.value)} />
        </Labelled>
        {failure !== null && <p role="alert" class="alert">{explain(failure, ['reason'])}</p>}
        <button type="submit" class="button" data-testid="save-risk" aria-disabled={level === now || one.busy.value !== null}>{words.save}</button>
      </form>
    </details>
  );
}

/** A finding in a sentence: what kind of danger, how grave by itself, and the texter's own words. */
function Found({ found }: { found: Finding }) {
  if ('person' in found) return <>{told.person}{found.person !== '' && <>: <q dir="auto">{found.person}</q></>}</>;
  const { category, level, phrase } = found;
  return <>{told.finding(words.categories[category] ?? category.replaceAll('_', ' '), level === null ? null : strings.risk[level])}{phrase !== null && <>: <q dir="auto">{phrase}</q></>}</>;
}
