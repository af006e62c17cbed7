import { useEffect, useRef, useState } from 'preact/hooks';
import type { Alert } from '../api/types';
import type { AlertRow } from '../desk/alerts';
import type { Workplace } from '../desk/workplace';
import { strings } from '../strings';
import { BreakBanner } from './break-banner';
import { explain } from './explain';
import { Time } from './times';

const words = strings.alerts;
/** The page belongs to the work: so many stand over it, the others a press away. */
const SHOWN = 2;

/** What staff are called for, and what else they have to know just now. `onOpened`: a conversation was opened. */
export function Alerts({ place, onOpened }: { place: Workplace; onOpened?: () => void }) {
  const [unfolded, setUnfolded] = useState(false);
  const section = useRef<HTMLElement>(null);
  const rows = place.alerts.rows.value;
  const failure = place.alerts.failure.value;
  const rest = rows.slice(SHOWN);
  useEffect(() => {
    if (rest.length === 0) setUnfolded(false);
  }, [rest.length === 0]);
  useTitle(rows.length);

  const acknowledge = (row: AlertRow): void => {
    void place.alerts.acknowledge(row.alert, ...row.others);
    // It goes at once, and with it the button that had the focus.
    requestAnimationFrame(() => {
      if (document.activeElement !== document.body && document.activeElement !== null) return;
      (section.current?.querySelector<HTMLElement>('[data-testid=acknowledge]') ?? section.current)?.focus({ preventScroll: true });
    });
  };
  const item = (row: AlertRow) => (
    <Item key={row.alert.id} row={row} onAcknowledge={() => acknowledge(row)}
      onOpen={(id) => void place.openById(id).then((opened) => { if (opened) onOpened?.(); })} />
  );
  return (
    <section class="alerts" aria-label={words.heading} tabIndex={-1} ref={section} data-testid="alerts" data-count={rows.length}>
      <News alerts={place.alerts.news.value} />
      <div role="status">
        {place.connection.value === 'faulty' && <p class="banner banner--calm" data-testid="faulty">{strings.attention.faulty}</p>}
      </div>
      <ul>{rows.slice(0, SHOWN).map(item)}</ul>
      {rest.length > 0 && (
        <button type="button" class="alerts__more" aria-expanded={unfolded} aria-controls="alerts-rest" data-testid="more-alerts" onClick={() => setUnfolded(!unfolded)}>
          {unfolded ? strings.attention.fewer : strings.attention.more(rest.length)}
        </button>
      )}
      <ul class="alerts__rest" id="alerts-rest" hidden={!unfolded} tabIndex={unfolded ? 0 : undefined} aria-label={words.heading}>{unfolded && rest.map(item)}</ul>
      <div role="alert">{failure !== null && <p class="alert">{explain(failure)}</p>}</div>
      {place.user.role === 'responder' && <BreakBanner place={place} />}
    </section>
  );
}

function Item({ row: { alert, others }, onOpen, onAcknowledge }: { row: AlertRow; onOpen: (id: string) => void; onAcknowledge: () => void }) {
  const what = say(alert);
  const { conversationId } = alert;
  return (
    <li class={`alerts__item alerts__item--${alert.level}`} data-testid="alert" data-level={alert.level} data-kind={alert.kind}>
      <p class="alerts__words">
        <strong class="alerts__level">{words.level[alert.level]}</strong> {what} <span class="alerts__at"><Time at={alert.at} />
          {others.length > 0 && <> · <span data-testid="earlier-alerts">{strings.attention.earlier(others.length)}</span></>}</span>
      </p>
      <div class="alerts__buttons">
        {conversationId && (
          <button type="button" class="button button--small" aria-label={words.openOf(what)} data-testid="open-alert" onClick={() => onOpen(conversationId)}>
            {words.open}
          </button>
        )}
        <button type="button" class="button button--small" aria-label={words.acknowledgeOf(what)} data-testid="acknowledge" onClick={onAcknowledge}>
          {words.acknowledge}
        </button>
      </div>
    </li>
  );
}

/** What is new, read out: pages at once, notices when there is a pause. */
function News({ alerts }: { alerts: readonly Alert[] }) {
  const of = (level: Alert['level']) => alerts.filter((alert) => alert.level === level).map((alert) => <p key={alert.id}>{words.level[level]}: {say(alert)}</p>);
  return (
    <div class="unseen">
      <div aria-live="assertive">{of('page')}</div>
      <div aria-live="polite">{of('notice')}</div>
    </div>
  );
}

const say = (alert: Alert): string => words.kinds[alert.kind] ?? (alert.detail || alert.kind.replaceAll('_', ' '));

/** How many wait, in the title of the window, where it is seen from elsewhere; nothing of what they are about. */
function useTitle(count: number): void {
  useEffect(() => {
    document.title = `${count > 0 ? `(${count}) ` : ''}${document.title.replace(COUNT, '')}`;
  }, [count]);
  useEffect(() => () => void (document.title = document.title.replace(COUNT, '')), []);
}

const COUNT = /^\(\d+\) /;
