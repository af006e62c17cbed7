import { signal } from '@preact/signals';
import { HERE, TAKE, type FromFrame, type ToFrame } from '../../widget/protocol';

/** Our own script answers at once; a stranger's page around the frame never does. */
const HOLDER_MS = 1_000;

/** The window this page stands in, and whoever holds it. */
export interface Surroundings {
  self: EventTarget;
  /** Null when the page stands by itself. */
  holder: { postMessage: (message: string, targetOrigin: string) => void } | null;
}

/** The page's side of being held in a frame: by our own script, by a stranger's, or not at all. */
export class Embedding {
  /** Whether our own script holds the frame: then it can be put away. */
  readonly held = signal(false);
  /** Whether somebody can see the frame. */
  readonly shown = signal(true);
  /** How often somebody opened the page or the panel, and wants to write. A page that was merely loaded takes no focus
   *  away from the one around it. */
  readonly asked = signal(0);
  readonly framed: boolean;
  /** What our own script held for this page; null when it held nothing, or nobody of ours is there after a moment. */
  readonly taken: Promise<string | null>;
  #take: (sealed: string | null) => void = () => undefined;
  #port: MessagePort | null = null;
  readonly #onLeave: () => void;

  /** `onLeave`: the page around this one is being left. */
  constructor({ self, holder }: Surroundings, onLeave: () => void) {
    this.#onLeave = onLeave;
    this.framed = holder !== null;
    this.taken = new Promise((resolve) => {
      this.#take = resolve;
    });
    if (holder === null) {
      this.asked.value = 1;
      this.#take(null);
      return;
    }
    self.addEventListener('message', (event) => this.#taken(event as MessageEvent, holder));
    // Who holds us is not known yet, and this says nothing that they do not know.
    holder.postMessage(HERE, '*');
    setTimeout(() => this.#take(null), HOLDER_MS);
  }

  /** False when nobody hears it. */
  say(what: FromFrame): boolean {
    this.#port?.postMessage(what);
    return this.#port !== null;
  }

  #taken(event: MessageEvent, holder: unknown): void {
    const [port] = event.ports;
    if (event.source !== holder || event.data !== TAKE || port === undefined || this.#port !== null) return;
    this.#port = port;
    // Nobody has said so yet: what is loaded again for somebody who put it away is not seen.
    this.shown.value = false;
    this.held.value = true;
    port.onmessage = ({ data }) => this.#heard(data as ToFrame);
  }

  #heard(told: ToFrame): void {
    if (told.type === 'leave') this.#onLeave();
    if (told.type === 'held') this.#take(told.sealed);
    if (told.type !== 'shown') return;
    this.shown.value = told.shown;
    if (told.focus) this.asked.value += 1;
  }
}
