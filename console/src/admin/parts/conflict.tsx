import { strings } from '../../strings';
import type { Conflict, Editing } from '../editing';
import { same } from '../same';

const words = strings.admin.conflict;

/** That somebody changed it meanwhile: what it says now beside what one typed, and what to do about it. */
export function ConflictPanel<D extends { version: number }, S extends object>({ form, conflict: { newer, mine } }: { form: Editing<D, S>; conflict: Conflict<D, S> }) {
  const now = newer as unknown as Record<string, unknown>;
  const before = form.doc.value as unknown as Record<string, unknown> | null;
  const say = (name: string, value: unknown): string => {
    const said = form.claims.of(name)?.say?.(value) ?? plain(value);
    return said === '' ? words.nothing : said;
  };
  const label = (name: string): string => form.claims.of(name)?.label ?? name;
  const names = Object.keys(mine);
  const others = Object.keys(form.values.value).filter((name) => !names.includes(name) && !same(now[name], before?.[name]));
  return (
    <section class="conflict" aria-labelledby="conflict-heading" tabIndex={-1} data-conflict data-testid="conflict">
      <h3 id="conflict-heading">{words.heading}</h3>
      <p>{words.lead}</p>
      <div class="conflict__fields">
        {names.map((name) => (
          <div class="conflict__field" key={name}>
            <h4>{label(name)}</h4>
            <dl>
              <div><dt>{words.now}</dt><dd dir="auto">{say(name, now[name])}</dd></div>
              <div><dt>{words.yours}</dt><dd dir="auto">{say(name, mine[name as keyof S])}</dd></div>
            </dl>
          </div>
        ))}
      </div>
      {others.length > 0 && <p class="quiet">{words.others(others.map(label).join(', '))}</p>}
      <div class="form__buttons">
        <button type="button" class="button button--primary" data-testid="apply-mine" onClick={() => form.applyMine()}>{words.apply}</button>
        <button type="button" class="button" data-testid="take-newer" onClick={() => form.takeNewer()}>{words.take}</button>
      </div>
    </section>
  );
}

/** A value as a person may read it, where the field does not say it better. */
function plain(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(plain).join(', ');
  if (typeof value === 'object') return Object.entries(value).map(([name, one]) => `${name}: ${plain(one)}`).join(', ');
  return String(value);
}
