import type { Alert } from '../api/types';
import type { Workplace } from '../desk/workplace';
import { strings } from '../strings';
import { explain } from './explain';
import { Time } from './times';

const words = strings.alerts;

/** What staff are called for. Pages are read out at once, notices when there is a pause. `onOpened`: one was opened. */
export function Alerts({ place, onOpened }: { place: Workplace; onOpened?: () => void }) {
  const open = place.alerts.open.value;
  const failure = place.alerts.failure.value;
  const list = (level: Alert['level']) => open.filter((alert) => alert.level === level);
  // Both lists are there before anything is in them: only then is what comes into them read out.
  return (
    <section class="alerts" aria-label={words.heading} data-testid="alerts" data-count={open.length}>
      <ul aria-label={words.pages} aria-live="assertive" aria-relevant="additions">
        {list('page').map((alert) => <Item key={alert.id} alert={alert} place={place} onOpened={onOpened} />)}
      </ul>
      <ul aria-label={words.notices} aria-live="polite" aria-relevant="additions">
        {list('notice').map((alert) => <Item key={alert.id} alert={alert} place={place} onOpened={onOpened} />)}
      </ul>
      <div role="alert">{failure !== null && <p class="alert">{explain(failure)}</p>}</div>
    </section>
  );
}

function Item({ alert, place, onOpened }: { alert: Alert; place: Workplace; onOpened: (() => void) | undefined }) {
  const what = alert.detail || words.kinds[alert.kind] || alert.kind.replaceAll('_', ' ');
  const { conversationId } = alert;
  return (
    <li class={`alerts__item alerts__item--${alert.level}`} data-testid="alert" data-level={alert.level} data-kind={alert.kind}>
      <p class="alerts__words">
        <strong class="alerts__level">{words.level[alert.level]}</strong> {what} <span class="alerts__at"><Time at={alert.at} /></span>
      </p>
      <div class="alerts__buttons">
        {conversationId && (
          <button type="button" class="button button--small" aria-label={words.openOf(what)} data-testid="open-alert"
            onClick={() => void place.openById(conversationId).then((opened) => { if (opened) onOpened?.(); })}>
            {words.open}
          </button>
        )}
        <button type="button" class="button button--small" aria-label={words.acknowledgeOf(what)} data-testid="acknowledge"
          onClick={() => void place.alerts.acknowledge(alert)}>
          {words.acknowledge}
        </button>
      </div>
    </li>
  );
}
