import { useEffect, useRef, useState } from 'preact/hooks';
import { MOVES, movesOf } from '../desk/moves';
import type { OpenConversation } from '../desk/open-conversation';
import type { Workplace } from '../desk/workplace';
import { strings } from '../strings';
import { explain } from './explain';
import { OpenMoveDialog } from './move-dialog';

const words = strings.pane;

interface Props {
  place: Workplace;
  one: OpenConversation;
  /** The conversation left the desk: the focus needs another place. */
  onLeft: () => void;
  /** A move was made, or has become pointless: the button that was pressed may be gone. */
  onMade: () => void;
}

/**
 * The conversation's moves: exactly those the server allows. Where there is little room all but the first and the
 * last step behind "More actions".
 */
export function MovesBar({ place, one, onLeft, onMade }: Props) {
  const [asking, setAsking] = useState<string | null>(null);
  const [more, setMore] = useState(false);
  const bar = useRef<HTMLDivElement>(null);
  const conversation = one.conversation.value;
  const names = one.standing.value === 'gone' || one.standing.value === 'closed' ? [] : movesOf(conversation, place.user);
  const failure = one.failure.value;
  useEffect(() => setMore(false), [conversation.state]);

  function press(name: string): void {
    one.failure.value = null;
    setMore(false);
    if (MOVES[name]?.asks === null) void place.make(one, name, {}).then((made) => made && settle());
    else setAsking(name);
  }
  function settle(): void {
    if (!place.open.value.includes(one)) onLeft();
    else onMade();
  }

  // A dialog that another person's move has made pointless goes, and what happened is said here instead.
  const refused = failure !== null && MOVES[failure.deed] !== undefined ? failure : null;
  const pointless = refused?.error.code === 'illegal_transition' && refused.deed === asking;
  const dialog = pointless ? null : asking;
  useEffect(() => {
    if (!pointless) return;
    setAsking(null);
    onMade();
  }, [pointless]);
  if (names.length === 0 && dialog === null && refused === null) return null;
  const tucked = names.length <= 3 ? [] : names.filter((name, index) => index > 0 && MOVES[name]?.weight !== 'end');
  return (
    <div class="moves" role="group" aria-label={words.moves} ref={bar} data-open={more} onKeyDown={(event) => {
      if (event.key !== 'Escape' || !more || dialog !== null) return;
      setMore(false);
      bar.current?.querySelector<HTMLElement>('.moves__more')?.focus();
    }}>
      {names.map((name) => (
        <MoveButton key={name} name={name} one={one} tucked={tucked.includes(name)} mine={one.standing.value === 'mine'} onPress={() => press(name)} />
      ))}
      {tucked.length > 0 && (
        <button type="button" class="button moves__more" aria-expanded={more} data-testid="more-moves" onClick={() => setMore(!more)}>
          {words.more}
        </button>
      )}
      {refused !== null && dialog === null && (
        <p role="alert" class={`moves__problem ${refused.error.code === 'illegal_transition' ? 'hint' : 'alert'}`} data-testid="move-problem">
          {explain(refused.error)}
        </p>
      )}
      {dialog !== null && (
        <OpenMoveDialog key={dialog} place={place} one={one} name={dialog} onDone={() => { setAsking(null); settle(); }} onCancel={() => setAsking(null)} />
      )}
    </div>
  );
}

const CLASS = { main: 'button--primary', plain: '', grave: 'button--warn', end: '' } as const;

function MoveButton({ name, one, tucked, mine, onPress }: {
  name: string;
  one: OpenConversation;
  tucked: boolean;
  mine: boolean;
  onPress: () => void;
}) {
  const busy = one.busy.value !== null;
  const label = strings.moves[name === 'reject_transfer' && mine ? 'take_back' : name]?.button ?? name;
  return (
    <button type="button" class={`button ${CLASS[MOVES[name]?.weight ?? 'plain']}`} data-move={name} data-tucked={tucked} aria-disabled={busy}
      data-testid={name.startsWith('close_') ? 'close-conversation' : `move-${name}`} onClick={() => !busy && onPress()}>
      {one.busy.value === name ? strings.dialog.busy : label}
    </button>
  );
}
