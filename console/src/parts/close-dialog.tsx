import { useEffect, useRef, useState } from 'preact/hooks';
import type { ApiError } from '../api/problem';
import { strings } from '../strings/en';

const words = strings.close;

interface Props {
  hasDraft: boolean;
  failure: ApiError | null;
  onCancel: () => void;
  /** Settles when the closing worked or failed; when it worked, this dialog is gone. */
  onConfirm: () => Promise<void>;
}

/** Asks before closing. A native modal dialog: it keeps the focus, Escape cancels, and the focus returns. */
export function CloseDialog({ hasDraft, failure, onCancel, onConfirm }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);

  async function confirm(): Promise<void> {
    if (busy) return;
    setBusy(true);
    await onConfirm();
    setBusy(false);
  }

  return (
    <dialog class="dialog" ref={dialog} aria-labelledby="close-heading" aria-describedby="close-body" onClose={onCancel}>
      <h2 id="close-heading">{words.heading}</h2>
      <div id="close-body">
        <p>{words.body}</p>
        {hasDraft && <p><strong>{words.draft}</strong></p>}
      </div>
      {failure !== null && <p role="alert" class="alert">{failure.detail || strings.pane.actionFailed}</p>}
      <div class="dialog__buttons">
        <button type="button" class="button" onClick={() => dialog.current?.close()}>{words.cancel}</button>
        <button type="button" class="button button--primary" data-testid="confirm-close" aria-disabled={busy}
          onClick={() => void confirm()}>
          {busy ? words.busy : words.confirm}
        </button>
      </div>
    </dialog>
  );
}
