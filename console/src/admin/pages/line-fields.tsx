import { useEffect } from 'preact/hooks';
import { strings } from '../../strings';
import { seen } from '../bind';
import { ChoiceField, ListField, NumberField, ProgramField, TextField } from '../form';
import type { FormProps } from '../parts/collection-section';
import { CHANNELS, titleOf, type Line, type LineForm } from './lines';
import { PriceField } from './price-field';

const words = strings.adminPages.lines;

export function LineFields({ admin, form, doc }: FormProps<Line, LineForm>) {
  const { channel } = form.values.value;
  const accounts = admin.collection('/api/admin/provider-accounts').listing('true');
  const lines = admin.collection('/api/admin/lines').listing('true');
  useEffect(() => { accounts.want(); lines.want(); }, [accounts, lines]);
  const backups = (lines.items.value ?? []).filter((one) => one.standsFor === null && one.id !== doc?.id && one.programId === form.values.value.programId);
  const theirs = (accounts.items.value ?? []).filter((one) => one.channel === channel);
  return (
    <>
      {doc === null ? (
        <>
          <ChoiceField bind={form.bind('channel')} label={words.channel} options={CHANNELS.map((value) => ({ value, label: words.channels[value] }))} />
          {channel !== 'webchat' && (
            <TextField bind={form.bind('number')} label={channel === 'partner' ? words.partnerNumber : words.number} hint={channel === 'partner' ? undefined : words.numberHint} required most={80} />
          )}
        </>
      ) : (
        <dl class="facts">
          <dt>{words.channel}</dt>
          <dd>{words.channels[doc.channel]}</dd>
          {doc.channel !== 'webchat' && <><dt>{words.number}</dt><dd><bdi dir="ltr">{doc.number}</bdi></dd></>}
        </dl>
      )}
      <ProgramField admin={admin} bind={seen(form.bind('programId'), (id): string | null => id || null, (id) => id ?? '')} label={words.program} />
      {channel !== 'webchat' && (
        <ChoiceField as="select" required bind={form.bind('account')} label={words.account} hint={words.accountHint}
          options={theirs.map((one) => ({ value: one.account, label: one.description === '' ? one.account : `${one.account} (${one.description})` }))} />
      )}
      {channel === 'webchat' ? (
        <ListField bind={form.bind('origins')} label={words.origins} hint={words.originsHint} most={50} />
      ) : (
        <>
          <ChoiceField as="select" bind={seen(form.bind('standsFor'), (key) => key ?? '', (key) => key || null)} label={words.standsFor} hint={words.standsForHint}
            options={[{ value: '', label: words.noBackup }, ...backups.map((one) => ({ value: `${one.channel}#${one.number}`, label: `${words.channels[one.channel]} ${titleOf(admin, one)}` }))]} />
          <NumberField optional bind={form.bind('perSecond')} label={words.perSecond} hint={words.perSecondHint} least={1} most={1000} />
          <PriceField bind={form.bind('segmentPrice')} label={words.price} hint={words.priceHint} />
        </>
      )}
    </>
  );
}
