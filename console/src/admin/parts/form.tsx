import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { explain } from '../../parts/explain';
import { strings } from '../../strings';
import type { Admin } from '../admin';
import type { Editing } from '../editing';
import { Form } from '../form/context';
import { keepTyped } from '../kept';
import { ConflictPanel } from './conflict';

const words = strings.admin.form;

/**
 * A form around its fields: saves, says what became of it, brings the focus to the first problem, and asks before what
 * is not saved is left. `place` is where it stands, for going on after signing in anew.
 */
export function DocumentForm<D extends { version: number }, S extends object>({ admin, place, form, create, beside, children, onSaved }: {
  admin: Admin;
  place: string;
  form: Editing<D, S>;
  /** On the button, where something new is made. */
  create?: string;
  /** Buttons beside the one that saves. */
  beside?: ComponentChildren;
  children: ComponentChildren;
  onSaved?: (doc: D, created: boolean) => void;
}) {
  const element = useRef<HTMLFormElement>(null);
  useEffect(() => admin.guard.watch(form), [admin, form]);
  useEffect(() => () => { if (form.dirty.value) keepTyped(admin.user.id, place, form.typed); }, [admin, place, form]);
  const refused = form.refused.value;
  useEffect(() => {
    if (refused === 0) return;
    const wrong = element.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-wrong]');
    // Of several controls with one problem, the first.
    const control = wrong?.matches('fieldset') ? wrong.querySelector<HTMLElement>('input:not(:disabled), select, textarea, button') : wrong;
    (control ?? wrong ?? element.current?.querySelector<HTMLElement>('[data-outcome]'))?.focus();
  }, [refused]);
  const conflict = form.conflict.value;
  const asked = useRef(false);
  useEffect(() => {
    // To what has to be decided; and once it is, to the button that saves.
    if (conflict !== null || asked.current) element.current?.querySelector<HTMLElement>(conflict !== null ? '[data-conflict]' : 'button[type=submit]')?.focus();
    asked.current = conflict !== null;
  }, [conflict]);

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const created = form.doc.value === null;
    const saved = await form.save();
    if (saved && form.doc.value !== null) onSaved?.(form.doc.value, created);
  }

  const { busy, dirty, told } = form;
  const isNew = form.doc.value === null;
  const still = dirty.value && !isNew && told.value === null && !busy.value;
  return (
    <form class="form" ref={element} noValidate onSubmit={(event) => void submit(event)}>
      {conflict !== null && <ConflictPanel form={form} conflict={conflict} />}
      <Form.Provider value={form}>{children}</Form.Provider>
      <div class="form__foot">
        <div role="alert" tabIndex={-1} data-outcome>{wrongOf(form)}</div>
        <div class="form__buttons">
          <button type="submit" class="button button--primary" data-testid="save" aria-disabled={busy.value || conflict !== null}>
            {busy.value ? words.saving : isNew && create !== undefined ? create : words.save}
          </button>
          {dirty.value && !isNew && <button type="button" class="button" data-testid="discard" onClick={() => form.discard()}>{words.discard}</button>}
          {beside}
        </div>
        <p class="form__told" role="status" data-testid="told">{told.value === null ? (still ? words.unsaved : '') : words.told[told.value]}</p>
      </div>
    </form>
  );
}

/** What went wrong, beside what stands at the fields. */
function wrongOf<D extends { version: number }, S extends object>(form: Editing<D, S>) {
  const { value: error } = form.failure;
  const elsewhere = [...form.problems.value].filter(([path]) => form.claims.nearest(path) === null);
  if (error === null) return form.problems.value.size === 0 ? null : <p class="alert" data-testid="form-problem">{words.look}</p>;
  let said = explain(error);
  if (error.code === 'idempotency_mismatch') said = words.arrived;
  else if (error.outcomeUnknown) said = words.uncertain;
  else if (elsewhere.length > 0) said = elsewhere.map(([path, message]) => `${path}: ${message}`).join(' ');
  else if (form.problems.value.size > 0) said = words.look;
  else if (error.fields.length > 0) return null;
  return <p class="alert" data-testid="form-problem">{said}</p>;
}
