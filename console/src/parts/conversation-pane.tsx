import { useEffect, useRef, useState } from 'preact/hooks';
import type { Desk } from '../desk/desk';
import type { OpenConversation } from '../desk/open-conversation';
import { strings } from '../strings/en';
import { CloseDialog } from './close-dialog';
import { Composer } from './composer';
import { RiskMark } from './risk-mark';
import { ThreadView } from './thread-view';
import { timeOfDay } from './times';

const words = strings.pane;

interface Props {
  desk: Desk;
  one: OpenConversation;
  /** The pane has gone: the focus needs another place. */
  onLeft: () => void;
}

export function ConversationPane({ desk, one, onLeft }: Props) {
  const [closing, setClosing] = useState(false);
  const composer = useRef<HTMLTextAreaElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  // Ready to write; but on a narrow screen the keyboard would cover what is to be read first.
  useEffect(() => {
    const narrow = matchMedia('(width < 48rem)').matches;
    (narrow ? title.current : (composer.current ?? title.current))?.focus({ preventScroll: true });
  }, []);
  const conversation = one.conversation.value;
  const standing = one.standing.value;
  const reason = one.reason.value;
  const mayClose = standing === 'mine' && conversation.allowedTransitions.some((name) => name.startsWith('close_from_'));

  const ask = (): void => {
    one.failure.value = null;
    setClosing(true);
  };
  const back = (): void => {
    desk.select(null);
    onLeft();
  };
  return (
    <section class="pane" aria-label={words.label}>
      <div class="pane__top">
        <button type="button" class="button pane__back" aria-label={words.backTo} onClick={back}>
          <span aria-hidden="true">‹ </span>{words.back}
        </button>
        <div class="pane__name">
          <h2 class="pane__title" tabIndex={-1} ref={title}>
            {strings.list.texter}{' '}
            <span class="quiet">{strings.list.since(timeOfDay(conversation.createdAt))} · {conversation.programName}</span>
          </h2>
          <RiskMark level={conversation.riskLevel} />
        </div>
        {mayClose && (
          <button type="button" class="button" data-testid="close-conversation" onClick={ask}>
            {words.close}
          </button>
        )}
      </div>
      {reason !== null && reason !== '' && <p class="pane__reason">{words.reason(reason)}</p>}
      <ThreadView one={one} me={desk.user.id} />
      <Foot desk={desk} one={one} composer={composer} onPutAway={() => { desk.putAway(one); onLeft(); }} />
      {closing && (
        <CloseDialog
          hasDraft={one.reply.draft.value.trim() !== ''}
          failure={one.failure.value}
          onCancel={() => setClosing(false)}
          onConfirm={async () => {
            if (await desk.close(one)) onLeft();
          }}
        />
      )}
    </section>
  );
}

/** Where one writes, or why one cannot. */
function Foot({ desk, one, composer, onPutAway }: {
  desk: Desk;
  one: OpenConversation;
  composer: { current: HTMLTextAreaElement | null };
  onPutAway: () => void;
}) {
  const conversation = one.conversation.value;
  const standing = one.standing.value;
  if (standing !== 'mine') {
    return (
      <div class="pane__foot" role="status">
        <p>{standing === 'closed' ? words.closed : words.gone}</p>
        <button type="button" class="button" onClick={onPutAway}>{words.putAway}</button>
      </div>
    );
  }
  if (conversation.state === 'assigned') {
    const failure = one.failure.value;
    return (
      <div class="pane__foot">
        <p>{words.acceptHint}</p>
        {failure !== null && <p role="alert" class="alert">{failure.detail || words.actionFailed}</p>}
        <button type="button" class="button button--primary"
          onClick={() => void desk.accept(one).then(() => requestAnimationFrame(() => composer.current?.focus()))}>
          {words.accept}
        </button>
      </div>
    );
  }
  if (conversation.cannotReply) {
    return (
      <div class="pane__foot" role="status">
        <p><strong>{words.optedOut}</strong></p>
      </div>
    );
  }
  return <Composer reply={one.reply} input={composer} onSend={() => desk.send(one)} />;
}
