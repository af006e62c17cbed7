import { render } from 'preact';
import { ChatApi } from './api';
import { Chat } from './chat';
import { doubleEscape, leave } from './exit';
import { ChatPage } from './page';
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/chat.css';

const root = document.getElementById('chat');
if (root === null) throw new Error('chat/index.html has no #chat');

const chat = new Chat({ api: new ChatApi(), storage: sessionStorage, programId: new URLSearchParams(location.search).get('program') });
const listening = new AbortController();

function leaveNow(): void {
  listening.abort();
  chat.forgetAll();
  leave({ storage: sessionStorage, document, location });
}

const isSecondEscape = doubleEscape();
const { signal } = listening;
// Before anything on the page makes use of the key: whoever has to leave has no time.
addEventListener('keydown', (event) => isSecondEscape(event.key) && leaveNow(), { capture: true, signal });
addEventListener('online', () => chat.wake(), { signal });
addEventListener('offline', () => chat.cut(), { signal });
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && chat.wake(), { signal });

render(<ChatPage chat={chat} onLeave={leaveNow} />, root);
void chat.start();
