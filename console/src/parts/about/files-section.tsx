import type { OpenConversation } from '../../desk/open-conversation';
import { strings } from '../../strings';
import { explain } from '../explain';
import { FileButton } from '../file-button';
import { Section } from './section';

const words = strings.thread.files;

/** What colleagues brought to the conversation. Read when somebody wants to see it, as that is put on record. */
export function FilesSection({ one }: { one: OpenConversation }) {
  const found = one.files.value.value?.filter((file) => file.status === 'ready') ?? null;
  const failure = one.files.failure.value;
  const busy = one.files.busy.value;
  return (
    <Section name="files" heading={words.heading}>
      <p class="quiet about__small">{words.lead}</p>
      <div role="status">
        {failure !== null && <p class="hint">{explain(failure)}</p>}
        {found?.length === 0 && <p class="quiet">{words.none}</p>}
      </div>
      {found !== null && (
        <ul class="about__files">
          {found.map((file) => <li key={file.id}><FileButton urlOf={one.urlOf} file={file} /></li>)}
        </ul>
      )}
      <button type="button" class="button" data-testid="load-files" aria-disabled={busy} onClick={() => void one.files.load()}>
        {busy ? words.loading : found === null ? words.load : words.again}
      </button>
    </Section>
  );
}
