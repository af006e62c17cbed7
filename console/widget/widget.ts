import { ELSEWHERE } from '../src/chat/exit';
import { Escapes } from './escapes';
import { build, type Parts } from './markup';
import { HERE, TAKE, type FromFrame, type ToFrame } from './protocol';
import type { Settings } from './settings';
import { held, hold, remember, remembered } from './tab';
import { WORDS } from './words';

/** A frame that has said nothing for so long will hardly come. */
const SILENT_MS = 15_000;
/** So long the frame is waited for, to forget what it keeps, when a page that is blank by then is left. */
const FORGETS_MS = 150;
/** The most that the badge counts up to. */
const MOST = 99;

/** The button, and the frame with the chat, which nothing of the site can look into. */
export class Widget {
  readonly #settings: Settings;
  readonly #parts: Parts;
  readonly #escapes = new Escapes();
  #frame: HTMLIFrameElement | null = null;
  #port: MessagePort | null = null;
  #leaving: ReturnType<typeof setTimeout> | undefined;
  #silent: ReturnType<typeof setTimeout> | undefined;
  #open = false;
  #talking = false;
  #gone = false;
  /** Opened by a person, who is to be brought into the frame as soon as it is there. */
  #wanted = false;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#parts = build(settings);
    this.#parts.button.addEventListener('click', () => (this.#open ? this.minimise() : this.open()));
    addEventListener('message', (event) => this.#isHere(event));
    // Before anything on the site makes use of the key.
    addEventListener('keydown', (event) => this.#pressed(event), { capture: true });
    // A page that the browser keeps for "back" must hold nothing of a chat that may have been left meanwhile.
    addEventListener('pagehide', () => this.#drop());
    addEventListener('pageshow', (event) => event.persisted && this.#resume());
    visualViewport?.addEventListener('resize', () => this.#fit());
    visualViewport?.addEventListener('scroll', () => this.#fit());
  }

  /** Puts the button on the page, above whatever is on it. */
  appear(): void {
    const { host } = this.#parts;
    // Not into the body, which some sites replace as a whole, and whose own transforms would carry it along.
    document.documentElement.append(host);
    if ('popover' in host) {
      host.popover = 'manual';
      host.showPopover();
    }
    this.#resume();
  }

  open(): void {
    this.#escapes.forget();
    this.#wanted = true;
    this.#show(true);
    this.#enter();
  }

  minimise(): void {
    // Whether the keyboard was in the panel or nowhere: it must not be lost with it.
    const within = document.activeElement === this.#parts.host || document.activeElement === document.body;
    this.#show(false);
    this.#tell({ type: 'shown', shown: false, focus: false });
    if (within) this.#parts.button.focus();
  }

  /** Nothing is left of the page to be seen, at once; then away from it, and "back" leads to before it. */
  leave(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#parts.place.classList.add('gone');
    document.body.style.setProperty('display', 'none', 'important');
    document.title = '';
    this.#tell({ type: 'leave' });
    remember(null);
    hold(null);
    if (this.#port === null) this.#away();
    else this.#leaving = setTimeout(() => this.#away(), FORGETS_MS);
  }

  #away(): void {
    clearTimeout(this.#leaving);
    try {
      // A site that asks "are you sure?" must not hold them: with its document everything that listens to it is gone.
      document.open();
    } catch {
      // Not a document that can be opened anew: it is hidden already.
    }
    location.replace(ELSEWHERE);
  }

  #resume(): void {
    const before = remembered();
    if (before === null) return;
    this.#talking = true;
    this.#show(before === 'open');
  }

  #show(open: boolean): void {
    const { place, button } = this.#parts;
    this.#open = open;
    place.classList.toggle('open', open);
    button.setAttribute('aria-expanded', String(open));
    if (open) this.#count(0);
    this.#load();
    this.#fit();
    this.#note();
  }

  /** Nothing is asked of our origin before somebody opens the panel. */
  #load(): void {
    if (this.#frame !== null) return;
    const { panel, wait } = this.#parts;
    const frame = document.createElement('iframe');
    frame.title = WORDS[this.#settings.language].panel;
    frame.referrerPolicy = 'no-referrer';
    frame.src = this.#settings.address;
    this.#silent = setTimeout(() => (wait.textContent = WORDS[this.#settings.language].silent), SILENT_MS);
    this.#frame = frame;
    panel.append(frame);
  }

  #drop(): void {
    clearTimeout(this.#silent);
    this.#port?.close();
    this.#port = null;
    this.#frame?.remove();
    this.#frame = null;
    this.#open = false;
    this.#parts.place.classList.remove('open', 'ready');
    this.#parts.button.setAttribute('aria-expanded', 'false');
    this.#count(0);
  }

  #isHere(event: MessageEvent): void {
    const frame = this.#frame?.contentWindow;
    if (event.data !== HERE || frame == null || event.source !== frame || event.origin !== this.#settings.origin) return;
    clearTimeout(this.#silent);
    this.#port?.close();
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = ({ data }) => this.#heard(data as FromFrame);
    frame.postMessage(TAKE, this.#settings.origin, [port2]);
    this.#tell({ type: 'held', sealed: held() });
    this.#parts.place.classList.add('ready');
    this.#enter();
  }

  /** Tells the frame whether it is seen, and brings the keyboard into it when a person opened it. */
  #enter(): void {
    if (this.#port === null) return;
    const focus = this.#wanted && this.#open;
    if (focus) this.#frame?.focus();
    this.#tell({ type: 'shown', shown: this.#open, focus });
    this.#wanted = false;
  }

  #tell(what: ToFrame): void {
    this.#port?.postMessage(what);
  }

  #heard(told: FromFrame): void {
    if (told.type === 'leave') {
      // It has forgotten all.
      this.leave();
      this.#away();
    }
    if (this.#gone) return;
    if (told.type === 'minimise') this.#do(told.escape ? this.#escapes.press(this.#open) : 'minimise');
    if (told.type === 'hold') hold(told.sealed);
    if (told.type !== 'state') return;
    this.#talking = told.talking;
    this.#note();
    this.#count(this.#open ? 0 : told.unread);
  }

  #pressed(event: KeyboardEvent): void {
    if (event.repeat || this.#gone) return;
    if (event.key === 'Escape') this.#do(this.#escapes.press(this.#open));
    else this.#escapes.forget();
  }

  #do(what: 'leave' | 'minimise' | null): void {
    if (what === 'leave') this.leave();
    if (what === 'minimise') this.minimise();
  }

  #note(): void {
    remember(this.#talking ? (this.#open ? 'open' : 'minimised') : null);
  }

  /** Only how many there are: what they say stays in the frame. */
  #count(unread: number): void {
    const { badge, badgeWords, news } = this.#parts;
    const words = unread > 0 ? WORDS[this.#settings.language].unread(unread) : '';
    badge.textContent = unread > MOST ? `${MOST}+` : String(unread);
    badge.hidden = unread === 0;
    badgeWords.textContent = words;
    const said = words === '' ? '' : `${badge.textContent} ${words}`;
    if (news.textContent !== said) news.textContent = said;
  }

  /** Above a keyboard on the screen, which covers part of the page without making it smaller. */
  #fit(): void {
    const { panel } = this.#parts;
    const view = visualViewport;
    const covered = this.#open && view !== null && view.scale === 1 && view.height < innerHeight - 1;
    panel.style.setProperty('max-block-size', covered ? `${view.height}px` : 'none');
    panel.style.setProperty('transform', covered && view.offsetTop > 0 ? `translateY(${view.offsetTop}px)` : 'none');
  }
}
