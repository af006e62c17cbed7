import type { Notice } from '../desk/notice';
import type { Workplace } from '../desk/workplace';
import { strings } from '../strings';
import { explain } from './explain';

/** What became of the last thing that was done here. */
export function NoticeLine({ place }: { place: Workplace }) {
  const notice = place.notice.value;
  return (
    <div role="status">
      {notice !== null && (
        <p class={notice.kind === 'moved' || notice.kind === 'nobody' ? 'hint' : 'alert'} data-testid="notice">{tell(notice)}</p>
      )}
    </div>
  );
}

function tell(notice: Notice): string {
  if (notice.kind === 'nobody') return strings.next.nobody;
  if (notice.kind === 'moved') return strings.moves[notice.move]?.done ?? strings.pane.gone;
  if (notice.kind === 'open-failed') return `${strings.next.openFailed} ${explain(notice.error)}`;
  if (notice.error.outcomeUnknown) return strings.next.uncertain;
  return strings.told.errors[notice.error.code] ?? (notice.error.detail || strings.next.failed);
}
