import { useEffect, useRef, useState } from 'preact/hooks';
import { beginning, missing } from '../desk/answers';
import { MOVES, type Field, type Input } from '../desk/moves';
import type { OpenConversation } from '../desk/open-conversation';
import type { Workplace } from '../desk/workplace';
import type { Conversation } from '../api/types';
import type { ApiError } from '../api/problem';
import { strings } from '../strings';
import { Dialog } from './dialog';
import { aboutField, explain } from './explain';
import { MoveField } from './fields';
import { useKept } from './kept-state';

const NOTHING: readonly Field[] = [];

interface Props {
  place: Workplace;
  conversation: Conversation;
  name: string;
  /** Of the last try; null before the first and while one is on its way. */
  failure: ApiError | null;
  busy: boolean;
  /** Something that was typed and not sent would be lost by this move. */
  hasDraft?: boolean;
  onCancel: () => void;
  /** Makes the move; when it worked, this dialog is taken away. */
  onConfirm: (input: Input) => void;
}

/** Asks what a move wants to know, or only whether. */
export function MoveDialog({ place, conversation, name, failure, busy, hasDraft = false, onCancel, onConfirm }: Props) {
  const move = MOVES[name];
  const fields = move?.asks ?? NOTHING;
  const words = strings.moves[name];
  const [begun] = useState(() => beginning(fields, strings.fields.messageDraft));
  const [answers, setAnswers] = useKept<Input>(place, conversation, keptAs(name), begun);
  const [asked, setAsked] = useState(false);
  const form = useRef<HTMLDivElement>(null);
  const lacks = asked ? missing(fields, answers) : {};
  useEffect(() => {
    if (fields.some((field) => field.kind === 'responder')) void place.colleagues.refresh().catch(() => undefined);
  }, []);

  function cancel(): void {
    place.kept.forget(conversation.id, keptAs(name));
    onCancel();
  }
  function confirm(): void {
    setAsked(true);
    const first = fields.find((field) => missing(fields, answers)[field.name] !== undefined);
    if (first === undefined) onConfirm(answers);
    else form.current?.querySelector<HTMLElement>(`#field-${first.name}, [name=${first.name}]`)?.focus();
  }

  const problemOf = (field: Field): string | null => {
    const lack = lacks[field.name];
    return lack === undefined ? aboutField(failure, field.name) : strings.problem[lack];
  };
  return (
    <Dialog heading={words?.heading ?? words?.button ?? name} confirm={words?.confirm ?? words?.button ?? name} busy={busy}
      grave={move?.weight === 'grave'} testId={name.startsWith('close_') ? 'confirm-close' : 'confirm-move'}
      {...(name.startsWith('close_') ? { cancel: strings.dialog.keepOpen } : {})}
      problem={failure === null ? null : explain(failure, fields.map((field) => field.name))}
      onCancel={cancel} onConfirm={confirm}>
      {words?.body !== undefined && <p>{words.body}</p>}
      {hasDraft && move?.weight === 'end' && <p><strong>{strings.dialog.unsent}</strong></p>}
      <div ref={form}>
        {fields.map((field) => (
          <MoveField key={field.name} field={field} value={answers[field.name] ?? ''} problem={problemOf(field)}
            responders={field.kind === 'responder' ? place.colleagues.candidates(conversation.programId, conversation.responderId) : []}
            onChange={(value) => setAnswers((before) => ({ ...before, [field.name]: value }))} />
        ))}
      </div>
    </Dialog>
  );
}

/** What a move is asked is kept with the workplace by this name, until it is made or given up. */
const keptAs = (move: string): string => `move ${move}`;

/** The dialog of a move in an open conversation. */
export function OpenMoveDialog({ place, one, name, onDone, onCancel }: {
  place: Workplace;
  one: OpenConversation;
  name: string;
  onDone: () => void;
  onCancel: () => void;
}) {
  const failure = one.failure.value;
  return (
    <MoveDialog place={place} conversation={one.conversation.value} name={name} busy={one.busy.value !== null}
      failure={failure?.deed === name ? failure.error : null} hasDraft={one.reply.draft.value.trim() !== ''} onCancel={onCancel}
      onConfirm={(input) => void place.make(one, name, input).then((made) => {
        if (!made) return;
        place.kept.forget(one.id, keptAs(name));
        onDone();
      })} />
  );
}
