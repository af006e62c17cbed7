import { useRef } from 'preact/hooks';
import type { Desk } from '../desk/desk';
import type { OpenConversation } from '../desk/open-conversation';
import { strings } from '../strings';
import { sinceWhen } from './times';
import { Unread } from './unread';

const words = strings.thread.panes;
const GRAVE: readonly string[] = ['high', 'critical'];

/** A tab's id; its panel's is the same with `-panel`. */
export const tabOf = (one: OpenConversation): string => `tab-${one.id}`;

/** The conversations on a screen that has room for one: switching is one tap, or an arrow key. */
export function ConversationTabs({ desk }: { desk: Desk }) {
  const row = useRef<HTMLDivElement>(null);
  const open = desk.open.value;
  const at = desk.selected.value;
  if (open.length < 2 || at === null) return null;

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const onwards = document.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const place = open.indexOf(at as OpenConversation);
    const to = event.key === 'Home' ? 0 : event.key === 'End' ? open.length - 1 : event.key === onwards ? place + 1 : /^Arrow(Left|Right)$/.test(event.key) ? place - 1 : null;
    const next = to === null ? undefined : open.at(to % open.length);
    if (next === undefined) return;
    event.preventDefault();
    // The focus goes with the choice, and stays in the row.
    row.current?.querySelector<HTMLElement>(`[data-place="${open.indexOf(next)}"]`)?.focus();
    desk.select(next);
  }

  return (
    <div class="tabs" role="tablist" aria-label={words.tabs} ref={row} data-testid="conversation-tabs" onKeyDown={onKeyDown}>
      {open.map((one, place) => (
        <button key={one.id} type="button" class="tabs__tab" role="tab" id={tabOf(one)} data-testid="pane-tab" data-place={place} data-risk={one.conversation.value.riskLevel}
          aria-selected={one === at} aria-controls={one === at ? `${tabOf(one)}-panel` : undefined} tabIndex={one === at ? 0 : -1} onClick={() => desk.select(one)}>
          <Label one={one} />
        </button>
      ))}
    </div>
  );
}

function Label({ one }: { one: OpenConversation }) {
  const { createdAt, riskLevel } = one.conversation.value;
  return (
    <>
      <span class="tabs__name">{words.tab(sinceWhen(createdAt))}</span>
      <Unread one={one} />
      {GRAVE.includes(riskLevel) && (
        <span class={`tabs__risk mark--risk-${riskLevel}`}>
          <span aria-hidden="true">!</span>
          <span class="unseen">{strings.risk[riskLevel]}</span>
        </span>
      )}
      {one.unanswered.value && one.unread.value === 0 && <span class="tabs__owed"><span class="unseen">{words.unanswered}</span></span>}
    </>
  );
}
