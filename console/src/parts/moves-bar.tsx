import { useEffect } from 'preact/hooks';
import { MOVES, movesOf } from '../desk/moves';
import type { OpenConversation } from '../desk/open-conversation';
import type { Workplace } from '../desk/workplace';
import { strings } from '../strings';
import { explain } from './explain';
import { useKept } from './kept-state';
import { MenuButton } from './menu-button';
import { OpenMoveDialog } from './move-dialog';

const words = strings.pane;

interface Props {
  place: Workplace;
  one: OpenConversation;
  /** There is room for a line of them. */
  narrow: boolean;
  /** The conversation left the desk: the focus needs another place. */
  onLeft: () => void;
  /** A move was made, or has become pointless: the button that was pressed may be gone. */
  onMade: () => void;
}

/**
 * The conversation's moves: exactly those the server allows. Where there is little room all but the one that usually
 * comes next and the one that ends it stand in a menu.
 */
export function MovesBar({ place, one, narrow, onLeft, onMade }: Props) {
  // Kept with what stands in its dialog: that is open again after somebody had to sign in anew.
  const [asking, setAsking] = useKept<string | null>(place, one, 'asking', null);
  const conversation = one.conversation.value;
  const names = one.standing.value === 'gone' || one.standing.value === 'closed' ? [] : movesOf(conversation, place.user);
  const failure = one.failure.value;
  // What was asked before somebody signed in anew may not be possible any more.
  useEffect(() => {
    if (asking !== null && !names.includes(asking)) setAsking(null);
  }, []);

  function press(name: string): void {
    one.failure.value = null;
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
  const tucked = !narrow || names.length <= 2 ? [] : names.filter((name, index) => index > 0 && MOVES[name]?.weight !== 'end');
  const button = (name: string, item = false) => (
    <MoveButton key={name} name={name} one={one} item={item} mine={one.standing.value === 'mine'} onPress={() => press(name)} />
  );
  return (
    <div class="moves" role="group" aria-label={words.moves}>
      {names.filter((name) => !tucked.includes(name)).map((name) => button(name))}
      {tucked.length > 0 && <MenuButton label={words.more} testId="more-moves">{tucked.map((name) => button(name, true))}</MenuButton>}
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

function MoveButton({ name, one, item, mine, onPress }: {
  name: string;
  one: OpenConversation;
  /** It stands in a menu. */
  item: boolean;
  mine: boolean;
  onPress: () => void;
}) {
  // What asks first may be asked while something else is on its way; its dialog waits.
  const waits = one.busy.value !== null && MOVES[name]?.asks === null;
  const label = strings.moves[name === 'reject_transfer' && mine ? 'take_back' : name]?.button ?? name;
  return (
    <button type="button" class={item ? `menu__item menu__item--${MOVES[name]?.weight}` : `button ${CLASS[MOVES[name]?.weight ?? 'plain']}`} data-move={name} aria-disabled={waits}
      {...(item ? { role: 'menuitem', tabIndex: -1 } : {})}
      data-testid={name.startsWith('close_') ? 'close-conversation' : `move-${name}`} onClick={() => !waits && onPress()}>
      {one.busy.value === name ? strings.dialog.busy : label}
    </button>
  );
}
