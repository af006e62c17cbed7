import { useState } from 'preact/hooks';
import { Diff } from '../beside/diff';
import { strings } from '../strings';
import { byKind, countSigns, type Plan, type Step } from './import';

const words = strings.packs;
const SIGNS: readonly Step['sign'][] = ['create', 'change', 'restore', 'deactivate'];
/** More than so many of a kind are folded at first. */
const FEW = 8;

/** What a pack would change, by kind. */
export function PlanView({ plan }: { plan: Plan }) {
  return (
    <div class="plan" data-testid="plan" data-steps={plan.steps.length}>
      <Counts steps={plan.steps} />
      {byKind(plan.steps).map(([kind, steps]) => <Group key={kind} kind={kind} steps={steps} />)}
      {plan.drafts > 0 && <p class="hint" data-testid="drafts">{words.drafts(plan.drafts)}</p>}
      {plan.steps.some((one) => one.kind === 'user' && one.sign === 'deactivate') && <p class="hint">{words.peopleLeave}</p>}
    </div>
  );
}

function Counts({ steps }: { steps: readonly Step[] }) {
  const counts = countSigns(steps);
  return (
    <p class="plan__counts" data-testid="counts">
      {SIGNS.filter((sign) => counts[sign] > 0).map((sign) => <span class={`sign sign--${sign}`} key={sign}><b aria-hidden="true">{words.signs[sign].sign}</b> {words.signs[sign].count(counts[sign])}</span>)}
    </p>
  );
}

function Group({ kind, steps }: { kind: string; steps: readonly Step[] }) {
  return (
    <details class="plan__group" open={steps.length <= FEW} data-testid={`plan-${kind}`}>
      <summary>
        <h4>{strings.audit.groups[kind] ?? kind}</h4>
        <Counts steps={steps} />
      </summary>
      <ul>
        {steps.map((step) => <OneStep key={step.id} step={step} />)}
      </ul>
    </details>
  );
}

function OneStep({ step }: { step: Step }) {
  const { sign, one } = words.signs[step.sign];
  const fresh = step.sign === 'create';
  // What is new is mostly as one would think: its fields are there for who looks.
  const [open, setOpen] = useState(step.sign === 'change');
  return (
    <li class="step" data-testid="step" data-sign={step.sign}>
      <p class="step__head">
        <span class={`sign sign--${step.sign}`}><b aria-hidden="true">{sign}</b> {one}</span>
        <strong class="step__name" dir="auto">{step.name}</strong>
        {step.name !== step.id && <code class="quiet" dir="ltr">{step.id}</code>}
        {step.changes.length > 0 && (
          <button type="button" class="link" aria-expanded={open} aria-label={strings.audit.detailsOf(step.name)} onClick={() => setOpen(!open)}>{strings.audit.details}</button>
        )}
      </p>
      {open && <Diff changes={step.changes} fresh={fresh} />}
    </li>
  );
}
