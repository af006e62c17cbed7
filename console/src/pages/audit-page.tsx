import { useEffect, useState } from 'preact/hooks';
import { Entry } from '../audit/entry';
import { Filters } from '../audit/filters';
import { rowsOf } from '../audit/telling';
import { Trail } from '../audit/trail';
import { csv, download, today } from '../beside/download';
import { More } from '../beside/more';
import { Names } from '../beside/names';
import type { PageProps } from '../nav/pages';
import { strings } from '../strings';
import '../styles/beside.css';
import '../styles/audit.css';
import { Shell } from './shell';

const words = strings.audit;
const VERIFY = 'holdfast audit verify';

/** Who did what to what. */
export function AuditPage({ work, api, onBack, onSignOut }: PageProps) {
  const [trail] = useState(() => new Trail(api.transport));
  const [names] = useState(() => new Names(api.transport, work.user.id));
  useEffect(() => {
    void names.want();
    void trail.list.load();
  }, [trail, names]);
  const items = trail.list.items.value;
  return (
    <Shell work={work} name="audit" heading={words.heading} wide onBack={onBack} onSignOut={onSignOut}>
      <p class="quiet">{words.lead} {words.verify} <code dir="ltr">{VERIFY}</code>.</p>
      <Filters trail={trail} names={names} />
      <div class="audit__over">
        <p role="status" data-testid="audit-count">{items !== null && items.length > 0 ? words.count(items.length, trail.list.more.value) : ''}</p>
        {items !== null && items.length > 0 && (
          <button type="button" class="button" data-testid="csv"
            onClick={() => download(`audit-${today()}.csv`, 'text/csv', csv(rowsOf(items, (id) => names.person(id))))}>
            {words.csv}
          </button>
        )}
      </div>
      <ol class="entries" data-testid="entries">
        {items?.map((entry) => <Entry key={entry.id} entry={entry} names={names} onOnly={(entity) => void trail.show({ ...trail.filter.value, entity })} />)}
      </ol>
      <More list={trail.list} none={words.none} />
    </Shell>
  );
}
