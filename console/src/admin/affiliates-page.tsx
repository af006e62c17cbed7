import { useEffect, useState } from 'preact/hooks';
import type { ApiClient } from '../api/client';
import type { PageProps } from '../nav/pages';
import { strings } from '../strings';
import '../styles/admin.css';
import '../styles/admin-form.css';
import { Admin } from './admin';
import { AffiliateFields, blankAffiliate, type Affiliate, type AffiliateForm } from './pages/own';
import { CollectionSection, type FormProps } from './parts/collection-section';
import { Framed, Sections } from './settings-page';

const words = strings.adminPages.affiliates;
/** Between an affiliate's id and what of its settings is open: `#/affiliates/aff_1/settings/people`. */
const WITHIN = 'settings';

/** Everybody who has a line on the platform; and behind each its settings, as its own admins see them. */
export function AffiliatesPage(props: PageProps) {
  const [admin] = useState(() => new Admin(props.api, props.work.user, []));
  const [id = '', within, ...rest] = props.rest;
  if (within === WITHIN && id !== '') return <ActingFor key={id} {...props} all={admin} id={id} rest={rest} />;
  return (
    <Framed {...props} admin={admin} name="affiliates" heading={words.heading}>
      <CollectionSection<Affiliate, AffiliateForm> admin={admin} rest={props.rest} section="affiliates" collection={admin.collection('/api/affiliates')} words={words} programs={false}
        blank={blankAffiliate} row={(one) => ({ title: one.name, facts: [one.region, one.contactEmail ?? '', one.id] })}
        Fields={AffiliateFields} Below={ItsSettings} />
    </Framed>
  );
}

function ItsSettings({ admin, doc }: FormProps<Affiliate, AffiliateForm> & { doc: Affiliate }) {
  if (!doc.active) return null;
  return (
    <section class="card one__below" aria-labelledby="its-settings">
      <h3 id="its-settings">{words.settings}</h3>
      <p class="quiet">{words.settingsLead}</p>
      <dl class="facts"><dt>{words.id}</dt><dd>{doc.id}</dd></dl>
      <div class="form__buttons">
        <a class="button button--link" href={admin.address('affiliates', doc.id, WITHIN)} data-testid="open-settings">{words.openSettings}</a>
        <a class="button button--link" href={admin.address('affiliates', doc.id, WITHIN, 'people', 'new')} data-testid="invite-admin">{words.inviteAdmin}</a>
      </div>
    </section>
  );
}

function ActingFor({ all, id, rest, ...props }: PageProps & { all: Admin; id: string; api: ApiClient }) {
  const [admin] = useState(() => new Admin(props.api, props.work.user, ['affiliates', id, WITHIN], id));
  const affiliates = all.collection('/api/affiliates').listing('all');
  useEffect(() => affiliates.want(), [affiliates]);
  const name = affiliates.items.value?.find((one) => one.id === id)?.name ?? id;
  return (
    <Framed {...props} admin={admin} name="affiliates" heading={`${strings.admin.heading}: ${name}`}>
      <p class="hint" data-testid="acting-for">{words.actingFor(name)}</p>
      <p><a class="one__up" href={all.address('affiliates', id)} data-testid="to-affiliate">{words.back}</a></p>
      <Sections admin={admin} rest={rest} role={props.work.user.role} />
    </Framed>
  );
}
