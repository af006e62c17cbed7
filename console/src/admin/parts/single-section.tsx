import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { asApiError, type ApiError } from '../../api/problem';
import { explain } from '../../parts/explain';
import { strings } from '../../strings';
import type { Admin } from '../admin';
import { Editing, type Typed } from '../editing';
import { takeTyped } from '../kept';
import type { Single } from '../single';
import { DocumentForm } from './form';
import { SectionHeading } from './heading';

const words = strings.admin;

/**
 * A section of what there is one of: read, and changed in one form. `blank` has the form's fields. Give it a `key` where
 * the document depends on the address, such as a program's hours.
 */
export function SingleSection<D extends { version: number }, S extends object>({ admin, place, title, lead, single, blank, children, above }: {
  admin: Admin;
  /** Its address. */
  place: string;
  title: string;
  lead: string;
  single: Single<D, S>;
  blank: () => S;
  /** The fields. */
  children: (form: Editing<D, S>, doc: D) => ComponentChildren;
  /** Between the heading and the form. */
  above?: ComponentChildren;
}) {
  const { form, failure, open } = useSingle(admin, place, single, blank);
  const doc = form?.doc.value ?? null;
  return (
    <section class="one">
      <SectionHeading>{title}</SectionHeading>
      <p class="quiet">{lead}</p>
      {above}
      {form === null || doc === null ? <Waiting failure={failure} again={open} /> : (
        <DocumentForm admin={admin} place={place} form={form}>{children(form, doc)}</DocumentForm>
      )}
    </section>
  );
}

/** Reads what there is one of, and edits it. */
export function useSingle<D extends { version: number }, S extends object>(admin: Admin, place: string, single: Single<D, S>, blank: () => S) {
  const [form, setForm] = useState<Editing<D, S> | null>(null);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let left = false;
    const source = { read: () => single.get(), change: (fields: Partial<S>, version: number) => single.change(fields, version) };
    const typed = takeTyped(admin.user.id, place) as Typed<D, S> | null;
    setFailure(null);
    if (typed !== null) setForm(new Editing(source, blank(), null, typed));
    else single.get().then(
      (doc) => { if (!left) setForm(new Editing(source, blank(), doc)); },
      (caught: unknown) => { if (!left) setFailure(asApiError(caught)); },
    );
    return () => { left = true; };
  }, [turn]);
  return { form, failure, open: () => setTurn((before) => before + 1) };
}

function Waiting({ failure, again }: { failure: ApiError | null; again: () => void }) {
  if (failure === null) return <p role="status">{words.list.loading}</p>;
  return (
    <p class="alert" role="alert">
      {explain(failure)} <button type="button" class="link" data-testid="again" onClick={again}>{words.list.again}</button>
    </p>
  );
}
