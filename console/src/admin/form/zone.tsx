import { useMemo } from 'preact/hooks';
import { Labelled, described } from '../../parts/fields';
import { language, strings } from '../../strings';
import { localeOf } from '../../strings/language';
import type { Bind } from '../bind';
import { useField } from './context';

const words = strings.admin.fields;

/** A time zone, by the names of the IANA; null where none is set, if that may be. */
export function ZoneField({ bind, label, hint, none }: { bind: Bind<string | null>; label: string; hint?: string; none?: string }) {
  const zone = bind.value ?? '';
  const { id, problem } = useField(bind.path, { label, check: () => (none === undefined && zone === '' ? words.choose : null) });
  const regions = useMemo(() => byRegion(zone), [zone]);
  const now = zone === '' ? null : timeIn(zone);
  const help = [hint, now === null ? undefined : words.thereNow(now)].filter(Boolean).join(' ') || undefined;
  return (
    <Labelled id={id} label={label} hint={help} problem={problem}>
      <select {...described(id, help, problem)} value={zone} data-testid={id} onChange={(event) => bind.set(event.currentTarget.value || null)}>
        <option value="">{none ?? words.chooseOne}</option>
        {[...regions].map(([region, zones]) => (
          <optgroup key={region} label={region}>
            {zones.map((one) => <option key={one} value={one}>{one.slice(one.indexOf('/') + 1).replaceAll('_', ' ')}</option>)}
          </optgroup>
        ))}
      </select>
    </Labelled>
  );
}

/** All zones this browser knows, and the one that is set. */
function byRegion(own: string): Map<string, string[]> {
  const known = new Set(Intl.supportedValuesOf('timeZone'));
  if (own !== '') known.add(own);
  const found = new Map<string, string[]>();
  for (const one of [...known].sort()) {
    const region = one.includes('/') ? one.slice(0, one.indexOf('/')) : words.otherZones;
    found.set(region, [...(found.get(region) ?? []), one]);
  }
  return found;
}

function timeIn(zone: string): string | null {
  try {
    return new Intl.DateTimeFormat(localeOf(language), { hour: 'numeric', minute: '2-digit', weekday: 'short', timeZone: zone }).format(new Date());
  } catch {
    // A zone that this browser does not know.
    return null;
  }
}
