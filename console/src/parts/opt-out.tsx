import { useState } from 'preact/hooks';
import type { OpenConversation } from '../desk/open-conversation';
import type { Workplace } from '../desk/workplace';
import { strings } from '../strings';
import { Dialog } from './dialog';
import { explain } from './explain';

const words = strings.asksToStop;

/** What an opt-out means for whoever works on the conversation. */
export function OptedOut() {
  return (
    <p class="pane__optout" data-testid="opted-out">
      <strong>{strings.optedOut.lead}</strong> {strings.optedOut.meaning} {strings.optedOut.works}
    </p>
  );
}

/** The texter may have asked, in words of their own, for no more texts: a person reads it and decides. */
export function AsksToStop({ place, one }: { place: Workplace; one: OpenConversation }) {
  const [asking, setAsking] = useState(false);
  const failure = one.failure.value?.deed === 'opt-out' ? one.failure.value.error : null;
  const record = (): void =>
    void place.note(one, 'opt-out', null, (api, key) => api.care.recordOptOut(one.id, key)).then((done) => done && setAsking(false));
  return (
    <div class="pane__optout pane__ask" data-testid="asks-to-stop">
      <p><strong>{words.lead}</strong> {words.meaning}</p>
      {one.mayDecide.value && (
        <button type="button" class="button button--small" data-testid="record-opt-out" onClick={() => { one.failure.value = null; setAsking(true); }}>
          {words.button}
        </button>
      )}
      {asking && (
        <Dialog heading={words.heading} confirm={words.confirm} grave busy={one.busy.value === 'opt-out'} testId="confirm-opt-out"
          problem={failure === null ? null : explain(failure)} onCancel={() => setAsking(false)} onConfirm={record}>
          <p>{words.body}</p>
        </Dialog>
      )}
    </div>
  );
}
