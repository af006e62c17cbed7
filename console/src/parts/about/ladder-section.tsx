import { useState } from 'preact/hooks';
import type { Ladder } from '../../api/types';
import type { OpenConversation } from '../../desk/open-conversation';
import type { Workplace } from '../../desk/workplace';
import { strings } from '../../strings';
import { explain } from '../explain';
import { actorOf } from '../history-words';
import { timeOfDay } from '../times';
import { Section } from './section';

const words = strings.ladder;
const RUNGS = Object.keys(words.rungs) as (keyof Ladder)[];
const NO: Ladder = { wish: false, thoughts: false, method: false, intent: false, plan: false, behaviour: false, recent: false };

/** The C-SSRS screen as the responder heard it, and what was recorded last. */
export function LadderSection({ place, one, mayRecord }: { place: Workplace; one: OpenConversation; mayRecord: boolean }) {
  const last = one.history.entries.value.findLast((entry) => entry.kind === 'ladder') ?? null;
  if (last === null && !mayRecord) return null;
  const heard = RUNGS.filter((rung) => Boolean(last?.detail?.[rung]));
  return (
    <Section name="ladder" heading={words.heading}>
      {last !== null && (
        <div data-testid="ladder-recorded">
          <p class="quiet">{words.saved(actorOf(last.actor, place), timeOfDay(last.at))}</p>
          {heard.length === 0 ? <p>{words.none}</p> : (
            <ul class="about__reasons">{heard.map((rung) => <li key={rung}>{words.rungs[rung]}</li>)}</ul>
          )}
        </div>
      )}
      {mayRecord && <LadderForm key={last?.seq ?? 0} place={place} one={one} from={{ ...NO, ...Object.fromEntries(heard.map((rung) => [rung, true])) }} />}
    </Section>
  );
}

function LadderForm({ place, one, from }: { place: Workplace; one: OpenConversation; from: Ladder }) {
  const [ladder, setLadder] = useState<Ladder>(from);
  const failure = one.failure.value?.deed === 'ladder' ? one.failure.value.error : null;

  function save(event: SubmitEvent): void {
    event.preventDefault();
    void place.note(one, 'ladder', ladder, (api, key) => api.care.recordLadder(one.id, ladder, key));
  }

  return (
    <details class="about__more">
      <summary data-testid="open-ladder">{words.save}</summary>
      <form onSubmit={save}>
        <p class="quiet about__small">{words.lead}</p>
        {RUNGS.map((rung) => (
          <label class="choice" key={rung}>
            <input type="checkbox" name={rung} checked={ladder[rung]} onChange={(event) => setLadder({ ...ladder, [rung]: event.currentTarget.checked })} />
            {words.rungs[rung]}
          </label>
        ))}
        {failure !== null && <p role="alert" class="alert">{explain(failure)}</p>}
        <button type="submit" class="button" data-testid="save-ladder" aria-disabled={one.busy.value !== null}>{words.save}</button>
      </form>
    </details>
  );
}
