import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { SectionProps } from '../admin/sections';
import { SectionHeading } from '../admin/parts/heading';
import { download, today } from '../beside/download';
import { ToldOnce } from '../beside/told-once';
import { Dialog } from '../parts/dialog';
import { explain } from '../parts/explain';
import { Labelled, described } from '../parts/fields';
import { strings } from '../strings';
import '../styles/beside.css';
import '../styles/packs.css';
import { FileField } from './file-field';
import { Import } from './import';
import { PlanView } from './plan-view';
import { sayMistake } from './saying';

const words = strings.packs;

/** The whole configuration as one file: out, and in again with its differences shown before anything changes. */
export function PackSection({ admin }: SectionProps) {
  const [job] = useState(() => new Import(admin.calls));
  const field = useRef<HTMLTextAreaElement>(null);
  return (
    <section class="packs" data-testid="packs">
      <SectionHeading>{words.title}</SectionHeading>
      <p class="quiet">{words.lead}</p>
      <Export job={job} affiliate={admin.user.affiliateId ?? ''} field={field} />
      <ImportPanel job={job} field={field} />
      <Outcome job={job} field={field} />
    </section>
  );
}

function Export({ job, affiliate, field }: { job: Import; affiliate: string; field: RefObject<HTMLTextAreaElement | null> }) {
  const [told, setTold] = useState<string | null>(null);
  const busy = job.busy.value !== null;
  const take = async (then: (pack: string) => void, said: string): Promise<void> => {
    setTold(null);
    const pack = await job.export();
    if (pack === null) return;
    then(pack);
    setTold(said);
  };
  return (
    <div class="panel" role="group" aria-labelledby="packs-export">
      <h3 id="packs-export">{words.export}</h3>
      <p class="quiet">{words.exportLead}</p>
      <div class="panel__buttons">
        <button type="button" class="button button--primary" data-testid="download-pack" aria-disabled={busy}
          onClick={() => void take((pack) => download(`${affiliate}-${today()}.yaml`, 'application/yaml', pack), words.exported)}>
          {job.busy.value === 'export' ? words.downloading : words.download}
        </button>
        <button type="button" class="button" data-testid="edit-pack" aria-disabled={busy}
          onClick={() => void take((pack) => { job.write(pack); field.current?.focus(); }, words.brought)}>
          {words.edit}
        </button>
      </div>
      <p role="status" class="quiet">{told}</p>
    </div>
  );
}

function ImportPanel({ job, field }: { job: Import; field: RefObject<HTMLTextAreaElement | null> }) {
  const [problem, setProblem] = useState<string | null>(null);
  const text = job.text.value;
  const compare = (): void => {
    setProblem(text.trim() === '' ? words.empty : null);
    if (text.trim() !== '') void job.compare();
    else field.current?.focus();
  };
  return (
    <form class="panel" aria-labelledby="packs-import" noValidate onSubmit={(event) => { event.preventDefault(); compare(); }}>
      <h3 id="packs-import">{words.import}</h3>
      <p class="quiet">{words.importLead}</p>
      <FileField onRead={(pack, name) => { setProblem(null); job.write(pack, name); }} onProblem={setProblem} />
      <Labelled id="pack-text" label={words.text} hint={job.fileName.value === null ? words.textHint : words.chosen(job.fileName.value)} problem={problem}>
        <textarea {...described('pack-text', words.textHint, problem)} class="packs__text" ref={field} rows={12} dir="ltr" spellcheck={false} autocomplete="off" wrap="off"
          value={text} data-testid="pack-text" onInput={(event) => { setProblem(null); job.write(event.currentTarget.value); }} />
      </Labelled>
      <div class="panel__buttons">
        <button type="submit" class="button button--primary" data-testid="compare" aria-disabled={job.busy.value !== null}>
          {job.busy.value === 'plan' ? words.planning : words.plan}
        </button>
      </div>
    </form>
  );
}

function Outcome({ job, field }: { job: Import; field: RefObject<HTMLTextAreaElement | null> }) {
  const plan = job.plan.value;
  const mistakes = job.mistakes.value;
  const failure = job.failure.value;
  const place = useRef<HTMLDivElement>(null);
  // What was asked for comes below the button: the eye and the focus go there.
  useEffect(() => {
    if (plan !== null || mistakes.length > 0 || job.applied.value !== null) place.current?.focus();
  }, [plan, mistakes, job.applied.value]);
  return (
    <div class="packs__outcome" ref={place} tabIndex={-1} role="region" aria-label={words.differences}>
      <div role="alert">{failure !== null && <p class="alert">{explain(failure)}</p>}</div>
      {mistakes.length > 0 && <Mistakes job={job} field={field} />}
      {plan !== null && plan.steps.length === 0 && <p class="hint" data-testid="nothing-to-do">{words.nothing}</p>}
      {plan !== null && plan.steps.length > 0 && <Differences job={job} />}
      <Done job={job} />
    </div>
  );
}

function Mistakes({ job, field }: { job: Import; field: RefObject<HTMLTextAreaElement | null> }) {
  const mistakes = job.mistakes.value;
  return (
    <div class="panel panel--wrong" data-testid="mistakes">
      <h3>{words.problems(mistakes.length)}</h3>
      <ul class="mistakes">
        {mistakes.map(({ place, line, message }) => {
          const what = `${place === '' ? '' : `${place}: `}${sayMistake(message, place === '')}`;
          return (
            <li key={`${place} ${message}`} data-testid="mistake">
              {line !== null && (
                <button type="button" class="link mistakes__line" aria-label={words.toLineOf(line, what)} onClick={() => selectLine(field.current, line)}>{words.toLine(line)}</button>
              )}
              <span>{place !== '' && <><code dir="ltr">{place}</code>{' '}</>}{sayMistake(message, place === '')}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Differences({ job }: { job: Import }) {
  const plan = job.plan.value;
  const [asking, setAsking] = useState(false);
  const [invite, setInvite] = useState(true);
  if (plan === null) return null;
  const count = plan.steps.length;
  const newPeople = plan.steps.filter((one) => one.kind === 'user' && one.sign === 'create').length;
  const apply = async (): Promise<void> => {
    await job.apply(invite && newPeople > 0);
    setAsking(false);
  };
  return (
    <div class="panel">
      <div role="alert">{job.moved.value && <p class="alert" data-testid="moved">{words.moved}</p>}</div>
      <h3>{words.differences}</h3>
      <PlanView plan={plan} />
      <div class="panel__buttons">
        <button type="button" class="button button--primary" data-testid="apply" onClick={() => setAsking(true)}>{words.apply(count)}</button>
      </div>
      {asking && (
        <Dialog heading={words.sure(count)} confirm={words.confirm} busy={job.busy.value !== null} problem={null} testId="confirm-apply"
          grave={plan.steps.some((one) => one.sign === 'deactivate')} onCancel={() => setAsking(false)} onConfirm={() => void apply()}>
          <p>{words.means}</p>
          {newPeople > 0 && (
            <div class="field">
              <label class="choice">
                <input type="checkbox" checked={invite} data-testid="invite" onChange={(event) => setInvite(event.currentTarget.checked)} />
                {words.newPeople(newPeople)}
              </label>
              <p class="quiet field__hint">{words.newPeopleHint}</p>
            </div>
          )}
        </Dialog>
      )}
    </div>
  );
}

function Done({ job }: { job: Import }) {
  const done = job.applied.value;
  return (
    <>
      <div role="status">
        {done !== null && <p class="hint" data-testid="applied">{words.applied(done.applied)}{done.invited.length > 0 && ` ${words.invited(done.invited.length)}`}</p>}
      </div>
      {done !== null && done.webhookSecrets.length > 0 && (
        <div class="panel">
          <h3>{words.secrets}</h3>
          <p class="quiet">{words.secretsLead}</p>
          {done.webhookSecrets.map(({ id, url, secret }) => <ToldOnce key={id} label={words.secretOf(url)} value={secret} testId="told-secret" />)}
        </div>
      )}
      {done !== null && done.unfinished.length > 0 && (
        <div class="alert" role="alert">
          <p>{words.unfinished}</p>
          <ul>{done.unfinished.map((one) => <li key={one}><code dir="ltr">{one}</code></li>)}</ul>
        </div>
      )}
    </>
  );
}

/** Puts the cursor where something is wrong, and brings it into view. */
function selectLine(field: HTMLTextAreaElement | null, line: number): void {
  if (field === null) return;
  const lines = field.value.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  field.focus();
  field.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  field.scrollTop = (field.scrollHeight / lines.length) * Math.max(0, line - 4);
  field.scrollLeft = 0;
}
