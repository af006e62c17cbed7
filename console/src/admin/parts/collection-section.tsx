import type { ComponentChildren, ComponentType } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { asApiError, type ApiError } from '../../api/problem';
import { explain } from '../../parts/explain';
import { strings } from '../../strings';
import type { Admin } from '../admin';
import type { Collection } from '../collection';
import { Editing, type Source, type Typed } from '../editing';
import { takeTyped } from '../kept';
import type { Doc } from '../kinds';
import { DocumentForm } from './form';
import { SectionHeading } from './heading';
import { DocumentList, type ListProps, type Row, type SectionWords } from './list';
import { UseButton } from './use';

const words = strings.admin;

export interface FormProps<D extends Doc, S extends object> {
  admin: Admin;
  form: Editing<D, S>;
  /** As the server has it; null for a new one. */
  doc: D | null;
}

export interface CollectionSectionProps<D extends Doc, S extends object> {
  admin: Admin;
  rest: readonly string[];
  /** As in `sections.ts`. */
  section: string;
  collection: Collection<D, S>;
  words: SectionWords;
  /** Every field of the form, as a new one begins. */
  blank: () => S;
  row: (doc: D) => Row;
  filters?: ListProps<D>['filters'];
  /** The fields. */
  Fields: ComponentType<FormProps<D, S>>;
  /** What stands below the form of one that is there: other things to do with it. */
  Below?: ComponentType<FormProps<D, S> & { doc: D }>;
  /** In the head of the list. */
  beside?: ComponentChildren;
  mayAdd?: boolean;
  /** False where programs' names are not wanted. */
  programs?: boolean;
  mayTakeOut?: boolean;
  /** Another way to save, where what one gives is not what one is shown. `id` is null for a new one. */
  source?: (id: string | null) => Partial<Source<D, S>>;
  /** As a document is typed, where its fields are not the form's. */
  typedOf?: (doc: D) => D;
}

/** A section of documents that are listed, made, changed and taken out of use. */
export function CollectionSection<D extends Doc, S extends object>(props: CollectionSectionProps<D, S>) {
  const { admin, rest: [id = ''], collection } = props;
  /** What was just made goes on being edited under its own address. */
  const made = useRef<{ id: string; form: Editing<D, S> } | null>(null);
  useEffect(() => { if (props.programs !== false) admin.wantPrograms(); }, [admin]);
  if (id === '') {
    made.current = null;
    return <DocumentList {...props} collection={collection as unknown as Collection<D, never>} />;
  }
  const handed = made.current?.id === id ? made.current.form : null;
  return (
    <One key={handed === null ? id : 'new'} {...props} id={id} handed={handed} onMade={(doc, form) => {
      made.current = { id: doc.id, form };
      admin.view(props.section).last = doc.id;
      location.replace(admin.address(props.section, doc.id));
    }} />
  );
}

type OneProps<D extends Doc, S extends object> = CollectionSectionProps<D, S> & { id: string; handed: Editing<D, S> | null; onMade: (doc: D, form: Editing<D, S>) => void };

/** One document, read before it is edited; or a new one. */
function One<D extends Doc, S extends object>(props: OneProps<D, S>) {
  const { admin, section, id, handed, words: own } = props;
  const [form, setForm] = useState<Editing<D, S> | null>(handed);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const left = useRef(false);
  const place = admin.address(section, id);

  async function open(): Promise<void> {
    setFailure(null);
    const typed = takeTyped(admin.user.id, place) as Typed<D, S> | null;
    try {
      const doc = id === 'new' || typed !== null ? null : await read(props, id);
      if (!left.current) setForm(new Editing(sourceOf(props, id), props.blank(), doc, typed));
    } catch (caught) {
      if (!left.current) setFailure(asApiError(caught));
    }
  }
  useEffect(() => {
    left.current = false;
    if (form === null) void open();
    return () => { left.current = true; };
  }, []);

  return (
    <section class="one" data-testid={`one-${section}`}>
      <a class="one__up" href={admin.address(section)} data-testid="to-list">{words.backTo(own.title)}</a>
      {form !== null ? <Edited {...props} place={place} form={form} /> : (
        <>
          <SectionHeading>{id === 'new' ? own.newOne : own.title}</SectionHeading>
          {failure === null ? <p role="status">{words.list.loading}</p> : (
            <p class="alert" role="alert">
              {explain(failure)} <button type="button" class="link" data-testid="again" onClick={() => void open()}>{words.list.again}</button>
            </p>
          )}
        </>
      )}
    </section>
  );
}

function Edited<D extends Doc, S extends object>(props: OneProps<D, S> & { place: string; form: Editing<D, S> }) {
  const { admin, place, form, collection, row, words: own, Fields, Below, mayTakeOut = true, onMade } = props;
  const doc = form.doc.value;
  const name = doc === null ? own.newOne : row(doc).title;
  return (
    <>
      <div class="one__head">
        <SectionHeading><span dir="auto">{name}</span></SectionHeading>
        {doc?.active === false && <span class="mark">{words.list.out}</span>}
      </div>
      <DocumentForm admin={admin} place={place} form={form} create={own.create} onSaved={(saved, created) => { if (created) onMade(saved, form); }}
        beside={doc !== null && mayTakeOut && <UseButton collection={collection} form={form} name={name} means={own.takeOut} />}>
        <Fields admin={admin} form={form} doc={doc} />
      </DocumentForm>
      {doc !== null && Below !== undefined && <Below admin={admin} form={form} doc={doc} />}
    </>
  );
}

async function read<D extends Doc, S extends object>({ collection, typedOf }: OneProps<D, S>, id: string): Promise<D> {
  const doc = await collection.get(id);
  return typedOf === undefined ? doc : typedOf(doc);
}

function sourceOf<D extends Doc, S extends object>(props: OneProps<D, S>, opened: string): Source<D, S> {
  const { collection, source } = props;
  // A new one gets its id when it is made.
  let id = opened;
  const created = (doc: D): D => {
    id = doc.id;
    return doc;
  };
  return {
    read: () => read(props, id),
    change: (fields, version) => collection.change(id, fields, version),
    create: async (whole, key) => created(await collection.create(whole, key)),
    ...source?.(opened === 'new' ? null : opened),
  };
}
