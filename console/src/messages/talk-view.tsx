import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Signal } from '@preact/signals';
import { PlaceHeading } from '../beside/sided';
import { explain } from '../parts/explain';
import { dayOf, Time } from '../parts/times';
import { strings } from '../strings';
import { AttachButton, Attached } from './attached';
import type { Attaching } from './attaching';
import { LONGEST, type StaffMessage, type Talk } from './talk';

const words = strings.messages;
/** Whoever is nearer to the end than this, in pixels, sees what comes. */
const NEAR = 80;
/** How much is left is said when it becomes little. */
const LITTLE = 500;

/** The thread with one colleague, and where one writes. `draft` outlives this page. */
export function TalkView({ talk, attaching, userId, draft }: { talk: Talk; attaching: Attaching; userId: string; draft: Signal<string> }) {
  const peer = talk.peer.value;
  const messages = talk.messages.value;
  const failure = talk.failure.value;
  return (
    <section class="talk" aria-label={peer?.name} data-testid="talk" data-peer={talk.peerId}>
      <PlaceHeading>{peer === null ? words.heading : peer.name}</PlaceHeading>
      {peer !== null && <p class="quiet">{strings.account.roles[peer.role]} · {words.private}</p>}
      <div role="alert">{failure !== null && <p class="alert">{messages === null ? explain(failure) : words.stale}</p>}</div>
      {messages === null && failure === null && <p role="status">{words.loading}</p>}
      {messages !== null && <Messages talk={talk} messages={messages} userId={userId} name={peer?.name ?? ''} />}
      {peer !== null && !peer.active && <p class="hint">{words.inactive}</p>}
      {peer?.active && <Composer talk={talk} attaching={attaching} name={peer.name} draft={draft} />}
    </section>
  );
}

function Messages({ talk, messages, userId, name }: { talk: Talk; messages: readonly StaffMessage[]; userId: string; name: string }) {
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const before = useRef<{ first: number; height: number } | null>(null);
  const [below, setBelow] = useState(false);
  const first = messages[0]?.seq ?? 0;
  const last = messages.at(-1);

  // What comes is shown to whoever reads the end; older ones are put above without moving what is read.
  useLayoutEffect(() => {
    const at = list.current;
    if (at === null) return;
    const begins = before.current === null ? at.querySelector<HTMLElement>('.talk__new') : null;
    if (before.current !== null && first < before.current.first) at.scrollTop += at.scrollHeight - before.current.height;
    // Whoever comes back reads from where they were.
    else if (begins !== null) {
      at.scrollTop = begins.offsetTop - at.offsetTop;
      atEnd.current = isAtEnd(at);
    }
    else if (atEnd.current || last?.senderId === userId) at.scrollTop = at.scrollHeight;
    else setBelow(true);
    before.current = { first, height: at.scrollHeight };
  }, [first, last?.seq]);
  useEffect(() => {
    const look = (): void => { if (document.visibilityState === 'visible' && atEnd.current) void talk.read(); };
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [talk, last?.seq]);

  const scrolled = (): void => {
    const at = list.current;
    if (at === null) return;
    atEnd.current = isAtEnd(at);
    if (!atEnd.current) return;
    setBelow(false);
    void talk.read();
  };
  const newAfter = talk.newAfter.value;
  return (
    <div class="talk__frame">
      <div class="talk__list" ref={list} tabIndex={0} role="group" aria-label={words.heading} onScroll={scrolled} data-testid="talk-messages">
        {talk.more.value && (
          <button type="button" class="button button--small talk__older" data-testid="earlier" aria-disabled={talk.loadingOlder.value} onClick={() => void talk.older()}>
            {talk.loadingOlder.value ? words.loading : words.older}
          </button>
        )}
        {!talk.more.value && first > 1 && <p class="quiet talk__gone">{words.gone}</p>}
        {messages.length === 0 && <p class="quiet">{words.none}</p>}
        <ol>
          {messages.map((one, place) => (
            <Message key={one.seq} one={one} mine={one.senderId === userId} name={name} dayBreak={dayOf(messages[place - 1]?.at ?? '1970-01-01') !== dayOf(one.at)}
              newHere={newAfter !== null && one.senderId !== userId && one.seq > newAfter && !messages.slice(0, place).some((other) => other.seq > newAfter && other.senderId !== userId)} />
          ))}
        </ol>
      </div>
      {below && (
        <button type="button" class="button button--small talk__below" onClick={() => { if (list.current !== null) list.current.scrollTop = list.current.scrollHeight; }}>{words.toNew}</button>
      )}
      <p class="unseen" aria-live="polite">{last !== undefined && last.senderId !== userId && newAfter !== last.seq && atEnd.current ? `${name}: ${last.content}` : ''}</p>
    </div>
  );
}

const isAtEnd = (at: HTMLElement): boolean => at.scrollHeight - at.scrollTop - at.clientHeight < NEAR;

function Message({ one, mine, name, dayBreak, newHere }: { one: StaffMessage; mine: boolean; name: string; dayBreak: boolean; newHere: boolean }) {
  return (
    <>
      {dayBreak && <li class="talk__day"><span>{dayOf(one.at)}</span></li>}
      {newHere && <li class="talk__new" data-testid="new-here"><span>{words.new}</span></li>}
      <li class={`said ${mine ? 'said--mine' : ''}`} data-testid="dm" data-seq={one.seq} data-mine={mine}>
        <p class="said__who"><strong>{mine ? strings.who.you : name}</strong> <span class="quiet"><Time at={one.at} /></span></p>
        <p class="said__words" dir="auto">{one.content}</p>
        {(one.fileLinks ?? []).length > 0 && (
          <ul class="said__files" aria-label={words.files}>
            {one.fileLinks?.map((file) => (
              <li key={file.id}><a href={file.url} download={file.name} rel="noreferrer">{file.name}</a> <span class="quiet">{words.size(file.size)}</span></li>
            ))}
          </ul>
        )}
      </li>
    </>
  );
}

function Composer({ talk, attaching, name, draft }: { talk: Talk; attaching: Attaching; name: string; draft: Signal<string> }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [empty, setEmpty] = useState(false);
  const text = draft.value;
  const failure = talk.sendFailure.value;
  const left = LONGEST - text.length;
  const send = async (): Promise<void> => {
    setEmpty(text.trim() === '');
    if (text.trim() === '') return field.current?.focus();
    // What is still on its way goes with the message.
    if (attaching.busy.value) return;
    if (await talk.send(text, attaching.ids)) {
      draft.value = '';
      attaching.sent();
    }
    field.current?.focus();
  };
  return (
    <form class="talk__composer" onSubmit={(event) => { event.preventDefault(); void send(); }}>
      <label class="unseen" for="dm-text">{words.textTo(name)}</label>
      <textarea id="dm-text" ref={field} rows={2} maxLength={LONGEST} dir="auto" placeholder={words.text} aria-describedby="dm-hint" aria-invalid={empty} value={text} data-testid="dm-text"
        onInput={(event) => { setEmpty(false); draft.value = event.currentTarget.value; }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          void send();
        }} />
      <Attached attaching={attaching} />
      <div class="talk__under">
        <p class={`quiet ${empty || left < LITTLE ? '' : 'talk__hint'}`} id="dm-hint">{empty ? <span class="field__problem">{words.empty}</span> : left < LITTLE ? words.left(left) : words.hint}</p>
        <div class="talk__do">
          <AttachButton attaching={attaching} />
          <button type="submit" class="button button--primary" data-testid="dm-send" aria-disabled={talk.sending.value || attaching.busy.value}>{talk.sending.value ? words.sending : words.send}</button>
        </div>
      </div>
      <div role="alert">{failure !== null && <p class="alert">{failure.outcomeUnknown ? words.uncertain : `${words.failed} ${explain(failure)}`}</p>}</div>
    </form>
  );
}
