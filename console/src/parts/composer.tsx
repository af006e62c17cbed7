import { useLayoutEffect, useState } from 'preact/hooks';
import { measure } from '../compose/segments';
import { LONGEST, outgoing, type Reply } from '../desk/reply';
import type { Channel } from '../api/types';
import { strings } from '../strings';
import { useCannedMenu, type Canning } from './canned-menu';
import { explain } from './explain';
import { money } from './times';

const words = strings.composer;

/** Carriers count and charge by segments; a partner and a web chat do not. */
const BY_SEGMENT: readonly Channel[] = ['twilio', 'aws'];

interface Props {
  /** Of the conversation: several composers may stand side by side. */
  id: string;
  reply: Reply;
  channel: Channel;
  /** US dollars; null where it is not known. */
  segmentCost: number | null;
  /** Why nothing can be sent now; what was typed stays. */
  refused?: string;
  /** Nothing answers just now. */
  offline: boolean;
  input: { current: HTMLTextAreaElement | null };
  canned: Canning;
  drafting: boolean;
  draftFailed: boolean;
  /** Puts an assistant's draft into the composer. */
  onDraft: () => Promise<void>;
  /** The reader is writing. */
  onType: () => void;
  onSend: () => Promise<void>;
}

export function Composer({ id, reply, channel, segmentCost, refused, offline, input, canned, drafting, draftFailed, onDraft, onType, onSend }: Props) {
  const draft = reply.draft.value;
  const blanks = reply.blanks.value;
  const suggested = reply.suggested.value !== null;
  const attempt = reply.attempt.value;
  const sending = attempt !== null && attempt.failure === null;
  const text = outgoing(draft);
  const over = [...text].length - LONGEST;
  /** Sending was tried with a blank in the text. */
  const [blankTried, setBlankTried] = useState(false);
  const menu = useCannedMenu({ ...canned, id: `canned-${id}`, input });
  const named = (what: string): string => `reply-${what}-${id}`;
  const counts = refused === undefined && (over > 0 || BY_SEGMENT.includes(channel));
  const described = [
    ...(refused === undefined ? ['hint'] : ['refused']), ...(counts ? ['count'] : []), ...(suggested ? ['draft'] : []), ...(blanks.length > 0 ? ['blank'] : []),
  ];

  useLayoutEffect(() => {
    if (input.current !== null) grow(input.current);
  }, [draft]);
  useLayoutEffect(() => {
    if (blanks.length === 0) setBlankTried(false);
  }, [blanks.length]);

  async function send(): Promise<void> {
    if (refused !== undefined) return;
    const [blank] = blanks;
    if (blank !== undefined) {
      setBlankTried(true);
      select(input.current, blank);
      return;
    }
    await onSend();
    input.current?.focus({ preventScroll: true });
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing || menu.onKey(event)) return;
    // While an input method composes a character, Enter belongs to it.
    if (event.key !== 'Enter' || event.shiftKey) return;
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
      {menu.view}
      <Failure reply={reply} text={text} sending={sending} offline={offline} onRetry={() => void send()} />
      <div role="alert">
        {blankTried && blanks.length > 0 && (
          <p class="alert composer__failure" id={named('blank')} data-testid="blank-refused">
            {blanks.length === 1 ? strings.writing.blank(blanks.join(' ')) : strings.writing.blanks(blanks.join(' '))}
          </p>
        )}
      </div>
      <div role="status">
        {suggested && <p class="composer__draft" id={named('draft')} data-testid="draft-mark">{words.drafted}{reply.untouched && ` ${words.draftedHint}`}</p>}
        {draftFailed && !suggested && <p class="composer__draft">{words.draftFailed}</p>}
        {blanks.length > 0 && !blankTried && <p class="composer__draft" id={named('blank')} data-testid="blanks">{strings.writing.hasBlanks(blanks.join(' '))}</p>}
      </div>
      {refused !== undefined && <p class="composer__refused" id={named('refused')} data-testid="composer-refused">{refused}</p>}
      <label class="unseen" for={named('box')}>{words.label}</label>
      <div class="composer__row">
        <textarea id={named('box')} ref={input} data-testid="composer" rows={2} value={draft} readOnly={sending || refused !== undefined} dir="auto"
          placeholder={words.label} enterkeyhint="send" aria-disabled={refused !== undefined} aria-invalid={blankTried || undefined}
          aria-describedby={described.map(named).join(' ')}
          onKeyDown={onKeyDown} onClick={menu.look} onKeyUp={(event) => { if (CARET_KEYS.has(event.key)) menu.look(); }}
          data-draft={suggested} onInput={(event) => { reply.type(event.currentTarget.value); menu.look(); onType(); }} />
        <button type="submit" class="button button--primary" data-testid="send" aria-disabled={sending || text === '' || over > 0 || refused !== undefined}>
          {sending ? words.sending : words.send}
        </button>
      </div>
      {refused === undefined && <div class="composer__facts quiet">
        {counts && (
          <span id={named('count')}>
            {over > 0 ? <strong class="composer__over">{words.tooLong(over)}</strong> : <Takes text={text} segmentCost={segmentCost} />}
          </span>
        )}
        <span id={named('hint')} class="composer__hint">{words.hint} {strings.writing.hint}</span>
        <span class="composer__helps">
          <button type="button" class="link" data-testid="open-canned" aria-expanded={menu.shown} aria-controls={`canned-${id}`}
            onClick={(event) => menu.press((event as unknown as PointerEvent).pointerType === 'touch')}>
            {strings.writing.canned}
          </button>
          <button type="button" class="link" data-testid="draft-reply" aria-disabled={drafting || sending} onClick={() => void draftOne()}>
            {drafting ? words.drafting : words.draft}
          </button>
        </span>
      </div>}
    </form>
  );
}

/** They move the caret and change nothing. */
const CARET_KEYS: ReadonlySet<string> = new Set(['ArrowLeft', 'ArrowRight', 'Home', 'End']);

/** What is known of a text that was to be sent, and the way to try again; said anew when the connection is back. */
function Failure({ reply, text, sending, offline, onRetry }: { reply: Reply; text: string; sending: boolean; offline: boolean; onRetry: () => void }) {
  const failed = sending ? null : reply.failed.value;
  const [wasOffline, setWasOffline] = useState(false);
  useLayoutEffect(() => {
    if (failed === null) setWasOffline(false);
    else if (offline) setWasOffline(true);
  }, [failed === null, offline]);
  if (failed === null || (text === '' && reply.attempt.value === null)) return <div role="alert" />;
  const same = failed.text === text;
  const unsure = failed.failure.outcomeUnknown;
  const why = !same ? (unsure ? words.edited : words.failed)
    : !unsure ? `${words.failed} ${explain(failed.failure)}`.trim()
    : offline ? strings.writing.offline
    : wasOffline ? strings.writing.back : words.failedUnknown;
  return (
    <div role="alert">
      <div class="alert composer__failure" data-testid="send-failed" data-offline={offline}>
        <p>{why}</p>
        {same && <button type="button" class="button" data-testid="retry-send" onClick={onRetry}>{words.again}</button>}
      </div>
    </div>
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

/** To be written over at once. */
function select(box: HTMLTextAreaElement | null, words: string): void {
  if (box === null) return;
  const at = box.value.indexOf(words);
  box.focus({ preventScroll: true });
  box.setSelectionRange(at, at + words.length);
}
