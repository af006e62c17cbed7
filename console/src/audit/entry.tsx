import { useState } from 'preact/hooks';
import { Diff } from '../beside/diff';
import type { Names } from '../beside/names';
import { dayAndTime, exactTimeOfDay } from '../parts/times';
import { strings } from '../strings';
import { changesOf, deedOf, type AuditEntry } from './telling';

const words = strings.audit;

/** One entry: a sentence, and on demand all that is on record of it. */
export function Entry({ entry, names, onOnly }: { entry: AuditEntry; names: Names; onOnly: (entity: string) => void }) {
  const [open, setOpen] = useState(false);
  const deed = deedOf(entry.action);
  const who = names.person(entry.actor);
  const sentence = strings.history.sentence(who, deed ?? entry.action);
  const changes = changesOf(entry);
  const id = `entry-${entry.id}`;
  return (
    <li class="entry" data-testid="entry" data-action={entry.action}>
      <div class="entry__head">
        <p class="entry__words">
          <span class="entry__deed">{deed === null ? <>{who} <code>{entry.action}</code></> : sentence}</span>
          <span class="quiet entry__about"><time dateTime={entry.at}>{dayAndTime(entry.at)}</time> · <code dir="ltr">{entry.entity}</code></span>
        </p>
        <button type="button" class="button button--small" aria-expanded={open} aria-controls={id} aria-label={words.detailsOf(sentence)} data-testid="entry-details"
          onClick={() => setOpen(!open)}>
          {words.details}
        </button>
      </div>
      <div id={id} hidden={!open}>
        {open && (
          <div class="entry__body">
            <dl class="facts entry__facts">
              <dt>{words.code}</dt><dd><code dir="ltr">{entry.action}</code></dd>
              <dt>{words.actor}</dt><dd>{who} <span class="quiet">({strings.beside.roles[entry.actorRole] ?? entry.actorRole}, <code dir="ltr">{entry.actor}</code>)</span></dd>
              <dt>{words.entity}</dt>
              <dd>
                <code dir="ltr">{entry.entity}</code>{' '}
                <button type="button" class="link" aria-label={words.onlyThisOf(entry.entity)} data-testid="only-this" onClick={() => onOnly(entry.entity)}>{words.onlyThis}</button>
              </dd>
              <dt>{words.request}</dt><dd><code dir="ltr">{entry.requestId}</code></dd>
              {entry.evidence.length > 0 && <><dt>{words.evidence}</dt><dd>{entry.evidence.map((one) => <code class="entry__code" dir="ltr" key={one}>{one}</code>)}</dd></>}
              {Object.entries(entry.detail).map(([name, value]) => (
                <Detail key={name} name={name} value={value} />
              ))}
              <dt>{words.sealed}</dt>
              <dd>{entry.seq === null || entry.sealedAt === null ? words.waiting : words.sealedAs(entry.seq, `${dayAndTime(entry.sealedAt)} (${exactTimeOfDay(new Date(entry.sealedAt))})`)}</dd>
              {entry.hash !== null && <><dt>{words.hash}</dt><dd><code dir="ltr">{entry.hash}</code></dd></>}
            </dl>
            {changes.length > 0 && (
              <>
                <h2 class="entry__title">{entry.before === null ? words.fresh : words.changed}</h2>
                <Diff changes={changes} fresh={entry.before === null} />
              </>
            )}
          </div>
        )}
      </div>
    </li>
  );
}

function Detail({ name, value }: { name: string; value: string }) {
  return <><dt>{name.replaceAll('_', ' ')}</dt><dd dir="auto">{value}</dd></>;
}
