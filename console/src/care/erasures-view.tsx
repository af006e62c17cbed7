import { useEffect, useRef, useState } from 'preact/hooks';
import { download } from '../beside/download';
import { More } from '../beside/more';
import type { Names } from '../beside/names';
import { PlaceHeading } from '../beside/sided';
import { Dialog } from '../parts/dialog';
import { dayAndTime } from '../parts/times';
import { strings } from '../strings';
import { whyNotErased, type Erasure, type Erasures } from './erasures';

const words = strings.data.erasures;
const LOOK_MS = 5_000;
const STEPS = ['requested', 'approved', 'erasing', 'asking', 'done'] as const;

/** Who asked for what to be erased, how far it is, and agreeing to it as the second person. */
export function ErasuresView({ erasures, names, userId }: { erasures: Erasures; names: Names; userId: string }) {
  const [asked, setAsked] = useState<{ one: Erasure; how: 'approve' | 'cancel' } | null>(null);
  const [told, setTold] = useState<string | null>(null);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    void erasures.load();
    const looking = setInterval(() => { if (document.visibilityState === 'visible' && erasures.underWay) void erasures.look(); }, LOOK_MS);
    return () => clearInterval(looking);
  }, [erasures]);
  const failure = erasures.failure.value;
  const decide = async (): Promise<void> => {
    if (asked === null || !(await erasures.decide(asked.one, asked.how))) return;
    setTold(asked.how === 'approve' ? words.told.approved : words.told.cancelled);
    setAsked(null);
    list.current?.focus();
  };
  const receipt = async (one: Erasure): Promise<void> => {
    const whole = await erasures.whole(one);
    if (whole !== null && whole.receipt !== null) download(`${one.id}.json`, 'application/json', `${JSON.stringify(whole.receipt, null, 2)}\n`);
  };
  const ask = (one: Erasure, how: 'approve' | 'cancel'): void => {
    erasures.failure.value = null;
    setTold(null);
    setAsked({ one, how });
  };
  return (
    <section data-testid="erasures">
      <PlaceHeading>{words.title}</PlaceHeading>
      <p class="quiet care__lead">{words.lead}</p>
      <div role="status">{told !== null && <p class="hint care__told">{told}</p>}</div>
      <div role="alert">{failure !== null && asked === null && <p class="alert">{whyNotErased(failure)}</p>}</div>
      <ul class="entries" ref={list} tabIndex={-1} aria-label={words.title}>
        {erasures.sorted.map((one) => <Row key={one.id} one={one} names={names} mine={one.requestedBy === userId} onAsk={ask} onReceipt={() => void receipt(one)} />)}
      </ul>
      <More list={erasures.list} none={words.none} />
      {asked !== null && (
        <Dialog heading={asked.how === 'approve' ? words.approveSure : words.cancelSure} confirm={asked.how === 'approve' ? words.approveDo : words.cancelDo} cancel={words.keep}
          grave={asked.how === 'approve'} busy={erasures.busy.value !== null} problem={failure === null ? null : whyNotErased(failure)} testId={`confirm-${asked.how}`}
          onCancel={() => setAsked(null)} onConfirm={() => void decide()}>
          <p>{asked.how === 'approve' ? words.approveMeans : words.cancelMeans}</p>
        </Dialog>
      )}
    </section>
  );
}

interface RowProps {
  one: Erasure;
  names: Names;
  mine: boolean;
  onAsk: (one: Erasure, how: 'approve' | 'cancel') => void;
  onReceipt: () => void;
}

function Row({ one, names, mine, onAsk, onReceipt }: RowProps) {
  const when = dayAndTime(one.requestedAt);
  const waits = one.status === 'requested';
  // The first is signed as soon as nothing of ours is left.
  const hasReceipt = one.erasedAt !== null && (one.status === 'asking' || one.status === 'done');
  return (
    <li class="entry" data-testid="erasure" data-status={one.status} data-id={one.id}>
      <p class="erasure__head"><span class={`mark ${waits ? 'mark--ask' : ''}`}>{words.status[one.status]}</span> <strong>{words.codes[one.reasonCode]}</strong></p>
      {one.reason !== null && <p class="said__words" dir="auto">{one.reason}</p>}
      <p class="quiet erasure__facts">{factsOf(one, names).join(' · ')}</p>
      {one.status === 'refused' && <p class="alert">{words.refused[one.refusedFor ?? ''] ?? one.refusedFor}</p>}
      {(STEPS as readonly string[]).includes(one.status) && <Progress status={one.status} />}
      <div class="panel__buttons">
        {waits && !mine && <button type="button" class="button" aria-label={words.approveOf(when)} data-testid="approve" onClick={() => onAsk(one, 'approve')}>{words.approve}</button>}
        {waits && <button type="button" class="button" aria-label={words.cancelOf(when)} data-testid="cancel-erasure" onClick={() => onAsk(one, 'cancel')}>{words.cancel}</button>}
        {hasReceipt && <button type="button" class="button" aria-label={words.receiptOf(when)} data-testid="receipt" onClick={onReceipt}>{words.receipt}</button>}
      </div>
      {waits && mine && <p class="quiet">{words.mine}</p>}
      {hasReceipt && <p class="quiet erasure__facts">{words.receiptMeans}</p>}
    </li>
  );
}

/** Who decided what, and since when what is true. */
function factsOf(one: Erasure, names: Names): string[] {
  const { decidedBy, decidedAt, erasedAt, finishedAt } = one;
  const decided = one.status === 'cancelled' ? words.calledOff : words.decided;
  return [
    words.asked(names.person(one.requestedBy), dayAndTime(one.requestedAt)),
    ...(one.status === 'requested' ? [words.until(dayAndTime(one.expiresAt))] : []),
    ...(decidedBy === null || decidedAt === null ? [] : [decided(names.person(decidedBy), dayAndTime(decidedAt))]),
    ...(erasedAt === null ? [] : [words.erased(dayAndTime(erasedAt))]),
    ...(finishedAt === null ? [] : [words.finished(dayAndTime(finishedAt))]),
  ];
}

function Progress({ status }: { status: Erasure['status'] }) {
  const at = (STEPS as readonly string[]).indexOf(status);
  return (
    <ol class="steps" aria-label={words.progress}>
      {STEPS.map((step, place) => (
        <li key={step} class="steps__one" data-past={place < at || status === 'done'} aria-current={place === at ? 'step' : undefined}>
          <span aria-hidden="true">{place < at || status === 'done' ? '✓' : place === at ? '●' : '○'}</span> {words.steps[step]}
        </li>
      ))}
    </ol>
  );
}
