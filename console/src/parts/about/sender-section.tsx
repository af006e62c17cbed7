import { useEffect, useRef, useState } from 'preact/hooks';
import type { RevealReason } from '../../api/sender';
import type { OpenConversation } from '../../desk/open-conversation';
import type { Workplace } from '../../desk/workplace';
import { strings } from '../../strings';
import { Dialog } from '../dialog';
import { explain } from '../explain';
import { Labelled } from '../fields';
import { Section } from './section';

const words = strings.thread.sender;
const REASONS = Object.keys(words.reasons) as RevealReason[];

/** Where somebody comes from: program, channel, language, and their number, hidden but for two digits. */
export function SenderSection({ place, one }: { place: Workplace; one: OpenConversation }) {
  const conversation = one.conversation.value;
  const { channel, language, programName } = conversation;
  return (
    <Section name="sender" heading={words.heading}>
      <dl class="facts">
        <dt>{words.program}</dt>
        <dd>{programName}</dd>
        <dt>{words.channel}</dt>
        <dd>{strings.channels[channel]}</dd>
        <dt>{words.language}</dt>
        <dd lang={language ?? undefined}>{language == null ? words.unknownLanguage : strings.languages[language]}</dd>
        {(channel === 'webchat' || mayKnow(place, one)) && (
          <>
            <dt>{words.number}</dt>
            <dd data-testid="sender-number">{channel === 'webchat' ? words.none : <Numbered one={one} />}</dd>
          </>
        )}
      </dl>
    </Section>
  );
}

/** Whose it is to know: its owner's and a supervisor's. */
function mayKnow(place: Workplace, one: OpenConversation): boolean {
  const { responderId, allowedTransitions, preferredResponderId } = one.conversation.value;
  if (place.user.role === 'supervisor') return one.standing.value !== 'gone';
  const planned = preferredResponderId === place.user.id && allowedTransitions.includes('cancel_follow_up');
  return place.user.role === 'responder' && one.standing.value !== 'gone' && (responderId === place.user.id || planned);
}

function Numbered({ one }: { one: OpenConversation }) {
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [asking, setAsking] = useState(false);
  const { masked, number } = one.sender;
  const found = masked.value.value;
  // Asked for where it can be seen: not in a drawer or a part that is closed.
  useEffect(() => {
    if (box.current === null || found !== null) return undefined;
    const watch = new ResizeObserver(([seen]) => {
      if (seen !== undefined && seen.contentRect.width > 0) void masked.load();
    });
    watch.observe(box.current);
    return () => watch.disconnect();
  }, [found === null]);
  // Nobody looks at it any more.
  useEffect(() => () => one.sender.hide(), [one]);
  const toButton = (): void => void requestAnimationFrame(() => button.current?.focus());
  const shown = number.value;
  if (found === null) return <div ref={box} class="quiet">{masked.failure.value === null ? words.loading : explain(masked.failure.value)}</div>;
  if (found.masked === null) return <>{words.erased}</>;
  return (
    <>
      <bdi class="sender__number" data-shown={shown !== null}>{shown ?? found.masked}</bdi>{' '}
      <button type="button" class="link" ref={button} data-testid={shown === null ? 'show-number' : 'hide-number'}
        onClick={() => (shown === null ? setAsking(true) : one.sender.hide())}>
        {shown === null ? words.show : words.hide}
      </button>
      <span role="status" class="sender__told quiet">{shown !== null && words.shown}</span>
      {asking && <Reveal one={one} onOver={() => { setAsking(false); toButton(); }} />}
    </>
  );
}

/** Asks whether it is needed, and says that it is put on record. */
function Reveal({ one, onOver }: { one: OpenConversation; onOver: () => void }) {
  const [reason, setReason] = useState<RevealReason | ''>('');
  const failure = one.sender.failure.value;
  const id = `reveal-reason-${one.id}`;
  const reveal = async (): Promise<void> => {
    if (await one.sender.reveal(reason === '' ? null : reason)) onOver();
  };
  return (
    <Dialog heading={words.confirmHeading} confirm={words.confirm} busy={one.sender.busy.value} problem={failure === null ? null : explain(failure)}
      testId="confirm-reveal" onCancel={() => { one.sender.failure.value = null; onOver(); }} onConfirm={() => void reveal()}>
      <p>{words.confirmBody}</p>
      <Labelled id={id} label={words.reason} problem={null} optional>
        <select id={id} value={reason} data-testid="reveal-reason" onChange={(event) => setReason(event.currentTarget.value as RevealReason | '')}>
          <option value="">{words.unsaid}</option>
          {REASONS.map((one) => <option key={one} value={one}>{words.reasons[one]}</option>)}
        </select>
      </Labelled>
    </Dialog>
  );
}
