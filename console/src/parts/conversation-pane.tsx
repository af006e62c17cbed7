import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { OpenConversation } from '../desk/open-conversation';
import type { Workplace } from '../desk/workplace';
import { strings } from '../strings';
import { AboutPanel } from './about-panel';
import { called } from './called';
import { MovesBar } from './moves-bar';
import { PaneFoot } from './pane-foot';
import { RiskMark } from './risk-mark';
import { Standing } from './standing';
import { TexterMarks } from './texter-marks';
import { ThreadView } from './thread-view';
import { sinceWhen } from './times';
import { useNarrow } from './use-narrow';

const words = strings.pane;
/** In rem: narrower than this the moves have a line, and narrower than that the details a drawer. Also in thread.css. */
const LINE_OF_MOVES = 48;
const DRAWER = 54;

interface Props {
  place: Workplace;
  one: OpenConversation;
  /** Back to the list. */
  onBack: () => void;
  /** The pane has gone: the focus needs another place. */
  onLeft: () => void;
  /** Takes it off the screen, where it is one of several. */
  onClose?: (() => void) | undefined;
  /** The tab that it is the panel of, by its id. */
  tab?: string | undefined;
}

/** One conversation: its moves, its thread, where to write, and what else is known of it. */
export function ConversationPane({ place, one, onBack, onLeft, onClose, tab }: Props) {
  const [about, setAbout] = useState(false);
  const pane = useRef<HTMLElement>(null);
  const composer = useRef<HTMLTextAreaElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const aboutSwitch = useRef<HTMLButtonElement>(null);
  const narrow = useNarrow(pane, LINE_OF_MOVES);
  const drawer = useNarrow(pane, DRAWER);
  const panelId = `about-${one.id}`;
  // Ready to write; but on a narrow screen the keyboard would cover what is to be read first.
  const settle = (): void => {
    const phone = matchMedia('(width < 48rem)').matches;
    (phone ? title.current : (composer.current ?? title.current))?.focus({ preventScroll: true });
  };
  // Where one goes, the focus goes; but not out of a tab that was just pressed.
  const at = place.selected.value === one;
  const turn = at ? place.panes.turn.value : null;
  useEffect(() => {
    if (at && document.activeElement?.getAttribute('role') !== 'tab') settle();
  }, [turn]);
  // What one wrote in may go with what others do: closed, taken over, opted out.
  useEffect(() => {
    if (at && (document.activeElement === null || document.activeElement === document.body)) settle();
  }, [one.standing.value, one.maySend.value, one.conversation.value.state]);
  const rewrite = useCallback((text: string): void => {
    one.reply.rewrite(text);
    composer.current?.focus({ preventScroll: true });
  }, [one]);
  const closeAbout = (): void => {
    setAbout(false);
    aboutSwitch.current?.focus();
  };
  const conversation = one.conversation.value;
  const reason = one.reason.value;
  const shown = drawer && about;
  return (
    <section class="pane" ref={pane} aria-label={`${words.label}, ${called(place, one)}`} data-at={at}
      data-about={drawer ? (about ? 'drawer' : 'hidden') : 'beside'} data-testid="pane" data-state={conversation.state}
      {...(tab === undefined ? {} : { id: `${tab}-panel`, role: 'tabpanel', 'aria-labelledby': tab })}
      onFocusCapture={() => place.panes.enter(one)} onPointerDown={() => place.panes.enter(one)}
      onKeyDown={(event) => event.key === 'Escape' && shown && !event.defaultPrevented && closeAbout()}>
      <div class="pane__top">
        <button type="button" class="button pane__back" aria-label={words.backTo} data-testid="back" onClick={onBack}>
          <span class="turns" aria-hidden="true">‹</span> <span class="pane__word">{words.back}</span>
        </button>
        <div class="pane__name">
          <h2 class="pane__title" tabIndex={-1} ref={title}>
            {strings.list.texter}{' '}
            <span class="quiet">{strings.list.since(sinceWhen(conversation.createdAt))} · {conversation.programName} ·{' '}
              <span data-testid="channel" data-channel={conversation.channel}>{strings.channels[conversation.channel]}</span></span>
          </h2>
          <span class="mark" data-testid="state" data-state={conversation.state}>{strings.states[conversation.state]}</span>
          <RiskMark level={conversation.riskLevel} />
          <TexterMarks conversation={conversation} />
        </div>
        {drawer && (
          <button type="button" class="button pane__switch" ref={aboutSwitch} aria-expanded={about} aria-controls={panelId} data-testid="about-switch"
            onClick={() => setAbout(!about)}>
            {about ? strings.thread.panes.hideDetails : words.detailsButton}
          </button>
        )}
        {onClose !== undefined && (
          <button type="button" class="button pane__close" aria-label={strings.thread.panes.close} title={strings.thread.panes.close} data-testid="close-pane" onClick={onClose}>
            <span aria-hidden="true">×</span>
          </button>
        )}
      </div>
      <MovesBar place={place} one={one} narrow={narrow} onLeft={onLeft} onMade={() => requestAnimationFrame(settle)} />
      <div class="pane__body">
        <div class="pane__talk">
          <Standing place={place} one={one} drawer={drawer} onAbout={() => setAbout(true)} />
          {reason !== null && one.standing.value === 'mine' && !one.answered.value && <p class="pane__reason" data-testid="hand-out-reason">{words.reason(reason)}</p>}
          <ThreadView one={one} place={place} onRewrite={rewrite} />
          <PaneFoot place={place} one={one} composer={composer} onPutAway={() => { place.putAway(one); onLeft(); }} />
        </div>
        <AboutPanel place={place} one={one} id={panelId} drawer={drawer} open={shown} />
      </div>
    </section>
  );
}
