import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';

interface Props {
  label: string;
  testId: string;
  /** Buttons of the role `menuitem`, which close it by being pressed. */
  children: ComponentChildren;
}

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** A button that opens a menu below it: arrows, Home and End move in it, Escape closes it, and so does going elsewhere. */
export function MenuButton({ label, testId, children }: Props) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  /** Which item gets the focus when it opens. */
  const first = useRef<'first' | 'last'>('first');
  const items = (): HTMLElement[] => [...(menu.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];

  useEffect(() => {
    if (!open) return undefined;
    items().at(first.current === 'last' ? -1 : 0)?.focus();
    const elsewhere = (event: Event): void => {
      if (!(event.target instanceof Node) || !box.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('pointerdown', elsewhere);
    document.addEventListener('focusin', elsewhere);
    return () => {
      document.removeEventListener('pointerdown', elsewhere);
      document.removeEventListener('focusin', elsewhere);
    };
  }, [open]);

  // The item that had the focus may not be offered any more.
  useEffect(() => {
    if (open && (document.activeElement === null || document.activeElement === document.body)) (items()[0] ?? button.current)?.focus();
  });

  function show(from: 'first' | 'last'): void {
    first.current = from;
    setOpen(true);
  }
  function onButtonKey(event: KeyboardEvent): void {
    if (open || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') || event.altKey) return;
    event.preventDefault();
    show(event.key === 'ArrowUp' ? 'last' : 'first');
  }
  function close(): void {
    setOpen(false);
    button.current?.focus();
  }
  function onMenuKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.stopPropagation();
      close();
      return;
    }
    if (event.key === 'Tab') setOpen(false);
    const step = event.altKey ? undefined : STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const all = items();
    all[step(all.indexOf(document.activeElement as HTMLElement), all.length)]?.focus();
  }

  return (
    <div class="menu" ref={box}>
      <button type="button" class="button menu__button" ref={button} aria-haspopup="menu" aria-expanded={open} aria-controls={open ? id : undefined} data-testid={testId}
        onClick={() => (open ? close() : show('first'))} onKeyDown={onButtonKey}>
        {label} <span aria-hidden="true">▾</span>
      </button>
      {open && (
        // What an item does may need the focus elsewhere: it goes back to the button before.
        <div class="menu__items" role="menu" id={id} aria-label={label} ref={menu} onKeyDown={onMenuKey} onClickCapture={close}>{children}</div>
      )}
    </div>
  );
}
