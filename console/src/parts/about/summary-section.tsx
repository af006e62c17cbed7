import type { OpenConversation } from '../../desk/open-conversation';
import { asTag } from '../../desk/tags';
import type { Workplace } from '../../desk/workplace';
import { strings } from '../../strings';
import { Section } from './section';
import { setTags } from './tags-section';

const words = strings.summary;
const drafts = strings.thread.drafts;

/** What an assistant makes of the conversation. Fetched when asked for; its tags count only once a person takes them. */
export function SummarySection({ place, one, mayTag }: { place: Workplace; one: OpenConversation; mayTag: boolean }) {
  const summary = one.summary.value.value;
  const busy = one.summary.busy.value;
  const { tags } = one.conversation.value;
  const suggested = (summary?.suggestedTags ?? []).filter((tag) => asTag(tag) === tag && !tags.includes(tag));
  return (
    <Section name="summary" heading={<>{words.heading} {summary !== null && <span class="mark mark--draft" data-testid="summary-draft">{drafts.mark}</span>}</>}>
      <div role="status">
        {one.summary.failure.value !== null && <p class="hint">{words.failed}</p>}
        {summary !== null && (
          <>
            <p dir="auto" data-testid="summary-text">{summary.text}</p>
            {summary.topics.length > 0 && <p><span class="quiet">{words.topics}:</span> {summary.topics.join(', ')}</p>}
            <p class="quiet about__small">{drafts.lead}</p>
          </>
        )}
      </div>
      {suggested.length > 0 && mayTag && (
        <>
          <p class="quiet" id={`suggested-tags-${one.id}`}>{words.suggested} <span class="mark mark--draft">{drafts.mark}</span></p>
          <ul class="chips" aria-labelledby={`suggested-tags-${one.id}`}>
            {suggested.map((tag) => (
              <li key={tag}>
                <button type="button" class="chip chip--offer" data-testid="suggested-tag" aria-label={strings.tags.accept(tag)}
                  onClick={() => void setTags(place, one, [...tags, tag])}>
                  + {tag}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      <button type="button" class="button" data-testid="summarise" aria-disabled={busy} onClick={() => void one.summary.load()}>
        {busy ? words.busy : summary === null ? words.load : words.again}
      </button>
    </Section>
  );
}
