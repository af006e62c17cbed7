import { useEffect, useState } from 'preact/hooks';
import { Calls } from '../admin/calls';
import { Names } from '../beside/names';
import { Sided } from '../beside/sided';
import { ClosedView } from '../care/closed-view';
import { Erasures } from '../care/erasures';
import { ErasuresView } from '../care/erasures-view';
import { Glass } from '../care/glass';
import { GlassView } from '../care/glass-view';
import { QuarantineView } from '../care/quarantine-view';
import { Stuck } from '../care/stuck';
import { StuckView } from '../care/stuck-view';
import { addressOf } from '../nav/address';
import type { PageProps } from '../nav/pages';
import { strings } from '../strings';
import '../styles/beside.css';
import '../styles/care.css';
import { Shell } from './shell';

const words = strings.data;
const PLACES = ['closed', 'erasures', 'emergency', 'stuck', 'quarantine'] as const;
type Name = (typeof PLACES)[number];

/** What supervisors and admins look after beside the line: erasure, emergency access, what is stuck or set aside. */
export function CarePage({ work, api, rest: [where = ''], onBack, onSignOut }: PageProps) {
  const { user, place } = work;
  const [calls] = useState(() => new Calls(api.transport, null));
  const [names] = useState(() => new Names(api.transport, user.id));
  const [erasures] = useState(() => new Erasures(calls));
  const [glass] = useState(() => new Glass(calls, api.transport.glass));
  const [stuck] = useState(() => new Stuck(calls));
  useEffect(() => void names.want(), [names]);
  const open: Name | null = PLACES.find((one) => one === where) ?? null;
  return (
    <Shell work={work} name="care" heading={words.heading} wide onBack={onBack} onSignOut={onSignOut}>
      <Sided label={words.label} open={open} up={words.all} upTo={addressOf('care')} address={(name) => addressOf('care', name)}
        places={PLACES.map((name) => ({ name, title: words[name].title }))}>
        {open === null && <p class="quiet">{words.start}</p>}
        {open === 'closed' && place !== null && <ClosedView calls={calls} names={names} place={place} onOpened={onBack} />}
        {open === 'erasures' && <ErasuresView erasures={erasures} names={names} userId={user.id} />}
        {open === 'emergency' && <GlassView glass={glass} place={place} names={names} userId={user.id} mayOpen={user.role === 'admin'} />}
        {open === 'stuck' && <StuckView stuck={stuck} />}
        {open === 'quarantine' && <QuarantineView calls={calls} />}
      </Sided>
    </Shell>
  );
}
