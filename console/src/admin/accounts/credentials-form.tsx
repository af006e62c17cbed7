import { useRef, useState } from 'preact/hooks';
import { asApiError } from '../../api/problem';
import { Labelled, described } from '../../parts/fields';
import { dayAndTime } from '../../parts/times';
import { strings } from '../../strings';
import type { Admin } from '../admin';
import { at } from '../calls';
import type { Editing } from '../editing';
import type { DocOf, SpecOf } from '../kinds';
import { whyNot } from '../parts/use';
import { sayRefusal } from '../refusals';
import { FIELDS, givenOf, wrongIn, type CredentialField, type Typed } from './credentials';

const words = strings.adminAccounts;

export type Account = DocOf<'/api/admin/provider-accounts'>;
export type AccountForm = Required<SpecOf<'/api/admin/provider-accounts'>>;

/** Sets an account's credentials, or replaces them. What is typed is let go of as soon as it was sent. */
export function CredentialsForm({ admin, form, doc }: { admin: Admin; form: Editing<Account, AccountForm>; doc: Account }) {
  const [typed, setTyped] = useState<Typed | null>(null);
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<ReadonlyMap<string, string>>(new Map());
  const [problem, setProblem] = useState<string | null>(null);
  const [told, setTold] = useState('');
  const box = useRef<HTMLElement>(null);
  const { channel, credentialsSetAt } = doc;
  const isSet = credentialsSetAt != null;
  const focus = (what: string): void => void requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(what)?.focus());

  function refuse(found: ReadonlyMap<string, string>, other: string | null): void {
    setProblems(found);
    setProblem(other);
    focus(found.size > 0 ? '[aria-invalid="true"]' : '[data-outcome]');
  }

  async function set(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (busy || typed === null) return;
    const wrong = wrongIn(channel, typed);
    if (wrong.size > 0) return refuse(new Map([...wrong].map(([name, fault]) => [name, words.faults[fault]])), null);
    setBusy(true);
    setProblem(null);
    setProblems(new Map());
    try {
      const collection = admin.collection('/api/admin/provider-accounts');
      form.heard(collection.heard(await admin.calls.ask<Account>('put', `${at('/api/admin/provider-accounts', doc.id)}/credentials`, { body: givenOf(channel, typed) })));
      setTyped(null);
      setTold(words.done);
      focus('[data-replace]');
    } catch (caught) {
      const error = asApiError(caught);
      const names = FIELDS[channel].map(({ name }) => name as string);
      const mine = error.fields.filter(({ field }) => names.includes(field.split('.')[0] ?? ''));
      const outcome = error.outcomeUnknown ? words.uncertain : whyNot(error);
      refuse(new Map(mine.map(({ field, message }) => [field.split('.')[0] ?? '', sayRefusal(message)])), mine.length > 0 ? null : outcome);
    } finally {
      setBusy(false);
    }
  }

  return (
    <section class="card one__below" aria-labelledby="credentials" ref={box} data-testid="credentials">
      <h3 id="credentials">{words.credentials}</h3>
      <p class="quiet">{words.neverShown}</p>
      <p data-testid="credentials-set">{isSet ? words.setOn(dayAndTime(credentialsSetAt), (doc.credentials ?? []).map((one) => words.fields[one as CredentialField['name']] ?? one).join(', ')) : words.notSet}</p>
      <div role="status">{told !== '' && <p class="hint">{told}</p>}</div>
      {!doc.active ? <p class="quiet">{words.outOfUse}</p> : typed === null ? (
        <button type="button" class="button" data-replace data-testid="set-credentials" onClick={() => {
          setTold('');
          setTyped({});
          focus('input, textarea');
        }}>{isSet ? words.replace : words.set}</button>
      ) : (
        <form class="form" noValidate onSubmit={(event) => void set(event)}>
          {isSet && <p class="hint">{words.replaces}</p>}
          {FIELDS[channel].map((field) => (
            <CredentialInput key={field.name} field={field} typed={typed[field.name] ?? []} problem={problems.get(field.name) ?? null} onTyped={(values) => {
              setTyped({ ...typed, [field.name]: values });
              if (problems.has(field.name)) setProblems(new Map([...problems].filter(([name]) => name !== field.name)));
            }} />
          ))}
          <div role="alert" tabIndex={-1} data-outcome>{problem !== null && <p class="alert">{problem}</p>}</div>
          <div class="form__buttons credentials__buttons">
            <button type="submit" class="button button--primary" aria-disabled={busy} data-testid="save-credentials">{busy ? strings.admin.form.saving : isSet ? words.replace : words.set}</button>
            <button type="button" class="button" data-testid="cancel-credentials" onClick={() => {
              setTyped(null);
              setProblems(new Map());
              setProblem(null);
              focus('[data-replace]');
            }}>{strings.dialog.cancel}</button>
          </div>
        </form>
      )}
    </section>
  );
}

function CredentialInput({ field: { name, kind, required }, typed, problem, onTyped }: { field: CredentialField; typed: readonly string[]; problem: string | null; onTyped: (values: readonly string[]) => void }) {
  const id = `c-${name}`;
  const hint: string | undefined = words.hints[name];
  const label = words.fields[name];
  const [first = '', second = ''] = typed;
  if (kind === 'list') {
    return (
      <Labelled id={id} label={label} hint={hint} problem={problem} optional={!required}>
        <textarea {...described(id, hint, problem)} rows={3} dir="ltr" autocomplete="off" spellcheck={false} value={first} data-testid={id} onInput={(event) => onTyped([event.currentTarget.value])} />
      </Labelled>
    );
  }
  if (kind === 'text') {
    return (
      <Labelled id={id} label={label} hint={hint} problem={problem} optional={!required}>
        <input {...described(id, hint, problem)} type="text" dir="ltr" autocomplete="off" spellcheck={false} value={first} data-testid={id} onInput={(event) => onTyped([event.currentTarget.value])} />
      </Labelled>
    );
  }
  const secret = { type: 'password', dir: 'ltr', autocomplete: 'off', spellcheck: false, maxLength: 200 } as const;
  return (
    <>
      <Labelled id={id} label={label} hint={hint} problem={problem}>
        <input {...described(id, hint, problem)} {...secret} value={first} data-testid={id} onInput={(event) => onTyped([event.currentTarget.value, second])} />
      </Labelled>
      <Labelled id={`${id}-before`} label={words.before} hint={words.beforeHint} problem={null} optional>
        <input {...described(`${id}-before`, words.beforeHint, null)} {...secret} value={second} data-testid={`${id}-before`} onInput={(event) => onTyped([first, event.currentTarget.value])} />
      </Labelled>
    </>
  );
}
