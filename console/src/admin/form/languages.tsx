import type { Language } from '../../api/types';
import { strings } from '../../strings';
import { seen, type Bind } from '../bind';
import { ChoiceField, SeveralField } from './choice';

const all = (Object.keys(strings.languages) as Language[]).map((value) => ({ value, label: strings.languages[value] }));

/** One language; `none` is offered as well where there may be none, and is null. */
export function LanguageField({ bind, label, hint, none }: { bind: Bind<Language | null>; label: string; hint?: string; none?: string }) {
  const offered = none === undefined ? all : [{ value: '' as const, label: none }, ...all];
  return <ChoiceField label={label} hint={hint} options={offered} bind={seen<Language | null, Language | ''>(bind, (value) => value ?? '', (value) => value || null)} />;
}

/** The languages somebody speaks. */
export function LanguagesField({ bind, label, hint }: { bind: Bind<Language[]>; label: string; hint?: string }) {
  return <SeveralField required label={label} hint={hint} options={all} bind={bind as Bind<readonly Language[]>} />;
}
