import { useLayoutEffect } from 'preact/hooks';
import { measure } from '../compose/segments';
import { LONGEST, outgoing, type Reply } from '../desk/reply';
import type { Channel } from '../api/types';
import { strings } from '../strings';
import { money } from './times';

const words = strings.composer;

/** Carriers count and charge by segments; a partner and a web chat do not. */
const BY_SEGMENT: readonly Channel[] = ['twilio', 'aws'];

interface Props {
  reply: Reply;
  channel: Channel;
  /** US dollars; null where it is not known. */
  segmentCost: number | null;
  /** Why nothing can be sent now; what was typed stays. */
  refused?: string;
  input: { current: HTMLTextAreaElement | null };
  drafting: boolean;
  draftFailed: boolean;
  /** Puts an assistant's draft into the composer. */
  onDraft: () => Promise<void>;
  /** The reader is writing. */
  onType: () => void;
  onSend: () => Promise<void>;
}

export function Composer({ reply, channel, segmentCost, refused, input, drafting, draftFailed, onDraft, onType, onSend }: Props) {
  const draft = reply.draft.value;
  const attempt = reply.attempt.value;
  const suggested = reply.suggested.value !== null;
  const sending = attempt !== null && attempt.failure === null;
  const text = outgoing(draft);
  const over = [...text].length - LONGEST;

  useLayoutEffect(() => {
    if (input.current !== null) grow(input.current);
  }, [draft]);

  async function send(): Promise<void> {
    if (refused !== undefined) return;
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
      {refused !== undefined && <p class="composer__refused" id="reply-refused" data-testid="composer-refused">{refused}</p>}
      <label class="unseen" for="reply">{words.label}</label>
      <div class="composer__row">
        <textarea id="reply" ref={input} data-testid="composer" rows={2} value={draft} readOnly={sending || refused !== undefined} dir="auto"
          placeholder={words.label} enterkeyhint="send" aria-disabled={refused !== undefined} aria-describedby="reply-refused reply-hint reply-count reply-draft" onKeyDown={onKeyDown}
          data-draft={suggested} onInput={(event) => { reply.type(event.currentTarget.value); onType(); }} />
        <button type="submit" class="button button--primary" data-testid="send" aria-disabled={sending || text === '' || over > 0 || refused !== undefined}>
          {sending ? words.sending : words.send}
        </button>
      </div>
      {refused === undefined && <div class="composer__facts quiet">
        {(over > 0 || BY_SEGMENT.includes(channel)) && (
          <span id="reply-count">
            {over > 0 ? <strong class="composer__over">{words.tooLong(over)}</strong> : <Takes text={text} segmentCost={segmentCost} />}
          </span>
        )}
        <span id="reply-hint" class="composer__hint">{words.hint}</span>
        <button type="button" class="link" data-testid="draft-reply" aria-disabled={drafting || sending} onClick={() => void draftOne()}>
          {drafting ? words.drafting : words.draft}
        </button>
      </div>}
    </form>
  );
}

/** What sending this takes: how it is written for the carrier, how many segments, and what they cost. */
function Takes({ text, segmentCost }: { text: string; segmentCost: number | null }) {
  const { encoding, units, left, segments, messages } = measure(text);
  const price = segmentCost === null || segments === 0 ? null : money(segmentCost * segments);
  return (
    <span data-testid="segments" data-segments={segments} data-encoding={encoding} data-messages={messages}>
      <abbr title={strings.measure.encodings[encoding]}>{encoding}</abbr> · {messages > 1 ? strings.measure.long(units, segments) : strings.measure.count(units, units + left, segments)}
      {price !== null && <> · <span data-testid="price">{strings.measure.price(price)}</span></>}
      {messages > 1 && <> · <strong data-testid="messages">{strings.measure.messages(messages)}</strong></>}
    </span>
  );
}

/** As many rows as the text needs, from two to six; measured, because the width decides where lines break. */
function grow(box: HTMLTextAreaElement): void {
  for (box.rows = 2; box.rows < 6 && box.scrollHeight > box.clientHeight; ) box.rows += 1;
}

function whyFailed(failure: NonNullable<NonNullable<Reply['attempt']['value']>['failure']>): string {
  return failure.outcomeUnknown ? words.failedUnknown : `${words.failed} ${failure.detail}`.trim();
}
