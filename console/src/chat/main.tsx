import { effect } from '@preact/signals';
import { render } from 'preact';
import type { Language } from '../strings/language';
import { ChatApi } from './api';
import { Chat } from './chat';
import { Embedding } from './embedding';
import { doubleEscape, empty, ELSEWHERE, leave } from './exit';
import { HeldStorage } from './held';
import { keepLanguage, kept, keptLanguage, ownStorage } from './keep';
import { ChatPage } from './page';
import { language, preferred, speak } from './words';
import '../styles/first.css';
import '../styles/chat.css';

/** The page around this one is left by who holds the frame; this much later it is tried from here, where that is not ours. */
const HELD_MS = 400;

const root = document.getElementById('chat');
if (root === null) throw new Error('chat/index.html has no #chat');

const asked = new URLSearchParams(location.search);
const listening = new AbortController();
const { signal } = listening;
const embedding = new Embedding({ self: window, holder: window.parent === window ? null : window.parent }, vanish);
const held = new HeldStorage((sealed) => embedding.say({ type: 'hold', sealed }), document);
const own = ownStorage();
const storage = own ?? held;
const chat = new Chat({
  api: new ChatApi(),
  storage,
  programId: asked.get('program'),
  visible: () => document.visibilityState === 'visible' && embedding.shown.value,
});

/** Forgets all, shows nothing, and says so. */
function vanish(): void {
  listening.abort();
  chat.forgetAll();
  empty({ document, storage });
  embedding.say({ type: 'leave' });
}

function leaveNow(): void {
  vanish();
  if (!embedding.framed) {
    leave({ storage, document, location });
    return;
  }
  // A browser lets a frame do this after a click only; our own script is gone with its page by then.
  setTimeout(() => window.top?.location.replace(ELSEWHERE), embedding.held.value ? HELD_MS : 0);
}

const isSecondEscape = doubleEscape();
// Before anything on the page makes use of the key: whoever has to leave has no time.
addEventListener('keydown', onKey, { capture: true, signal });
addEventListener('online', () => chat.wake(), { signal });
addEventListener('offline', () => chat.cut(), { signal });
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && chat.wake(), { signal });
// Kept by the browser for “back”, and left by the quick exit meanwhile.
addEventListener('pageshow', (event) => event.persisted && chat.stage.value === 'open' && kept(storage) === null && location.reload(), { signal });

function onKey(event: KeyboardEvent): void {
  if (event.repeat) return;
  if (isSecondEscape(event.key)) leaveNow();
  else if (event.key === 'Escape' && !event.isComposing && document.querySelector('dialog[open]') === null) {
    embedding.say({ type: 'minimise', escape: true });
  }
}

function draw(): void {
  // Made anew for another language: nothing on it says by itself that its words have changed.
  render(<ChatPage key={language} chat={chat} embedding={embedding} onLeave={leaveNow} onSpeak={(wanted) => void change(wanted)} />, root as HTMLElement);
}

/** What was said, and what is being written, stays. */
async function change(wanted: Language): Promise<void> {
  await speak(wanted);
  keepLanguage(storage, wanted);
  embedding.asked.value += 1;
  draw();
}

if (own === null) await held.takeUp(await embedding.taken);
void chat.start();
await speak(preferred(keptLanguage(storage), asked.get('lang'), navigator.languages));
if (!signal.aborted) {
  draw();
  effect(() => {
    if (embedding.held.value) embedding.say({ type: 'state', unread: chat.unread.value, talking: chat.talking.value });
  });
  embedding.shown.subscribe((shown) => shown && chat.wake());
}
