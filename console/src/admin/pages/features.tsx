import { useState } from 'preact/hooks';
import { strings } from '../../strings';
import { SwitchField, type Bind } from '../form';
import type { Singles } from '../kinds';
import { SingleSection } from '../parts/single-section';
import type { SectionProps } from '../sections';

const words = strings.adminRules;

type Flags = Singles['/api/admin/flags'][0];
type Form = { flags: Record<string, boolean> };

/** What can be turned on and off, and what is different then. */
export function FeaturesSection({ admin }: SectionProps) {
  const [single] = useState(() => admin.single('/api/admin/flags'));
  return (
    <div data-testid="one-features">
      <SingleSection<Flags, Form> admin={admin} place={admin.address('features')} title={words.features} lead={words.featuresLead} single={single} blank={() => ({ flags: {} })}>
        {(form, doc) => doc.items.map(({ name, means, default: byDefault }) => (
          <SwitchField key={name} bind={flag(form.bind('flags'), name, byDefault)} label={words.flags[name as keyof typeof words.flags] ?? means}
            hint={`${words.flagHints[name as keyof typeof words.flagHints] ?? ''} ${words.byDefault(byDefault ? strings.admin.fields.on : strings.admin.fields.off)}`.trim()} />
        ))}
      </SingleSection>
    </div>
  );
}

/** What is as it is by default is not given. */
function flag(all: Bind<Record<string, boolean>>, name: string, byDefault: boolean): Bind<boolean> {
  const path = `${all.path}.${name}`;
  const { [name]: set = byDefault, ...rest } = all.value;
  return { path, value: set, set: (on) => all.set(on === byDefault ? rest : { ...rest, [name]: on }, path) };
}
