import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { OpenConversation } from '../../desk/open-conversation';
import type { Workplace } from '../../desk/workplace';
import { strings } from '../../strings';
import { Section } from './section';

interface Props {
  place: Workplace;
  one: OpenConversation;
}

/** Care of data, for who leads; it is loaded when somebody of them opens a conversation. */
export function DataSection({ place, one }: Props) {
  const [Care, setCare] = useState<ComponentType<Props> | null>(null);
  const leads = place.user.role === 'supervisor' || place.user.role === 'admin';
  useEffect(() => {
    let left = false;
    if (leads) void import('../../care/data-section').then(({ DataCare }) => { if (!left) setCare(() => DataCare); }, () => undefined);
    return () => { left = true; };
  }, [leads]);
  if (!leads || Care === null) return null;
  return <Section name="data" heading={strings.data.about.heading}><Care place={place} one={one} /></Section>;
}
