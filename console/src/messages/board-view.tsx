import { useEffect, useRef, useState } from 'preact/hooks';
import type { Signal } from '@preact/signals';
import type { User } from '../api/types';
import { More } from '../beside/more';
import type { Names } from '../beside/names';
import { PlaceHeading } from '../beside/sided';
import { Dialog } from '../parts/dialog';
import { explain } from '../parts/explain';
import { Labelled, described } from '../parts/fields';
import { dayAndTime } from '../parts/times';
import { strings } from '../strings';
import type { Board } from './board';
import type { Announcement } from './inbox';
import { LONGEST } from './talk';

const words = strings.messages.announce;

/** What was announced; who leads announces here. */
export function BoardView({ board, user, names, draft }: { board: Board; user: User; names: Names; draft: Signal<string> }) {
  const [asked, setAsked] = useState<Announcement | null>(null);
  const [told, setTold] = useState<string | null>(null);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => void board.list.load(), [board]);
  const items = board.list.items.value ?? [];
  const failure = board.failure.value;
  const leads = user.role === 'supervisor' || user.role === 'admin';
  const takeBack = async (): Promise<void> => {
    if (asked === null || !(await board.takeBack(asked))) return;
    setAsked(null);
    setTold(words.takenBack);
    list.current?.focus();
  };
  return (
    <section class="board-view" data-testid="announcements">
      <PlaceHeading>{strings.messages.announcements}</PlaceHeading>
      <p class="quiet">{words.lead}</p>
      {leads && <New board={board} user={user} names={names} draft={draft} onDone={() => setTold(words.done)} />}
      <div role="status">{told !== null && <p class="hint">{told}</p>}</div>
      <div role="alert">{failure !== null && asked === null && <p class="alert">{explain(failure)}</p>}</div>
      <ul class="entries" ref={list} tabIndex={-1} aria-label={strings.messages.announcements}>
        {items.map((one) => (
          <Row key={one.id} one={one} names={names} busy={board.busy.value === one.id} mayTakeBack={user.role === 'admin' || one.authorId === user.id}
            onRead={() => void board.markRead(one)} onTakeBack={() => { setTold(null); board.failure.value = null; setAsked(one); }} />
        ))}
      </ul>
      <More list={board.list} none={words.none} />
      {asked !== null && (
        <Dialog heading={words.takeBackSure} confirm={words.takeBackDo} grave busy={board.busy.value !== null} problem={failure === null ? null : explain(failure)}
          testId="confirm-take-back" onCancel={() => setAsked(null)} onConfirm={() => void takeBack()}>
          <p>{words.takeBackMeans}</p>
        </Dialog>
      )}
    </section>
  );
}

function Row({ one, names, busy, mayTakeBack, onRead, onTakeBack }: {
  one: Announcement;
  names: Names;
  busy: boolean;
  mayTakeBack: boolean;
  onRead: () => void;
  onTakeBack: () => void;
}) {
  const when = dayAndTime(one.at);
  return (
    <li class="entry announcement" data-testid="announcement" data-read={one.read}>
      <p class="quiet announcement__by">
        {!one.read && <span class="mark mark--ask">{words.unread}</span>} {words.by(one.authorName, one.programId === null ? words.toAll : names.program(one.programId), when)}
      </p>
      <p class="said__words" dir="auto">{one.content}</p>
      <Files one={one} />
      <div class="panel__buttons">
        {!one.read && <button type="button" class="button button--small" aria-label={words.markReadOf(one.authorName, when)} data-testid="mark-read" aria-disabled={busy} onClick={onRead}>{words.markRead}</button>}
        {mayTakeBack && <button type="button" class="button button--small" aria-label={words.takeBackOf(when)} data-testid="take-back" onClick={onTakeBack}>{words.takeBack}</button>}
      </div>
    </li>
  );
}

function Files({ one: { fileLinks = [] } }: { one: Announcement & { fileLinks?: { id: string; name: string; url: string; size: number }[] } }) {
  if (fileLinks.length === 0) return null;
  return (
    <ul class="said__files" aria-label={strings.messages.files}>
      {fileLinks.map((file) => <li key={file.id}><a href={file.url} download={file.name} rel="noreferrer">{file.name}</a> <span class="quiet">{strings.messages.size(file.size)}</span></li>)}
    </ul>
  );
}

function New({ board, user, names, draft, onDone }: { board: Board; user: User; names: Names; draft: Signal<string>; onDone: () => void }) {
  const everybody = user.role === 'admin';
  // Those that are told of are one's own.
  const programs = names.programs.value.filter((one) => one.active);
  const [chosen, setChosen] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const to = chosen ?? (everybody ? '' : (programs[0]?.id ?? ''));
  const announce = async (): Promise<void> => {
    setProblem(draft.value.trim() === '' ? strings.messages.empty : null);
    if (draft.value.trim() === '') return;
    // Whoever is quicker than the list of programs waits for it: nothing goes to everybody by chance.
    if (!everybody && to === '') await names.want();
    const place = to === '' && !everybody ? (names.programs.value.find((one) => one.active)?.id ?? '') : to;
    if (await board.announce(draft.value, place === '' ? null : place)) {
      draft.value = '';
      onDone();
    }
  };
  return (
    <details class="panel" open={draft.value !== ''}>
      <summary data-testid="new-announcement">{words.new}</summary>
      <form noValidate onSubmit={(event) => { event.preventDefault(); void announce(); }}>
        <Labelled id="announce-to" label={words.to} problem={null}>
          <select id="announce-to" value={to} data-testid="announce-to" onChange={(event) => setChosen(event.currentTarget.value)}>
            {everybody && <option value="">{words.everybody}</option>}
            {programs.map((one) => <option key={one.id} value={one.id}>{words.people(one.name)}</option>)}
          </select>
        </Labelled>
        <Labelled id="announce-text" label={words.text} problem={problem}>
          <textarea {...described('announce-text', undefined, problem)} rows={4} maxLength={LONGEST} dir="auto" value={draft.value} data-testid="announce-text"
            onInput={(event) => { setProblem(null); draft.value = event.currentTarget.value; }} />
        </Labelled>
        <div class="panel__buttons">
          <button type="submit" class="button button--primary" data-testid="announce" aria-disabled={board.busy.value !== null}>
            {board.busy.value === 'announce' ? strings.messages.sending : words.send}
          </button>
        </div>
      </form>
    </details>
  );
}
