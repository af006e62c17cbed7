import { useEffect, useState } from 'preact/hooks';
import { PlaceHeading } from '../beside/sided';
import { fieldWords } from '../beside/value';
import { Dialog } from '../parts/dialog';
import { explain } from '../parts/explain';
import { dayAndTime, span } from '../parts/times';
import { strings } from '../strings';
import { queueWords, whyStuck } from './queue-words';
import type { Letter, Letters, Stuck, StuckQueue } from './stuck';

const words = strings.data.stuck;
/** As many as one request puts back. */
const MOST = 100;

/** What Holdfast gave up on, what that means for a texter, and putting one's own back. */
export function StuckView({ stuck }: { stuck: Stuck }) {
  const [told, setTold] = useState<string | null>(null);
  useEffect(() => void stuck.load(), [stuck]);
  const queues = stuck.queues.value;
  const failure = stuck.failure.value;
  const full = queues?.filter((one) => one.waiting > 0) ?? [];
  return (
    <section data-testid="stuck">
      <PlaceHeading>{words.title}</PlaceHeading>
      <p class="quiet care__lead">{words.lead}</p>
      <div class="panel__buttons"><button type="button" class="button" data-testid="look-again" aria-disabled={stuck.busy.value !== null} onClick={() => { setTold(null); void stuck.load(); }}>{words.refresh}</button></div>
      <div role="status">
        {told !== null && <p class="hint care__told">{told}</p>}
        {queues !== null && full.length === 0 && <p class="care__told" data-testid="nothing-stuck">{words.nothing}</p>}
        {queues === null && failure === null && <p>{strings.beside.loading}</p>}
      </div>
      <div role="alert">{failure !== null && <p class="alert">{failure.outcomeUnknown ? strings.data.uncertain : explain(failure)}</p>}</div>
      <ul class="entries" aria-label={words.title}>
        {full.map((one) => <Queue key={one.queue} one={one} stuck={stuck} onTold={setTold} />)}
      </ul>
    </section>
  );
}

function Queue({ one, stuck, onTold }: { one: StuckQueue; stuck: Stuck; onTold: (told: string | null) => void }) {
  const said = queueWords(one.queue) ?? one;
  const opened = stuck.opened.value?.queue === one.queue ? stuck.opened.value : null;
  return (
    <li class="entry" data-testid="stuck-queue" data-queue={one.queue}>
      <div class="entry__head">
        <div class="entry__words">
          <p>
            <strong>{words.counts(one.waiting)}</strong>
            <span class="quiet"> {one.oldestSeconds !== null && `· ${words.oldest(span(one.oldestSeconds))} `}· <code dir="ltr">{one.queue}</code></span>
          </p>
          <p>{said.does}</p>
          <p><strong>{said.means}</strong></p>
          {!one.replayable && <p class="quiet">{words.operator}</p>}
        </div>
        {one.replayable && (
          <button type="button" class="button button--small" aria-expanded={opened !== null} aria-label={opened === null ? words.showOf(said.does) : undefined} data-testid="open-stuck"
            onClick={() => { onTold(null); if (opened === null) void stuck.open(one.queue); else stuck.close(); }}>
            {opened === null ? words.show : words.hide}
          </button>
        )}
      </div>
      {opened !== null && <Opened letters={opened} stuck={stuck} onTold={onTold} />}
    </li>
  );
}

function Opened({ letters, stuck, onTold }: { letters: Letters; stuck: Stuck; onTold: (told: string | null) => void }) {
  const [asked, setAsked] = useState<readonly Letter[] | null>(null);
  const again = queueWords(letters.queue)?.again ?? letters.replaying;
  const replay = async (): Promise<void> => {
    if (asked === null) return;
    const done = await stuck.replay(letters.queue, asked.map((one) => one.id));
    setAsked(null);
    if (done !== null) onTold(`${words.replayed(done.replayed.length)}${done.notFound.length > 0 ? ` ${words.missing(done.notFound.length)}` : ''}`);
  };
  if (letters.items.length === 0) return <p class="quiet entry__body">{words.none}</p>;
  const all = letters.items.slice(0, MOST);
  return (
    <div class="entry__body">
      <p><strong>{words.before}</strong> {again}</p>
      <div class="panel__buttons">
        <button type="button" class="button" data-testid="replay-all" onClick={() => setAsked(all)}>{words.replayAll(all.length)}</button>
      </div>
      <ul class="letters">
        {letters.items.map((one) => (
          <li class="letter" key={one.id} data-testid="letter">
            <div class="entry__words">
              <p><strong>{one.kind.replaceAll('_', ' ')}</strong> <span class="quiet">{words.sent} {dayAndTime(one.sentAt)} · {words.tries(one.receiveCount)}</span></p>
              <p class="quiet">{whyStuck(one.explanation)}</p>
              <dl class="facts entry__facts">
                {Object.entries(one.ids).map(([name, id]) => <Fact key={name} name={name} id={id} />)}
              </dl>
            </div>
            <button type="button" class="button button--small" aria-label={words.replayOf(`${one.kind}, ${dayAndTime(one.sentAt)}`)} data-testid="replay-one" onClick={() => setAsked([one])}>{words.replay}</button>
          </li>
        ))}
      </ul>
      {asked !== null && (
        <Dialog heading={words.sure(asked.length)} confirm={words.do} busy={stuck.busy.value !== null} problem={null} testId="confirm-replay" onCancel={() => setAsked(null)} onConfirm={() => void replay()}>
          <p>{again}</p>
        </Dialog>
      )}
    </div>
  );
}

function Fact({ name, id }: { name: string; id: string }) {
  return <><dt>{fieldWords(name)}</dt><dd><code dir="ltr">{id}</code></dd></>;
}
