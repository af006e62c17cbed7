import { signal, type ReadonlySignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';

/** Closer to the end than this counts as reading the newest. */
const NEAR_PX = 60;

/** What a list needs that is read from its end. */
export interface End {
  scroller: RefObject<HTMLDivElement | null>;
  list: RefObject<HTMLDivElement | null>;
  /** The reader has gone up. */
  away: ReadonlySignal<boolean>;
  toEnd: () => void;
  /** To something that stands before the end; where all that follows can be seen at once, that is the end. */
  goTo: (element: Element) => void;
  /** To be called after each drawing. */
  stay: () => void;
}

/**
 * Keeps the end of a list in view for who is there, and what is read in its place for who is not, whatever is added
 * before or after, and however sizes turn out once they are known.
 */
export function useEnd(): End {
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const keeper = useMemo(() => new Keeper(scroller, list), []);
  useEffect(() => keeper.watch(), [keeper]);
  return { scroller, list, away: keeper.away, toEnd: keeper.toEnd, goTo: keeper.goTo, stay: keeper.stay };
}

class Keeper {
  readonly away = signal(false);
  readonly #scroller: RefObject<HTMLDivElement | null>;
  readonly #list: RefObject<HTMLDivElement | null>;
  /** How the box was when it was looked at last, in pixels: its height, and how far the view is from its end. */
  #height = 0;
  #fromEnd = 0;
  #first: string | null = null;

  constructor(scroller: RefObject<HTMLDivElement | null>, list: RefObject<HTMLDivElement | null>) {
    this.#scroller = scroller;
    this.#list = list;
  }

  readonly toEnd = (): void => {
    const box = this.#scroller.current;
    if (box === null) return;
    box.scrollTop = box.scrollHeight;
    this.#measure(box);
    this.away.value = false;
  };

  readonly goTo = (element: Element): void => {
    element.scrollIntoView({ block: 'start' });
    this.away.value = true;
  };

  readonly stay = (): void => {
    const box = this.#scroller.current;
    if (box === null) return;
    const first = this.#list.current?.querySelector<HTMLElement>('[data-seq]')?.dataset['seq'] ?? null;
    const grewAbove = this.#first !== null && first !== this.#first;
    this.#first = first;
    if (!this.away.peek()) this.toEnd();
    // Browsers hold on to what is read by themselves, but for the very top, and but for some that never do.
    else if (grewAbove && (box.scrollTop === 0 || !CSS.supports('overflow-anchor', 'auto'))) {
      box.scrollTop = box.scrollHeight - box.clientHeight - this.#fromEnd;
    }
  };

  /** Until the result is called. */
  watch(): () => void {
    const box = this.#scroller.current;
    const list = this.#list.current;
    if (box === null || list === null) return () => undefined;
    // The composer grows, an on-screen keyboard opens, lines turn out higher than they were thought to be.
    const sizes = new ResizeObserver(() => {
      if (!this.away.peek()) return this.toEnd();
      this.#measure(box);
      this.away.value = this.#fromEnd >= NEAR_PX;
    });
    sizes.observe(box);
    sizes.observe(list);
    const scrolled = (): void => {
      // Not the reader has moved, but what they read.
      if (!this.away.peek() && box.scrollHeight !== this.#height) return this.toEnd();
      this.#measure(box);
      this.away.value = this.#fromEnd >= NEAR_PX;
    };
    box.addEventListener('scroll', scrolled, { passive: true });
    return () => {
      sizes.disconnect();
      box.removeEventListener('scroll', scrolled);
    };
  }

  #measure(box: HTMLElement): void {
    this.#height = box.scrollHeight;
    this.#fromEnd = box.scrollHeight - box.scrollTop - box.clientHeight;
  }
}
