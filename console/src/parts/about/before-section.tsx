import { useEffect, useState } from 'preact/hooks';
import type { EarlierConversation } from '../../api/types';
import type { OpenConversation } from '../../desk/open-conversation';
import type { Workplace } from '../../desk/workplace';
import { strings } from '../../strings';
import { explain } from '../explain';
import { keepFocusNear } from '../focus';
import { RiskMark } from '../risk-mark';
import { dayAndTime } from '../times';
import { Section } from './section';

const words = strings.before;

/** Whether it is the same person who wrote from this number before, and only then what came before. */
export function BeforeSection({ place, one, mine }: { place: Workplace; one: OpenConversation; mine: boolean }) {
  const { seenBefore, samePerson } = one.conversation.value;
  const [changing, setChanging] = useState(false);
  useEffect(() => setChanging(false), [samePerson]);
  if (!seenBefore) return null;
  const asks = mine && (samePerson === null || changing);
  const failure = one.failure.value?.deed === 'same-person' ? one.failure.value.error : null;
  const say = (confirmed: boolean) => ({ currentTarget }: MouseEvent): void => {
    if (one.busy.value !== null) return;
    if (confirmed === samePerson) return setChanging(false);
    const done = place.note(one, 'same-person', confirmed, (api, key) => api.care.samePerson(one.id, confirmed, key));
    void done.then(keepFocusNear(currentTarget as Element));
  };
  return (
    <Section name="before" heading={words.heading} data-same={String(samePerson)}>
      {samePerson === null && !mine && <p class="quiet">{words.unasked}</p>}
      {asks ? (
        <>
          <p id={`before-question-${one.id}`}>{words.question}</p>
          <div class="about__buttons" role="group" aria-labelledby={`before-question-${one.id}`}>
            <button type="button" class="button" data-testid="same-person" aria-disabled={one.busy.value !== null} onClick={say(true)}>{words.yes}</button>
            <button type="button" class="button" data-testid="another-person" aria-disabled={one.busy.value !== null} onClick={say(false)}>{words.no}</button>
          </div>
        </>
      ) : samePerson !== null && (
        <p>
          {samePerson ? words.was : words.wasNot}{' '}
          {mine && <button type="button" class="link" data-testid="change-same-person" onClick={() => setChanging(true)}>{words.change}</button>}
        </p>
      )}
      <div role="alert">{failure !== null && <p class="alert">{explain(failure)}</p>}</div>
      {samePerson === true && (mine || place.user.role === 'supervisor') && <EarlierList place={place} one={one} />}
    </Section>
  );
}

function EarlierList({ place, one }: { place: Workplace; one: OpenConversation }) {
  useEffect(() => void one.earlier.load(), [one.id]);
  const found = one.earlier.value.value;
  const failure = one.earlier.failure.value;
  return (
    <>
      <div role="status">
        {failure !== null ? <p class="hint">{explain(failure)}</p>
          : <p class="quiet">{found === null ? words.loading : found.length === 0 ? words.none : words.count(found.length)}</p>}
      </div>
      <ul class="earlier">
        {found?.map((earlier) => <Earlier key={earlier.id} earlier={earlier} onOpen={() => void place.openById(earlier.id)} />)}
      </ul>
    </>
  );
}

function Earlier({ earlier, onOpen }: { earlier: EarlierConversation; onOpen: () => void }) {
  const when = dayAndTime(earlier.createdAt);
  return (
    <li class="earlier__item" data-testid="earlier">
      <p>
        <strong>{when}</strong> <RiskMark level={earlier.riskLevel} />
      </p>
      <p class="quiet about__small">
        {earlier.programName} · {strings.channels[earlier.channel]} · {strings.states[earlier.state]}
        {earlier.tags.length > 0 && ` · ${earlier.tags.join(', ')}`}
      </p>
      {earlier.erased ? <p class="quiet about__small">{words.erased}</p> : (
        <button type="button" class="button" data-testid="open-earlier" aria-label={words.openOf(when)} onClick={onOpen}>{words.open}</button>
      )}
    </li>
  );
}
