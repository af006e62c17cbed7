import { useState } from 'preact/hooks';
import { explain } from '../../parts/explain';
import { strings } from '../../strings';
import { seen } from '../bind';
import { NumberField, under } from '../form';
import type { Singles } from '../kinds';
import { DocumentForm } from '../parts/form';
import { SectionHeading } from '../parts/heading';
import { useSingle } from '../parts/single-section';
import { GivenSingle, type Numbers } from '../rules/given-single';
import type { SectionProps } from '../sections';

const words = strings.adminRules;

type Limits = Singles['/api/admin/limits'][0];

/** How long what was written is kept, and how much of something there may be. */
export function LimitsSection({ admin }: SectionProps) {
  const place = admin.address('limits');
  const [kept] = useState(() => admin.single('/api/admin/retention'));
  const [limits] = useState(() => new GivenSingle<Limits, 'limits'>(admin.calls, '/api/admin/limits', 'limits'));
  const keeping = useSingle(admin, `${place}#kept`, kept, () => ({ retentionDays: 365 }));
  const limiting = useSingle(admin, `${place}#limits`, limits, () => ({ limits: {} as Numbers }));
  const failure = keeping.failure ?? limiting.failure;
  const items = limiting.form?.doc.value?.items ?? [];
  return (
    <section class="one" data-testid="one-limits">
      <SectionHeading>{words.limits}</SectionHeading>
      <p class="quiet">{words.limitsLead}</p>
      {failure !== null && (
        <p class="alert" role="alert">
          {explain(failure)}{' '}
          <button type="button" class="link" onClick={() => { keeping.open(); limiting.open(); }}>{strings.admin.list.again}</button>
        </p>
      )}
      {failure === null && (keeping.form === null || limiting.form === null) && <p role="status">{strings.admin.list.loading}</p>}
      {keeping.form !== null && (
        <section class="card one__below" aria-labelledby="kept" data-testid="kept">
          <h3 id="kept">{words.retention}</h3>
          <DocumentForm admin={admin} place={`${place}#kept`} form={keeping.form}>
            <NumberField bind={seen(keeping.form.bind('retentionDays'), (days): number | null => days, (days) => days ?? 0)} label={words.keptFor} hint={words.keptForHint} unit={words.days} least={1} most={3650} />
          </DocumentForm>
        </section>
      )}
      {limiting.form !== null && (
        <section class="card one__below" aria-labelledby="limits" data-testid="limits">
          <h3 id="limits">{words.most}</h3>
          <DocumentForm admin={admin} place={`${place}#limits`} form={limiting.form}>
            {items.map(({ name, means, least, most, default: byDefault }) => {
              const bind = under(limiting.form?.bind('limits') ?? { path: '', value: {} as Numbers, set: () => undefined }, name);
              return (
                <NumberField key={name} optional bind={{ ...bind, value: bind.value ?? null }} label={words.limitNames[name as keyof typeof words.limitNames] ?? means}
                  hint={words.limitHint(least, most, byDefault)} least={least} most={most} />
              );
            })}
          </DocumentForm>
        </section>
      )}
    </section>
  );
}
