import { explain } from '../../parts/explain';
import { strings } from '../../strings';
import { seen } from '../bind';
import { SwitchField, TextField } from '../form';
import type { Editing } from '../editing';
import type { DocOf, SpecOf } from '../kinds';
import { DocumentForm } from '../parts/form';
import { SectionHeading } from '../parts/heading';
import { useSingle } from '../parts/single-section';
import type { SectionProps } from '../sections';
import { Single } from '../single';
import { useState } from 'preact/hooks';

const words = strings.adminPages.own;

export type Affiliate = DocOf<'/api/affiliates'>;
export type AffiliateForm = Required<SpecOf<'/api/affiliates'>>;

export const blankAffiliate = (): AffiliateForm => ({ name: '', contactEmail: null, region: '' });

/** What the affiliate is called, and who may do what in it. */
export function Own({ admin }: SectionProps) {
  const place = admin.address('affiliate');
  const id = admin.affiliateId ?? admin.user.affiliateId ?? '';
  const [affiliate] = useState(() => new Single<Affiliate, AffiliateForm>(admin.calls, `/api/affiliates/${encodeURIComponent(id)}`));
  const [settings] = useState(() => admin.single('/api/admin/settings'));
  const about = useSingle(admin, `${place}#about`, affiliate, blankAffiliate);
  const rules = useSingle(admin, `${place}#rules`, settings, () => ({ adminsReadContent: true as boolean | null, textsNeedSecondPerson: false as boolean | null }));
  const failure = about.failure ?? rules.failure;
  return (
    <section class="one" data-testid="one-affiliate">
      <SectionHeading>{words.title}</SectionHeading>
      <p class="quiet">{words.lead}</p>
      {failure !== null && (
        <p class="alert" role="alert">
          {explain(failure)}{' '}
          <button type="button" class="link" onClick={() => { about.open(); rules.open(); }}>{strings.admin.list.again}</button>
        </p>
      )}
      {failure === null && (about.form === null || rules.form === null) && <p role="status">{strings.admin.list.loading}</p>}
      {about.form !== null && (
        <section class="card one__below" aria-labelledby="about-affiliate" data-testid="about-affiliate">
          <h3 id="about-affiliate">{words.about}</h3>
          <DocumentForm admin={admin} place={`${place}#about`} form={about.form}><AffiliateFields form={about.form} /></DocumentForm>
        </section>
      )}
      {rules.form !== null && (
        <section class="card one__below" aria-labelledby="rules-affiliate" data-testid="rules-affiliate">
          <h3 id="rules-affiliate">{words.rules}</h3>
          <DocumentForm admin={admin} place={`${place}#rules`} form={rules.form}>
            <SwitchField bind={seen(rules.form.bind('adminsReadContent'), (on) => on === true, (on) => on)} label={words.adminsRead} hint={words.adminsReadHint} />
            <SwitchField bind={seen(rules.form.bind('textsNeedSecondPerson'), (on) => on === true, (on) => on)} label={words.second} hint={words.secondHint} />
          </DocumentForm>
        </section>
      )}
    </section>
  );
}

export function AffiliateFields({ form }: { form: Editing<Affiliate, AffiliateForm> }) {
  return (
    <>
      <TextField bind={form.bind('name')} label={words.name} required most={80} />
      <TextField bind={seen(form.bind('contactEmail'), (email) => email ?? '', (email) => email || null)} type="email" label={words.contact} hint={words.contactHint} most={254}
        check={(email) => (email === '' || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? null : strings.adminPages.people.emailWrong)} />
      <TextField bind={form.bind('region')} label={words.region} hint={words.regionHint} most={64} />
    </>
  );
}
