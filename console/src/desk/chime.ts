import { signal } from '@preact/signals';
import type { Alert } from '../api/types';

const KEPT_AS = 'holdfast.sound';
/** A sound that could not be made by then is late, and not made at all. */
const LATE_MS = 1_000;
/** In Hz, and the seconds after which each begins: soft, and low enough to startle nobody. */
const TONES: Readonly<Record<Alert['level'], readonly (readonly [pitch: number, after: number])[]>> = {
  page: [[523.25, 0], [659.25, 0.28]],
  notice: [[523.25, 0]],
};
const LOUDNESS = 0.08;
const SECONDS = 0.6;

/**
 * The sound for alerts, of this browser: off until somebody turns it on. Made by the browser itself; no file is loaded.
 * Browsers make no sound before somebody has touched the page: turning it on is such a touch, and after a reload the
 * first click or key is.
 */
export class Chime {
  readonly on = signal(false);
  readonly #storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null;
  readonly #make: () => AudioContext;
  #context: AudioContext | null = null;

  constructor(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null, make: () => AudioContext = () => new AudioContext()) {
    this.#storage = storage;
    this.#make = make;
    try {
      this.on.value = storage?.getItem(KEPT_AS) === 'on';
    } catch {
      // Storage is forbidden here: it is off at the next visit again.
    }
  }

  /** Turned on, it is heard once, so that one knows it. */
  set(on: boolean): void {
    this.on.value = on;
    try {
      if (on) this.#storage?.setItem(KEPT_AS, 'on');
      else this.#storage?.removeItem(KEPT_AS);
    } catch {
      // As above.
    }
    if (on) this.ring('notice');
  }

  /** Somebody touched the page: from now on the browser may make a sound. */
  wake(): void {
    if (this.on.value) void this.#ready().then(() => undefined, () => undefined);
  }

  ring(level: Alert['level']): void {
    if (!this.on.value) return;
    const asked = performance.now();
    this.#ready().then((context) => {
      if (this.on.value && performance.now() - asked < LATE_MS) play(context, TONES[level]);
    }, () => undefined);
  }

  async #ready(): Promise<AudioContext> {
    this.#context ??= this.#make();
    if (this.#context.state !== 'running') await this.#context.resume();
    return this.#context;
  }
}

function play(context: AudioContext, tones: readonly (readonly [pitch: number, after: number])[]): void {
  for (const [pitch, after] of tones) {
    const at = context.currentTime + after;
    const [tone, volume] = [context.createOscillator(), context.createGain()];
    tone.type = 'sine';
    tone.frequency.value = pitch;
    // It swells and fades: no click, nothing sudden.
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(LOUDNESS, at + 0.04);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + SECONDS);
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + SECONDS);
  }
}
