import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { strings } from '../strings';

interface Props {
  heading: string;
  confirm: string;
  cancel?: string;
  grave?: boolean;
  busy: boolean;
  problem: string | null;
  /** For tests in a browser: the confirming button. */
  testId: string;
  children: ComponentChildren;
  onCancel: () => void;
  onConfirm: () => void;
}

/** Asks before something is done. A native modal dialog: it keeps the focus, Escape cancels, and the focus returns. */
export function Dialog({ heading, confirm, cancel, grave, busy, problem, testId, children, onCancel, onConfirm }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog class="dialog" ref={dialog} aria-labelledby="dialog-heading" onClose={onCancel}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); if (!busy) onConfirm(); }}>
        <h2 id="dialog-heading">{heading}</h2>
        {children}
        <div role="alert">{problem !== null && <p class="alert">{problem}</p>}</div>
        <div class="dialog__buttons">
          <button type="button" class="button" data-testid="cancel-dialog" onClick={() => dialog.current?.close()}>
            {cancel ?? strings.dialog.cancel}
          </button>
          <button type="submit" class={`button ${grave ? 'button--grave' : 'button--primary'}`} data-testid={testId} aria-disabled={busy}>
            {busy ? strings.dialog.busy : confirm}
          </button>
        </div>
      </form>
    </dialog>
  );
}
