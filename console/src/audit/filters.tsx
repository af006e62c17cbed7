import { useEffect, useState } from 'preact/hooks';
import type { Names } from '../beside/names';
import { fromLocalInput, toLocalInput } from '../parts/times';
import { strings } from '../strings';
import { NO_FILTER, type Filter, type Trail } from './trail';

const words = strings.audit;

/** Time, who, what and to what. Nothing is looked up before it is asked for: the record may be long. */
export function Filters({ trail, names }: { trail: Trail; names: Names }) {
  const shown = trail.filter.value;
  const [typed, setTyped] = useState<Filter>(shown);
  // A narrowing that was chosen in the list stands here, too.
  useEffect(() => setTyped(shown), [shown]);
  const set = (name: keyof Filter) => (value: string): void => setTyped({ ...typed, [name]: value });
  const people = names.members.value.toSorted((a, b) => a.name.localeCompare(b.name));
  const groups = Object.entries(words.groups);
  const narrowed = Object.values(shown).some((value) => value !== '');
  return (
    <details class="audit__narrow" open={narrowed || wide()}>
      <summary data-testid="narrow">{words.filters}</summary>
      <form class="audit__filters" role="search" aria-label={words.filters} onSubmit={(event) => { event.preventDefault(); void trail.show({ ...typed, entity: typed.entity.trim() }); }}>
        <Moment id="audit-from" label={words.from} value={typed.from} onChange={set('from')} />
        <Moment id="audit-to" label={words.to} value={typed.to} onChange={set('to')} />
        <div class="field">
          <label for="audit-actor">{words.actor}</label>
          <select id="audit-actor" value={typed.actor} data-testid="filter-actor" onChange={(event) => set('actor')(event.currentTarget.value)}>
            <option value="">{words.everybody}</option>
            {people.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
            {Object.entries(words.others).map(([id, name]) => <option key={id} value={id}>{name}</option>)}
          </select>
        </div>
        <div class="field">
          <label for="audit-action">{words.action}</label>
          <select id="audit-action" value={typed.action} data-testid="filter-action" onChange={(event) => set('action')(event.currentTarget.value)}>
            <option value="">{words.everything}</option>
            {groups.map(([code, name]) => <option key={code} value={code}>{name}</option>)}
          </select>
        </div>
        <div class="field audit__entity">
          <label for="audit-entity">{words.entity}</label>
          <input id="audit-entity" type="text" dir="ltr" autocomplete="off" spellcheck={false} aria-describedby="audit-entity-hint" value={typed.entity}
            data-testid="filter-entity" onInput={(event) => set('entity')(event.currentTarget.value)} />
          <p class="quiet field__hint" id="audit-entity-hint">{words.entityHint}</p>
        </div>
        <div class="audit__do">
          <button type="submit" class="button button--primary" data-testid="show">{words.apply}</button>
          {narrowed && <button type="button" class="button" data-testid="show-all" onClick={() => void trail.show(NO_FILTER)}>{words.clear}</button>}
        </div>
      </form>
    </details>
  );
}

/** There is room for the filters above the list. */
const wide = (): boolean => matchMedia('(width >= 48rem)').matches;

function Moment({ id, label, value, onChange }: { id: string; label: string; value: string; onChange: (value: string) => void }) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input id={id} type="datetime-local" value={toLocalInput(value)} onInput={(event) => onChange(fromLocalInput(event.currentTarget.value))} />
    </div>
  );
}
