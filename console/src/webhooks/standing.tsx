import { useState } from 'preact/hooks';
import type { Editing } from '../admin/editing';
import { whyNot } from '../admin/parts/use';
import { asApiError } from '../api/problem';
import { Dialog } from '../parts/dialog';
import { dayAndTime } from '../parts/times';
import { strings } from '../strings';
import type { HookDoc, HookForm, Hooks } from './hooks';

const words = strings.hooks;

interface Props {
  hooks: Hooks;
  form: Editing<HookDoc, HookForm>;
  doc: HookDoc;
  onRemoved: () => void;
}

/** How a webhook stands, and what is done with it beside changing it. */
export function Standing({ hooks, form, doc, onRemoved }: Props) {
  const [asking, setAsking] = useState<'rotate' | 'remove' | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [told, setTold] = useState<string | null>(null);

  async function act(deed: () => Promise<void>, said: string | null): Promise<void> {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    setTold(null);
    try {
      await deed();
      setTold(said);
      setAsking(null);
    } catch (caught) {
      setProblem(whyNot(asApiError(caught)));
    } finally {
      setBusy(false);
    }
  }
  const turn = (active: boolean): Promise<void> => act(async () => form.heard(await hooks.turn(doc, active)), active ? words.enabled : words.paused);
  const inDialog = asking === null ? null : problem;
  return (
    <div class="panel" role="group" aria-label={words.status[doc.status]} data-testid="standing">
      <p>{words.means[doc.status]}</p>
      {doc.status === 'disabled' && (
        <>
          {doc.disabledReason !== null && <p>{words.reasons[doc.disabledReason]}</p>}
          <p class="quiet">
            {[
              ...(doc.disabledAt === null ? [] : [words.stoppedAt(dayAndTime(doc.disabledAt))]),
              ...(doc.disabledError === null ? [] : [words.lastError(words.errors[doc.disabledError] ?? doc.disabledError)]),
            ].join(' · ')}
          </p>
        </>
      )}
      {doc.status === 'active' && doc.failuresInARow > 0 && <p class="alert">{words.failures(doc.failuresInARow)}</p>}
      <p class="quiet">
        {[
          ...(doc.secretSince === null ? [] : [words.secretSince(dayAndTime(doc.secretSince))]),
          ...(doc.previousSecretUntil === null ? [] : [words.two(dayAndTime(doc.previousSecretUntil))]),
        ].join(' · ')}
      </p>
      <div class="panel__buttons">
        <button type="button" class={`button ${doc.active ? '' : 'button--primary'}`} data-testid={doc.active ? 'pause' : 'enable'} aria-disabled={busy} onClick={() => void turn(!doc.active)}>
          {doc.active ? words.pause : words.enable}
        </button>
        <button type="button" class="button" data-testid="rotate" onClick={() => { setProblem(null); setAsking('rotate'); }}>{words.rotate}</button>
        <button type="button" class="button button--warn" data-testid="remove" onClick={() => { setProblem(null); setAsking('remove'); }}>{words.remove}</button>
      </div>
      <div role="alert">{asking === null && problem !== null && <p class="alert">{problem}</p>}</div>
      <p role="status" class="quiet">{told}</p>
      {asking === 'rotate' && (
        <Dialog heading={words.rotateSure} confirm={words.rotateDo} busy={busy} problem={inDialog} testId="confirm-rotate" onCancel={() => setAsking(null)}
          onConfirm={() => void act(async () => form.heard(await hooks.rotate(doc.id)), null)}>
          <p>{words.rotateMeans}</p>
        </Dialog>
      )}
      {asking === 'remove' && (
        <Dialog heading={words.removeSure(doc.url)} confirm={words.removeDo} grave busy={busy} problem={inDialog} testId="confirm-remove" onCancel={() => setAsking(null)}
          onConfirm={() => void act(async () => { await hooks.remove(doc.id); form.discard(); onRemoved(); }, null)}>
          <p>{words.removeMeans}</p>
        </Dialog>
      )}
    </div>
  );
}
