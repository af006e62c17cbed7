import { useEffect, useState } from 'preact/hooks';
import type { Calls } from '../admin/calls';
import type { components } from '../api/schema';
import { Growing } from '../beside/growing';
import { More } from '../beside/more';
import { PlaceHeading } from '../beside/sided';
import { dayAndTime } from '../parts/times';
import { strings } from '../strings';

type SetAside = components['schemas']['QuarantinedWebhook'];

const words = strings.data.quarantine;
const CARRIERS: Readonly<Record<string, string>> = { twilio: 'Twilio', aws: 'AWS' };

/** What came and nobody may act on. It stays sealed: what is shown is why, how and when. */
export function QuarantineView({ calls }: { calls: Calls }) {
  const [reason, setReason] = useState('');
  const [list, setList] = useState(() => listOf(calls, ''));
  useEffect(() => void list.load(), [list]);
  const items = list.items.value ?? [];
  return (
    <section data-testid="quarantine">
      <PlaceHeading>{words.title}</PlaceHeading>
      <p class="quiet care__lead">{words.lead}</p>
      <div class="field care__filter">
        <label for="aside-reason">{words.reason}</label>
        <select id="aside-reason" value={reason} data-testid="aside-reason" onChange={({ currentTarget: { value } }) => { setReason(value); setList(listOf(calls, value)); }}>
          <option value="">{words.every}</option>
          {Object.entries(words.reasons).map(([code, said]) => <option key={code} value={code}>{said}</option>)}
        </select>
      </div>
      <ul class="entries" aria-label={words.title}>
        {items.map((one) => (
          <li class="entry" key={one.id} data-testid="set-aside" data-reason={one.reason}>
            <p><strong>{words.reasons[one.reason] ?? one.reason}</strong></p>
            <p class="quiet erasure__facts">{words.by(words.channels[one.route] ?? CARRIERS[one.route] ?? one.route, dayAndTime(one.receivedAt))} · <code dir="ltr">{one.id}</code></p>
            {one.releasable && <p>{words.releasable}</p>}
          </li>
        ))}
      </ul>
      <More list={list} none={words.none} />
    </section>
  );
}

const listOf = (calls: Calls, reason: string): Growing<SetAside> =>
  new Growing<SetAside>((cursor) => calls.ask('get', '/api/admin/quarantine', { query: { limit: 50, ...(reason === '' ? {} : { reason }), ...(cursor === null ? {} : { cursor }) } }));
