import { useEffect, useRef, useState } from 'preact/hooks';
import { asApiError } from '../../api/problem';
import { measure } from '../../compose/segments';
import { Dialog } from '../../parts/dialog';
import { dayAndTime } from '../../parts/times';
import { strings } from '../../strings';
import type { Admin } from '../admin';
import type { Editing } from '../editing';
import { whyNot } from '../parts/use';
import { textsOf, type AutomaticText, type TextSpec } from './text-collection';
import { wordDiff, type Piece } from './word-diff';

const words = strings.adminTexts;

/** What is sent now beside what waits, word by word, and the button that makes the draft what is sent. */
export function Approval({ admin, form, doc }: { admin: Admin; form: Editing<AutomaticText, TextSpec>; doc: AutomaticText }) {
  const people = admin.collection('/api/users').listing('all');
  useEffect(() => people.want(), [people]);
  const [told, setTold] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const nameOf = (id: string | null): string => people.items.value?.find((one) => one.id === id)?.name ?? id ?? '';
  const { sent, draft, approvedAt, approvedBy, draftedBy, active } = doc;
  const pieces = draft === null ? null : wordDiff(sent ?? '', draft);
  const approved = sent !== null && approvedBy !== null;
  return (
    <section class="approval" aria-labelledby="approval" data-testid="approval">
      <h3 id="approval" ref={heading} tabIndex={-1}>{words.versions}</h3>
      <div class="approval__both">
        <Version heading={words.sentNow} id="version-sent" text={sent} pieces={pieces?.filter(({ kind }) => kind !== 'new') ?? null}
          said={approved ? words.approvedBy(nameOf(approvedBy), approvedAt == null ? '' : dayAndTime(approvedAt)) : words.nobodyApproved} none={words.nothingSent} />
        {draft !== null && (
          <Version heading={words.waits} id="version-draft" text={draft} pieces={sent === null ? null : (pieces?.filter(({ kind }) => kind !== 'gone') ?? null)}
            said={words.draftedBy(nameOf(draftedBy))} none="" />
        )}
      </div>
      {draft === null ? <p class="quiet">{active ? words.nothingWaits : words.outOfUse}</p> : (
        <Approve admin={admin} form={form} doc={doc} draft={draft} onApproved={() => {
          setTold(true);
          requestAnimationFrame(() => heading.current?.focus());
        }} />
      )}
      <div role="status" data-testid="approved">{told && draft === null && <p class="hint">{words.approved}</p>}</div>
    </section>
  );
}

function Version({ heading, id, text, pieces, said, none }: { heading: string; id: string; text: string | null; pieces: readonly Piece[] | null; said: string; none: string }) {
  return (
    <div class="approval__version" role="group" aria-labelledby={id} data-testid={id}>
      <h4 id={id}>{heading}</h4>
      <p class="quiet approval__said">{said}</p>
      {text === null ? <p class="approval__none">{none}</p> : (
        <>
          <p class="preview__text" dir="auto">
            {(pieces ?? [{ kind: 'same', text } as Piece]).map((one, place) =>
              one.kind === 'gone' ? <del key={place}>{one.text}</del> : one.kind === 'new' ? <ins key={place}>{one.text}</ins> : one.text)}
          </p>
          <p class="quiet approval__said">{words.takesAtLeast(measure(text).segments)}</p>
        </>
      )}
    </div>
  );
}

function Approve({ admin, form, doc, draft, onApproved }: { admin: Admin; form: Editing<AutomaticText, TextSpec>; doc: AutomaticText; draft: string; onApproved: () => void }) {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const unsaved = form.dirty.value;

  async function approve(): Promise<void> {
    setBusy(true);
    setProblem(null);
    const collection = textsOf(admin);
    try {
      form.heard(await collection.act(doc.id, 'approve', { version: doc.version }));
      setAsking(false);
      onApproved();
    } catch (caught) {
      const error = asApiError(caught);
      setProblem(error.code === 'second_person_needed' ? words.secondPerson : error.code === 'nothing_to_approve' ? words.nothingWaits : whyNot(error));
      if (error.status === 412 || error.code === 'nothing_to_approve') form.heard(await collection.get(doc.id).catch(() => doc));
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      {unsaved && <p class="quiet">{words.saveFirst}</p>}
      <button type="button" class="button button--primary" data-testid="approve" aria-disabled={unsaved || !doc.active} onClick={() => { if (!unsaved && doc.active) { setProblem(null); setAsking(true); } }}>
        {words.approve}
      </button>
      {asking && (
        <Dialog heading={words.approveAsk} confirm={words.approve} busy={busy} problem={problem} testId="confirm-approve" onCancel={() => setAsking(false)} onConfirm={() => void approve()}>
          <p>{words.approveMeans}</p>
          <p class="preview__text" dir="auto">{draft}</p>
        </Dialog>
      )}
    </>
  );
}
