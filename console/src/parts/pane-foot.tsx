import type { OpenConversation } from '../desk/open-conversation';
import type { Workplace } from '../desk/workplace';
import { strings } from '../strings';
import { Composer } from './composer';
import { explain } from './explain';
import { useKept } from './kept-state';

const words = strings.pane;

interface Props {
  place: Workplace;
  one: OpenConversation;
  composer: { current: HTMLTextAreaElement | null };
  onPutAway: () => void;
}

/** Where one writes, or why one cannot. */
export function PaneFoot({ place, one, composer, onPutAway }: Props) {
  const conversation = one.conversation.value;
  const standing = one.standing.value;
  if (standing === 'closed' || standing === 'gone' || standing === 'planned') {
    return (
      <div class="pane__foot" role="status">
        {standing !== 'planned' && <p>{standing === 'closed' ? words.closed : words.gone}</p>}
        <button type="button" class="button" data-testid="put-away" onClick={onPutAway}>{words.putAway}</button>
      </div>
    );
  }
  if (standing === 'watched') {
    if (place.user.role === 'supervisor') return <WhisperBox place={place} one={one} />;
    return <p class="pane__foot quiet">{place.onDuty ? words.readAlong : strings.floor.lookOn}</p>;
  }
  if (conversation.state === 'assigned') return <p class="pane__foot">{words.acceptHint}</p>;
  if (standing === 'offered') return null;
  if (!one.maySend.value) return <p class="pane__foot quiet">{words.cannotWrite}</p>;
  return (
    <Composer id={one.id} reply={one.reply} offline={place.connection.value === 'offline'} channel={conversation.channel} segmentCost={conversation.segmentCost ?? null} {...(conversation.cannotReply ? { refused: strings.optedOut.composer } : {})}
      canned={{ list: place.canned.of(conversation.programId), language: conversation.language ?? null, known: { line: conversation.programName, responder: place.user.name } }}
      input={composer} drafting={one.draft.busy.value} draftFailed={one.draft.failure.value !== null}
      onDraft={() => place.draftReply(one)} onType={() => place.types(one)} onSend={() => place.send(one)} />
  );
}

/** A supervisor's note to the responder. Never the texter's to see, and it looks like nothing that is. */
function WhisperBox({ place, one }: { place: Workplace; one: OpenConversation }) {
  const [text, setText] = useKept(place, one, 'whisper', '');
  const failure = one.failure.value;
  const busy = one.busy.value === 'whisper';
  const content = text.trim();

  async function whisper(): Promise<void> {
    if (content === '' || busy) return;
    const done = await place.note(one, 'whisper', content, async (api, key) => {
      one.thread.insert(await api.staff.whisper(one.id, content, key));
      return null;
    });
    if (done) setText('');
  }

  return (
    <form class="composer composer--whisper" onSubmit={(event) => { event.preventDefault(); void whisper(); }}>
      {failure?.deed === 'whisper' && <p role="alert" class="alert">{strings.whisper.failed} {explain(failure.error)}</p>}
      <label class="composer__label" for={`whisper-${one.id}`}>{strings.whisper.label}</label>
      <div class="composer__row">
        <textarea id={`whisper-${one.id}`} data-testid="whisper" rows={2} maxLength={2000} dir="auto" value={text} aria-describedby={`whisper-hint-${one.id}`}
          onInput={(event) => setText(event.currentTarget.value)} />
        <button type="submit" class="button button--primary" data-testid="send-whisper" aria-disabled={busy || content === ''}>{strings.whisper.send}</button>
      </div>
      <p class="quiet composer__facts" id={`whisper-hint-${one.id}`}>{strings.whisper.hint}</p>
    </form>
  );
}
