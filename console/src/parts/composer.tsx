import { useLayoutEffect } from 'preact/hooks';
import { countSegments } from '../compose/segments';
import { LONGEST, outgoing, type Reply } from '../desk/reply';
import { strings } from '../strings/en';

const words = strings.composer;

interface Props {
  reply: Reply;
  input: { current: HTMLTextAreaElement | null };
  drafting: boolean;
  draftFailed: boolean;
  /** Puts an assistant's draft into the composer. */
  onDraft: () => Promise<void>;
  onSend: () => Promise<void>;
}

export function Composer({ reply, input, drafting, draftFailed, onDraft, onSend }: Props) {
  const draft = reply.draft.value;
  const attempt = reply.attempt.value;
  const suggested = reply.suggested.value !== null;
  const sending = attempt !== null && attempt.failure === null;
  const text = outgoing(draft);
  const { units, left, segments } = countSegments(text);
  const over = [...text].length - LONGEST;

  useLayoutEffect(() => {
    if (input.current !== null) grow(input.current);
  }, [draft]);

  async function send(): Promise<void> {
    await onSend();
    input.current?.focus({ preventScroll: true });
  }
  function onKeyDown(event: KeyboardEvent): void {
    // While an input method composes a character, Enter belongs to it.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    // An assistant's words leave only by a deliberate press of the button, never by a habit of the hand.
    if (!reply.untouched) void send();
  }
  async function draftOne(): Promise<void> {
    await onDraft();
    input.current?.focus({ preventScroll: true });
  }

  return (
    <form class="composer" onSubmit={(event) => { event.preventDefault(); void send(); }}>
      {attempt?.failure && (
        <div role="alert" class="alert composer__failure">
          <p>{attempt.text === text ? whyFailed(attempt.failure) : attempt.failure.outcomeUnknown ? words.edited : words.failed}</p>
          {attempt.text === text && (
            <button type="button" class="button" data-testid="retry-send" onClick={() => void send()}>{words.again}</button>
          )}
        </div>
      )}
      <div role="status">
        {suggested && <p class="composer__draft" id="reply-draft" data-testid="draft-mark">{words.drafted}{reply.untouched && ` ${words.draftedHint}`}</p>}
        {draftFailed && !suggested && <p class="composer__draft">{words.draftFailed}</p>}
      </div>
      <label class="unseen" for="reply">{words.label}</label>
      <div class="composer__row">
        <textarea id="reply" ref={input} data-testid="composer" rows={2} value={draft} readOnly={sending} dir="auto"
          placeholder={words.label} enterkeyhint="send" aria-describedby="reply-hint reply-count reply-draft" onKeyDown={onKeyDown}
          data-draft={suggested} onInput={(event) => reply.type(event.currentTarget.value)} />
        <button type="submit" class="button button--primary" data-testid="send" aria-disabled={sending || text === '' || over > 0}>
          {sending ? words.sending : words.send}
        </button>
      </div>
      <div class="composer__facts quiet">
        <span id="reply-count" data-testid="segments" data-segments={segments}>
          {over > 0 ? <strong class="composer__over">{words.tooLong(over)}</strong> : words.count(units, units + left, segments)}
        </span>
        <span id="reply-hint" class="composer__hint">{words.hint}</span>
        <button type="button" class="link" data-testid="draft-reply" aria-disabled={drafting || sending} onClick={() => void draftOne()}>
          {drafting ? words.drafting : words.draft}
        </button>
      </div>
    </form>
  );
}

/** As many rows as the text needs, from two to six; measured, because the width decides where lines break. */
function grow(box: HTMLTextAreaElement): void {
  for (box.rows = 2; box.rows < 6 && box.scrollHeight > box.clientHeight; ) box.rows += 1;
}

function whyFailed(failure: NonNullable<NonNullable<Reply['attempt']['value']>['failure']>): string {
  return failure.outcomeUnknown ? words.failedUnknown : `${words.failed} ${failure.detail}`.trim();
}
