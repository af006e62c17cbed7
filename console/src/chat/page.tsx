import { useEffect, useRef } from 'preact/hooks';
import { LANGUAGES, type Language } from '../strings/language';
import type { Chat, Stage } from './chat';
import type { Embedding } from './embedding';
import { Talk } from './talk';
import { language, whenSaid, words } from './words';

interface Props {
  chat: Chat;
  embedding: Embedding;
  /** The quick exit. */
  onLeave: () => void;
  onSpeak: (wanted: Language) => void;
}

export function ChatPage({ chat, embedding, onLeave, onSpeak }: Props) {
  const stage = chat.stage.value;
  return (
    <div class="chat" data-testid="chat" data-stage={stage} data-state={chat.state.value} data-connection={chat.connection.value}>
      <Top chat={chat} embedding={embedding} onLeave={onLeave} />
      <HelpLine chat={chat} onSpeak={onSpeak} />
      {stage === 'open' ? <Talk chat={chat} embedding={embedding} />
        : stage === 'closed' ? <Closed chat={chat} asked={embedding.asked.value} />
          : <Standstill chat={chat} stage={stage} />}
    </div>
  );
}

function Top({ chat, embedding, onLeave }: Omit<Props, 'onSpeak'>) {
  const leaveHint = embedding.framed ? words.leaveSiteHint : words.leaveHint;
  return (
    <header class="chat__top">
      <h1 class="chat__name" data-testid="program">{chat.programName.value || words.title}</h1>
      {embedding.held.value && (
        <button type="button" class="button chat__minimise" data-testid="minimise" aria-label={words.minimise} title={words.minimise}
          aria-describedby="minimise-hint" onClick={() => embedding.say({ type: 'minimise', escape: false })}>
          <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"><path d="M4 7l6 6 6-6" fill="none" stroke="currentColor" stroke-width="2.5" /></svg>
        </button>
      )}
      <button type="button" class="button chat__leave" data-testid="leave" title={leaveHint} aria-describedby="leave-hint" onClick={onLeave}>
        {words.leave}
      </button>
      {embedding.held.value && <p class="unseen" id="minimise-hint">{words.minimiseHint}</p>}
      <p class="unseen" id="leave-hint">{leaveHint}</p>
    </header>
  );
}

/** Where else to turn: always in sight. And the page's other language, where somebody is greeted in it. */
function HelpLine({ chat, onSpeak }: Pick<Props, 'chat' | 'onSpeak'>) {
  const { label, lead, call, or, anytime } = words.help;
  const spoken = Object.keys(LANGUAGES) as Language[];
  const others = spoken.filter((one) => one !== language && chat.hours.program.value?.languages.includes(one));
  return (
    <section class="chat__help" aria-label={label}>
      <p data-testid="help-line">
        <strong>{lead}</strong> {call} <a href="tel:911">911</a>. {or} <a href="tel:988">988</a> {anytime}
      </p>
      {others.map((one) => <button key={one} type="button" class="link" lang={one} data-testid={`speak-${one}`} onClick={() => onSpeak(one)}>{LANGUAGES[one]}</button>)}
    </section>
  );
}

/** Nobody is there by the program's hours: what is so, where else to turn, and that one may write all the same. */
function Closed({ chat, asked }: { chat: Chat; asked: number }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (asked > 0) heading.current?.focus({ preventScroll: true });
  }, [asked]);
  const opens = chat.hours.program.value?.opensAt;
  const { title, unknown, elsewhere, line, write } = words.closed;
  return (
    <main class="chat__still">
      <h2 class="chat__closed" tabIndex={-1} ref={heading} data-testid="closed">{title(chat.programName.value)}</h2>
      <p data-testid="opens">{opens == null ? unknown : words.closed.opens(whenSaid(new Date(opens), new Date()))}</p>
      <p>{elsewhere}</p>
      <p>{line}</p>
      <button type="button" class="button button--primary" data-testid="write-anyway" onClick={() => void chat.open()}>{write}</button>
    </main>
  );
}

function Standstill({ chat, stage }: { chat: Chat; stage: Stage }) {
  const again = stage === 'unreachable' || stage === 'too-many';
  const anew = stage === 'expired' || stage === 'erased';
  return (
    <main class="chat__still">
      <p role="status" data-testid="standstill">{words.stages[stage]}</p>
      {(again || anew) && (
        <button type="button" class="button button--primary" data-testid="start-again" onClick={() => void chat.open()}>{anew ? words.anew : words.again}</button>
      )}
    </main>
  );
}
