import { useEffect, useRef, useState } from 'preact/hooks';
import { asApiError } from '../api/problem';
import { More } from '../beside/more';
import { explain } from '../parts/explain';
import { dayAndTime } from '../parts/times';
import { strings } from '../strings';
import { follow, isFinal, type Delivery, type HookDoc, type Hooks } from './hooks';

const words = strings.hooks;

/** What became of each event, and a test to see that all is well. */
export function Deliveries({ hooks, doc }: { hooks: Hooks; doc: HookDoc }) {
  const [list] = useState(() => hooks.deliveries(doc.id));
  const [busy, setBusy] = useState<string | null>(null);
  const [told, setTold] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const left = useRef(false);
  useEffect(() => {
    left.current = false;
    void list.load();
    return () => { left.current = true; };
  }, [list]);

  async function act(what: string, deed: () => Promise<string>, said: string): Promise<void> {
    if (busy !== null) return;
    setBusy(what);
    setTold(null);
    setProblem(null);
    try {
      const delivery = await deed();
      setTold(said);
      setBusy(null);
      await follow(list, delivery, () => left.current);
    } catch (caught) {
      const error = asApiError(caught);
      setProblem(error.code === 'webhook_inactive' ? words.inactive : explain(error));
      setBusy(null);
    }
  }
  const items = list.items.value ?? [];
  return (
    <section class="panel" aria-labelledby="deliveries" data-testid="deliveries">
      <h3 id="deliveries">{words.deliveries}</h3>
      <p class="quiet">{words.deliveriesLead}</p>
      <div class="panel__buttons">
        <button type="button" class="button" data-testid="test" aria-disabled={busy !== null} onClick={() => void act('test', () => hooks.test(doc.id), words.tested)}>
          {busy === 'test' ? words.testing : words.test}
        </button>
        <button type="button" class="button" data-testid="refresh" onClick={() => void list.load()}>{words.refresh}</button>
      </div>
      <p role="status" class="quiet">{told}</p>
      <div role="alert">{problem !== null && <p class="alert">{problem}</p>}</div>
      <ul class="deliveries">
        {items.map((one) => (
          <Row key={one.id} one={one} busy={busy === one.id} onReplay={() => void act(one.id, async () => (await hooks.replay(doc.id, one.id)).id, words.replayed)} />
        ))}
      </ul>
      <More list={list} none={words.noDeliveries} />
    </section>
  );
}

function Row({ one, busy, onReplay }: { one: Delivery; busy: boolean; onReplay: () => void }) {
  const what = words.eventNames[one.eventType] ?? one.eventType;
  const when = dayAndTime(one.occurredAt);
  const facts = [
    words.attempts(one.attempts),
    one.httpStatus === null ? '' : words.answered(one.httpStatus),
    one.error === null ? '' : (words.errors[one.error] ?? one.error),
    one.durationMs === null ? '' : words.took(one.durationMs),
    one.nextAttemptAt === null || isFinal(one) ? '' : words.next(dayAndTime(one.nextAttemptAt)),
  ].filter((fact) => fact !== '');
  return (
    <li class="delivery" data-testid="delivery" data-status={one.status} data-event={one.eventType}>
      <div class="delivery__words">
        <p><span class={`delivery__status delivery__status--${one.status}`}>{words.deliveryStatus[one.status]}</span> <strong>{what}</strong></p>
        <p class="quiet"><time dateTime={one.occurredAt}>{when}</time> · {facts.join(' · ')}</p>
        <p class="quiet"><code dir="ltr">{one.id}</code></p>
      </div>
      {isFinal(one) && (
        <button type="button" class="button button--small" aria-label={words.replayOf(what, when)} data-testid="replay" aria-disabled={busy} onClick={onReplay}>{words.replay}</button>
      )}
    </li>
  );
}
