import type { TimelineEntry } from '../../api/types';
import type { OpenConversation } from '../../desk/open-conversation';
import type { Workplace } from '../../desk/workplace';
import { strings } from '../../strings';
import { quotes, tellWhy } from '../history-words';
import { Time } from '../times';
import { Section } from './section';

const words = strings.history;

/** Everything that happened beside the messages, oldest first. */
export function HistorySection({ place, one }: { place: Workplace; one: OpenConversation }) {
  const entries = one.history.entries.value.filter((entry) => entry.kind !== 'message' && entry.kind !== 'note');
  return (
    <Section name="timeline" heading={words.heading}>
      {!one.history.loaded.value && <p class="quiet">{words.loading}</p>}
      <ol class="history">
        {entries.map((entry) => (
          <Entry key={entry.seq} entry={entry} place={place} />
        ))}
      </ol>
    </Section>
  );
}

function Entry({ entry, place }: { entry: TimelineEntry; place: Workplace }) {
  return (
    <li data-testid="timeline-entry" data-seq={entry.seq} data-kind={entry.kind} data-transition={entry.transition ?? undefined}>
      <span class="quiet"><Time at={entry.at} /></span> {tellWhy(entry, place)}
      {quotes(entry).map(({ label, text }) => (
        <q class="history__quote" key={text} dir="auto">{label !== null && `${label}: `}{text}</q>
      ))}
    </li>
  );
}
