import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ChatMessage } from './api';
import { LONGEST, type Chat } from './chat';
import type { Embedding } from './embedding';
import type { Outgoing } from './outbox';
import { timeOf, whenSaid, words } from './words';

interface TalkProps {
  chat: Chat;
  embedding: Embedding;
}

export function Talk({ chat, embedding }: TalkProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [messages, pending] = [chat.messages.value, chat.outbox.pending.value];
  useLayoutEffect(() => {
    const box = scroller.current;
    if (box !== null && (atEnd.current || pending.some((one) => one.id === null))) box.scrollTop = box.scrollHeight;
  });
  // The composer grows, a line appears, an on-screen keyboard opens: that must not hide the newest.
  useEffect(() => {
    const box = scroller.current;
    if (box === null) return undefined;
    const watch = new ResizeObserver(() => {
      if (atEnd.current) box.scrollTop = box.scrollHeight;
    });
    watch.observe(box);
    return () => watch.disconnect();
  }, []);
  const onScroll = (): void => {
    const box = scroller.current;
    if (box !== null) atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < 60;
  };
  const nothing = messages.length === 0 && pending.length === 0;
  return (
    <main class="chat__talk">
      <div class="chat__log" ref={scroller} onScroll={onScroll} tabIndex={0} role="log" aria-live="polite" aria-label={words.log} data-testid="log">
        {nothing && <p class="chat__empty">{words.empty}</p>}
        <ol>
          {messages.map((message) => <Said key={message.seq} message={message} />)}
          {pending.map((one) => <Going key={one.clientId} one={one} onRetry={() => chat.outbox.retry()} />)}
        </ol>
      </div>
      <Standing chat={chat} />
      <Compose chat={chat} asked={embedding.asked.value} />
    </main>
  );
}

function Said({ message }: { message: ChatMessage }) {
  const mine = message.direction === 'inbound';
  const who = mine ? words.who.me : message.automatic ? words.who.line : words.who.person;
  return (
    <li class={`said ${mine ? 'said--mine' : message.automatic ? 'said--line' : 'said--person'}`} data-testid="message" data-direction={message.direction} data-seq={message.seq}>
      <p class="said__who">{who}</p>
      <p class="said__words" dir="auto">{message.content}</p>
      <p class="said__facts"><time dateTime={message.at}>{timeOf(new Date(message.at))}</time></p>
    </li>
  );
}

function Going({ one, onRetry }: { one: Outgoing; onRetry: () => void }) {
  const status = one.id !== null ? 'taken' : one.failure === null ? 'going' : one.again ? 'again' : 'failed';
  return (
    <li class="said said--mine" data-testid="message" data-direction="inbound" data-status={status}>
      <p class="said__who">{words.who.me}</p>
      <p class="said__words" dir="auto">{one.content}</p>
      <p class="said__facts">
        {words.sent[status]}
        {status === 'failed' && <> <button type="button" class="link" data-testid="retry" onClick={onRetry}>{words.sent.tryAgain}</button></>}
      </p>
    </li>
  );
}

/** How the chat stands, and whether anything reaches it. */
function Standing({ chat }: { chat: Chat }) {
  const connection = words.connections[chat.connection.value];
  const closed = closedNote(chat);
  return (
    <div class="chat__standing">
      <div class="chat__state">
        <p role="status" data-testid="standing">{chat.ending.value ? words.ending : words.states[chat.state.value]}</p>
        <EndChat chat={chat} />
      </div>
      <div class="chat__notes" role="status">
        {closed !== null && <p class="hint" data-testid="closed-note">{closed}</p>}
        {chat.optedOut.value && <p class="hint" data-testid="opted-out">{words.optedOut}</p>}
        {chat.endFailed.value && <p class="alert">{words.endFailed}</p>}
        {connection !== '' && <p class="quiet" data-testid="connection">{connection}</p>}
        <p class="chat__typing" data-testid="typing" data-typing={chat.typing.value}>{chat.typing.value && words.typing}</p>
      </div>
    </div>
  );
}

/** For who wrote, or is about to, while nobody is there. */
function closedNote(chat: Chat): string | null {
  const program = chat.hours.program.value;
  const alone = chat.state.value === 'new' || chat.state.value === 'waiting';
  if (program === null || program.open || !alone) return null;
  return program.opensAt == null ? words.closed.noteUnknown : words.closed.note(whenSaid(new Date(program.opensAt), new Date()));
}

function Compose({ chat, asked }: { chat: Chat; asked: number }) {
  const input = useRef<HTMLTextAreaElement>(null);
  const text = chat.draft.value;
  const left = LONGEST - [...text.trim()].length;
  useEffect(() => {
    if (asked > 0) input.current?.focus({ preventScroll: true });
  }, [asked]);
  useLayoutEffect(() => {
    const box = input.current;
    if (box !== null) for (box.rows = 2; box.rows < 6 && box.scrollHeight > box.clientHeight; ) box.rows += 1;
  }, [text]);

  const send = (): void => {
    chat.send();
    input.current?.focus({ preventScroll: true });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // While an input method composes a character, Enter belongs to it.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form class="chat__compose" autocomplete="off" onSubmit={(event) => { event.preventDefault(); send(); }}>
      <label class="unseen" for="words">{words.compose.label}</label>
      <textarea id="words" ref={input} data-testid="composer" rows={2} value={text} dir="auto" autocomplete="off" placeholder={words.compose.label}
        enterkeyhint="send" aria-describedby="compose-hint compose-left" onKeyDown={onKeyDown} onInput={(event) => chat.type(event.currentTarget.value)} />
      <button type="submit" class="button button--primary" data-testid="send" aria-disabled={text.trim() === '' || left < 0}>{words.compose.send}</button>
      <p class="chat__facts quiet">
        <span id="compose-hint">{words.compose.hint}</span>{' '}
        <span id="compose-left">{left < 0 ? <strong class="chat__over">{words.compose.over(-left)}</strong> : left < 200 && words.compose.left(left)}</span>
      </p>
    </form>
  );
}

function EndChat({ chat }: { chat: Chat }) {
  const [asking, setAsking] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    if (asking) dialog.current?.showModal();
  }, [asking]);
  const possible = chat.state.value === 'waiting' || chat.state.value === 'active';
  if (!possible || chat.ending.value) return null;
  return (
    <>
      <button type="button" class="button button--small" data-testid="end" onClick={() => setAsking(true)}>{words.end}</button>
      {asking && (
        <dialog class="dialog" ref={dialog} aria-labelledby="end-title" aria-describedby="end-meaning" onClose={() => setAsking(false)}>
          <h2 id="end-title">{words.endAsk}</h2>
          <p id="end-meaning">{words.endMeaning}</p>
          <div class="dialog__buttons">
            <button type="button" class="button" data-testid="end-no" onClick={() => setAsking(false)}>{words.endNo}</button>
            <button type="button" class="button button--primary" data-testid="end-yes" onClick={() => { setAsking(false); void chat.end(); }}>{words.endYes}</button>
          </div>
        </dialog>
      )}
    </>
  );
}
