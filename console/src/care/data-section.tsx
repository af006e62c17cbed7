import { useRef, useState } from 'preact/hooks';
import { Calls } from '../admin/calls';
import { download } from '../beside/download';
import type { OpenConversation } from '../desk/open-conversation';
import type { Workplace } from '../desk/workplace';
import { addressOf } from '../nav/address';
import { Dialog } from '../parts/dialog';
import { Labelled, described } from '../parts/fields';
import { useKept } from '../parts/kept-state';
import { strings } from '../strings';
import { whyNotErased } from './erasures';
import { joined, OfTexter, type Deed, type ReasonCode } from './of-texter';

const words = strings.data.about;
const codes = strings.data.erasures.codes;
const MOST = 2000;
const DIALOGS: Record<Deed, { button: string; heading: string; means: string; confirm: string; grave?: true }> = {
  hold: { button: words.hold, heading: words.holdSure, means: words.holdMeans, confirm: words.holdDo },
  release: { button: words.release, heading: words.releaseSure, means: words.releaseMeans, confirm: words.releaseDo, grave: true },
  erase: { button: words.erase, heading: words.eraseSure, means: words.eraseMeans, confirm: words.eraseDo, grave: true },
  export: { button: words.export, heading: words.exportSure, means: words.exportMeans, confirm: words.exportDo },
};

/** Legal hold, erasure and export: what is done about the data of a conversation and of its texter. */
export function DataCare({ place, one }: { place: Workplace; one: OpenConversation }) {
  const [care] = useState(() => new OfTexter(new Calls(place.transport, null), one));
  const [asked, setAsked] = useKept<Deed | null>(place, one, 'data', null);
  const [reason, setReason] = useKept(place, one, 'data reason', '');
  const [code, setCode] = useKept<ReasonCode>(place, one, 'data code', 'texter_asked');
  const [problem, setProblem] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const { texterId, legalHold } = one.conversation.value;
  const deeds: Deed[] = [legalHold ? 'release' : 'hold', ...(texterId === null ? [] : (['erase', 'export'] as const))];
  const needsReason = asked === 'hold' || asked === 'erase';

  const begin = (deed: Deed): void => {
    care.failure.value = null;
    care.done.value = null;
    setReason('');
    setProblem(null);
    setAsked(deed);
  };
  const act = async (): Promise<void> => {
    if (needsReason && reason.trim() === '') {
      setProblem(words.empty);
      return field.current?.focus();
    }
    if (!(await carry())) return;
    setReason('');
    setAsked(null);
  };
  const carry = async (): Promise<boolean> => {
    if (asked === 'hold') return care.hold(reason.trim());
    if (asked === 'release') return care.release();
    if (asked === 'erase') return care.askErasure(texterId ?? '', code, reason.trim());
    const pages = await care.export(texterId ?? '');
    if (pages !== null) download(`${texterId}.json`, 'application/json', `${JSON.stringify(joined(pages), null, 2)}\n`);
    return pages !== null;
  };
  const failure = care.failure.value;
  const done = care.done.value;
  return (
    <>
      {legalHold && <p class="hint">{words.held}</p>}
      <div class="about__buttons">
        {deeds.map((deed) => <button type="button" class="button button--small" key={deed} data-testid={`data-${deed}`} onClick={() => begin(deed)}>{DIALOGS[deed].button}</button>)}
      </div>
      <div role="status">
        {done === 'erase' && <p class="hint">{words.asked} <a href={addressOf('care', 'erasures')}>{words.toErasures}</a></p>}
        {done === 'export' && <p class="hint">{words.exported}</p>}
      </div>
      {asked !== null && (
        <Dialog heading={DIALOGS[asked].heading} confirm={DIALOGS[asked].confirm} grave={DIALOGS[asked].grave === true} busy={care.busy.value}
          problem={failure === null ? null : whyNotErased(failure)} testId={`confirm-${asked}`} onCancel={() => { setReason(''); setAsked(null); }} onConfirm={() => void act()}>
          <p>{DIALOGS[asked].means}</p>
          {asked === 'erase' && (
            <Labelled id="erase-code" label={words.eraseWhy} problem={null}>
              <select id="erase-code" value={code} data-testid="erase-code" onChange={(event) => setCode(event.currentTarget.value as ReasonCode)}>
                {Object.entries(codes).map(([value, label]) => <option key={value} value={value}>{label}</option>)}
              </select>
            </Labelled>
          )}
          {needsReason && (
            <Labelled id="data-reason" label={asked === 'erase' ? words.eraseReason : words.holdReason} hint={asked === 'erase' ? words.eraseReasonHint : undefined} problem={problem}>
              <textarea {...described('data-reason', asked === 'erase' ? words.eraseReasonHint : undefined, problem)} ref={field} rows={3} maxLength={MOST} dir="auto" value={reason}
                data-testid="data-reason" onInput={(event) => { setProblem(null); setReason(event.currentTarget.value); }} />
            </Labelled>
          )}
          {care.page.value > 1 && <p role="status">{words.exporting(care.page.value)}</p>}
        </Dialog>
      )}
    </>
  );
}
