import type { Desk } from '../desk/desk';
import type { OpenConversation } from '../desk/open-conversation';
import { strings } from '../strings';
import { RiskMark } from './risk-mark';
import { TexterMarks } from './texter-marks';
import { sinceWhen } from './times';
import { Unread } from './unread';

const words = strings.list;
const panes = strings.thread.panes;

/** What is open, and what stands on the screen of it. */
export function ConversationList({ desk }: { desk: Desk }) {
  const open = desk.open.value;
  const shown = desk.panes.shown.value;
  const room = desk.panes.room.value;
  return (
    <nav class="list" aria-label={words.heading}>
      <h2 class="list__heading">{words.heading}</h2>
      {open.length === 0 && <p class="quiet list__none">{desk.loaded.value ? words.none : words.loading}</p>}
      <ul>
        {open.map((one) => (
          <li key={one.id} class="list__item" data-shown={shown.includes(one)}>
            <Tab one={one} selected={desk.selected.value === one} onSelect={() => desk.select(one)} />
            {room > 1 && shown.length > 0 && !shown.includes(one) && <Beside one={one} onPress={() => desk.panes.beside(one)} />}
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Beside({ one, onPress }: { one: OpenConversation; onPress: () => void }) {
  return (
    <button type="button" class="button list__beside" data-testid="open-beside" title={panes.beside} aria-label={panes.besideOf(sinceWhen(one.conversation.value.createdAt))}
      onClick={onPress}>
      <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M2.5 4.5h15v11h-15zM10 4.5v11" /></svg>
    </button>
  );
}

function Tab({ one, selected, onSelect }: { one: OpenConversation; selected: boolean; onSelect: () => void }) {
  const conversation = one.conversation.value;
  const last = one.thread.messages.value.findLast((message) => message.direction !== 'note');
  return (
    <button type="button" class="tab" data-testid="conversation-tab" aria-current={selected ? 'true' : undefined} onClick={onSelect}>
      <span class="tab__top">
        <span class="tab__name">
          {words.texter} <span class="quiet">{words.since(sinceWhen(conversation.createdAt))}</span>
        </span>
        <Unread one={one} />
      </span>
      {last !== undefined && (
        <span class="tab__words" dir="auto">
          {last.direction === 'outbound' && last.senderId !== null && words.you}
          {last.content}
        </span>
      )}
      <span class="tab__facts">
        <span class="quiet">{conversation.programName} · {strings.channels[conversation.channel]}</span>
        <RiskMark level={conversation.riskLevel} />
        <TexterMarks conversation={conversation} />
        <StandingMark one={one} />
        {one.reply.failed.value !== null && <span class="mark mark--risk-high" data-testid="tab-unsent">{strings.writing.unsent}</span>}
        {one.standing.value === 'mine' && conversation.cannotReply && <span class="mark">{words.optedOut}</span>}
      </span>
    </button>
  );
}

/** Where it stands, when that is anything but the ordinary: talking. */
function StandingMark({ one }: { one: OpenConversation }) {
  const standing = one.standing.value;
  const { state } = one.conversation.value;
  if (standing === 'closed') return <span class="mark">{words.closed}</span>;
  if (standing === 'gone') return <span class="mark">{words.gone}</span>;
  if (standing === 'offered') return <span class="mark mark--ask">{words.offered}</span>;
  if (state === 'active') return null;
  return <span class={`mark ${state === 'assigned' ? 'mark--ask' : ''}`}>{strings.states[state]}</span>;
}
