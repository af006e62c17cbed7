import { useRef, useState } from 'preact/hooks';
import { asApiError, type ApiError } from '../../api/problem';
import { Dialog } from '../../parts/dialog';
import { explain } from '../../parts/explain';
import { strings } from '../../strings';
import type { Collection } from '../collection';
import type { Editing } from '../editing';
import type { Doc } from '../kinds';
import { sayRefusal } from '../refusals';

const words = strings.admin.use;

/** Takes a document out of use, or puts it back, after saying what that means. */
export function UseButton<D extends Doc, S extends object>({ collection, form, name, means }: { collection: Collection<D, S>; form: Editing<D, S>; name: string; means: string }) {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const doc = form.doc.value;
  if (doc === null) return null;
  const { active } = doc;

  async function act({ id, version }: D): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      form.heard(await (active ? collection.deactivate(id) : collection.restore(id, version)));
      setAsking(false);
      requestAnimationFrame(() => button.current?.focus());
    } catch (caught) {
      const error = asApiError(caught);
      setProblem(whyNot(error));
      if (error.status === 412) form.heard(await collection.get(id).catch(() => doc as D));
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      <button ref={button} type="button" class={`button ${active ? 'button--warn' : ''}`} data-testid={active ? 'take-out' : 'put-back'} onClick={() => { setProblem(null); setAsking(true); }}>
        {active ? words.takeOut : words.putBack}
      </button>
      {asking && (
        <Dialog heading={active ? words.takeOutOf(name) : words.putBackOf(name)} confirm={active ? words.takeOut : words.putBack} grave={active} busy={busy} problem={problem}
          testId="confirm-use" onCancel={() => setAsking(false)} onConfirm={() => void act(doc)}>
          <p>{active ? means : words.putBackMeans}</p>
          {active && <p class="quiet">{words.nothingDeleted}</p>}
        </Dialog>
      )}
    </>
  );
}

/** Why something that is done by one button did not work. */
export function whyNot(error: ApiError): string {
  if (error.status === 412) return words.changed;
  if (error.outcomeUnknown) return words.uncertain;
  return error.fields.length > 0 ? error.fields.map(({ message }) => sayRefusal(message)).join(' ') : explain(error);
}
