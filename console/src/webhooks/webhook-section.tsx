import { useEffect, useRef, useState } from 'preact/hooks';
import type { SectionProps } from '../admin/sections';
import type { Admin } from '../admin/admin';
import { Editing } from '../admin/editing';
import { NumberField, SeveralField, TextField } from '../admin/form';
import { DocumentForm } from '../admin/parts/form';
import { SectionHeading } from '../admin/parts/heading';
import { asApiError, type ApiError } from '../api/problem';
import { ToldOnce } from '../beside/told-once';
import { explain } from '../parts/explain';
import { strings } from '../strings';
import '../styles/beside.css';
import '../styles/webhooks.css';
import { Deliveries } from './deliveries';
import { BLANK, Hooks, type HookDoc, type HookForm, type Webhook } from './hooks';
import { Standing } from './standing';

const words = strings.hooks;
const NAME = 'webhooks';

/** Where events are posted: the list, or one of them with what became of each event. */
export function WebhookSection({ admin, rest: [id = ''] }: SectionProps) {
  const [hooks] = useState(() => new Hooks(admin.calls));
  const [told, setTold] = useState<string | null>(null);
  if (id === '') return <List admin={admin} hooks={hooks} told={told} />;
  return <One key={id} admin={admin} hooks={hooks} id={id} onRemoved={() => { setTold(words.removed); location.hash = admin.address(NAME); }} />;
}

function List({ admin, hooks, told }: { admin: Admin; hooks: Hooks; told: string | null }) {
  useEffect(() => void hooks.load(), [hooks]);
  const items = hooks.items.value;
  const failure = hooks.failure.value;
  return (
    <section class="records" data-testid="list-webhooks">
      <div class="records__head">
        <SectionHeading>{words.title}</SectionHeading>
        <a class="button button--primary button--link" href={admin.address(NAME, 'new')} data-testid="add">{words.add}</a>
      </div>
      <p class="quiet hooks__lead">{words.lead}</p>
      <div role="status">{told !== null && <p class="hint">{told}</p>}</div>
      <div role="alert">
        {failure !== null && <p class="alert">{strings.beside.failed} {explain(failure)} <button type="button" class="link" onClick={() => void hooks.load()}>{strings.beside.again}</button></p>}
      </div>
      {items === null && failure === null && <p role="status">{strings.beside.loading}</p>}
      {items?.length === 0 && <p class="records__none" data-testid="none">{words.none}</p>}
      <ul class="records__list">
        {items?.map((one) => (
          <li key={one.id}>
            <a class="record" href={admin.address(NAME, one.id)} data-testid="record" data-id={one.id}>
              <span class="record__title" dir="ltr">{one.url}</span>
              <span class="record__marks"><Mark hook={one} /></span>
              <span class="record__facts">{[one.description ?? '', words.asked(one.events.length)].filter((part) => part !== '').join(' · ')}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Mark({ hook }: { hook: Pick<Webhook, 'status'> }) {
  return <span class={`mark mark--hook-${hook.status}`} data-testid="hook-status" data-status={hook.status}>{words.status[hook.status]}</span>;
}

interface OneProps {
  admin: Admin;
  hooks: Hooks;
  id: string;
  onRemoved: () => void;
}

function One({ admin, hooks, id, onRemoved }: OneProps) {
  const [form, setForm] = useState<Editing<HookDoc, HookForm> | null>(null);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const left = useRef(false);
  const open = async (): Promise<void> => {
    setFailure(null);
    try {
      const doc = id === 'new' ? null : await hooks.get(id);
      if (left.current) return;
      const made: Editing<HookDoc, HookForm> = new Editing(hooks.source(() => made.doc.value), BLANK, doc);
      setForm(made);
    } catch (caught) {
      if (!left.current) setFailure(asApiError(caught));
    }
  };
  useEffect(() => {
    left.current = false;
    void open();
    return () => { left.current = true; };
  }, []);
  return (
    <section class="one" data-testid="one-webhook">
      <a class="one__up" href={admin.address(NAME)} data-testid="to-list">{strings.admin.backTo(words.title)}</a>
      {form !== null ? <Edited admin={admin} hooks={hooks} id={id} form={form} onRemoved={onRemoved} /> : (
        <>
          <SectionHeading>{id === 'new' ? words.newOne : words.title}</SectionHeading>
          {failure === null ? <p role="status">{strings.beside.loading}</p> : (
            <p class="alert" role="alert">{explain(failure)} <button type="button" class="link" onClick={() => void open()}>{strings.beside.again}</button></p>
          )}
        </>
      )}
    </section>
  );
}

function Edited({ admin, hooks, id, form, onRemoved }: OneProps & { form: Editing<HookDoc, HookForm> }) {
  const doc = form.doc.value;
  return (
    <>
      <div class="one__head">
        <SectionHeading><span dir={doc === null ? undefined : 'ltr'}>{doc === null ? words.newOne : doc.url}</span></SectionHeading>
        {doc !== null && <Mark hook={doc} />}
      </div>
      {doc !== null && <Secret hooks={hooks} id={doc.id} />}
      {doc !== null && <Standing hooks={hooks} form={form} doc={doc} onRemoved={onRemoved} />}
      <DocumentForm admin={admin} place={admin.address(NAME, id)} form={form} create={words.create}
        onSaved={(saved, created) => { if (created) location.replace(admin.address(NAME, saved.id)); }}>
        <TextField bind={form.bind('url')} label={words.url} hint={words.urlHint} type="url" required most={2000} />
        <TextField bind={form.bind('description')} label={words.description} most={200} />
        <SeveralField bind={form.bind('events')} label={words.events} hint={words.eventsHint} required
          options={Object.entries(words.eventNames).filter(([name]) => name !== 'holdfast.ping').map(([value, label]) => ({ value, label, hint: value }))} />
        <NumberField bind={form.bind('maxAttempts')} label={words.maxAttempts} hint={words.maxAttemptsHint} least={1} most={8} />
        <NumberField bind={form.bind('disableAfter')} label={words.disableAfter} least={1} most={100} />
      </DocumentForm>
      {doc !== null && <Deliveries hooks={hooks} doc={doc} />}
    </>
  );
}

/** The secret that was just made. It stays until somebody says that they have kept it, or leaves. */
function Secret({ hooks, id }: { hooks: Hooks; id: string }) {
  const secret = hooks.secrets.value.get(id);
  if (secret === undefined) return null;
  return (
    <div class="panel panel--secret" role="group" aria-label={words.secret} data-testid="secret-panel">
      <p>{words.secretLead}</p>
      <ToldOnce label={words.secret} value={secret} testId="secret" />
      <div class="panel__buttons">
        <button type="button" class="button" data-testid="secret-kept" onClick={() => hooks.forgetSecret(id)}>{words.secretSeen}</button>
      </div>
    </div>
  );
}
