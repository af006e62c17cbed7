import { useRef } from 'preact/hooks';
import { language, strings } from '../../strings';
import { localeOf } from '../../strings/language';
import { ChoiceField, DurationField, NumberField, duration, type Bind } from '../form';
import { ruleOf, type Rule } from './timers';

const words = strings.adminRules;

/** One rule, which goes by its default where nothing is written. */
export function RuleField({ name, bind, byDefault }: { name: string; bind: Bind<number | null>; byDefault: number }) {
  const rule = ruleOf(name);
  const box = useRef<HTMLDivElement>(null);
  const label = words.rules[name as keyof typeof words.rules] ?? name;
  const said = sayRule(rule, byDefault);
  const hint = words.byDefault(said);
  const reset = (): void => {
    bind.set(null);
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>('input, select')?.focus());
  };
  return (
    <div class="rule" data-set={bind.value !== null} ref={box}>
      {rule.measure === 'span' && <DurationField bind={bind} label={label} hint={hint} optional least={rule.least} most={rule.most} placeholder={said} />}
      {rule.measure === 'count' && <NumberField bind={bind} label={label} hint={hint} optional least={rule.least} most={rule.most} />}
      {rule.measure === 'hour' && <HourField bind={bind} label={label} byDefault={said} />}
      {bind.value !== null && <button type="button" class="button button--small rule__reset" aria-label={words.resetOf(label)} data-testid={`reset-${name}`} onClick={reset}>{words.reset}</button>}
    </div>
  );
}

function HourField({ bind, label, byDefault }: { bind: Bind<number | null>; label: string; byDefault: string }) {
  const options = [{ value: '', label: words.hourByDefault(byDefault) }, ...Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: sayHour(hour) }))];
  return (
    <ChoiceField as="select" label={label} options={options}
      bind={{ path: bind.path, value: bind.value === null ? '' : String(bind.value), set: (value) => bind.set(value === '' ? null : Number(value)) }} />
  );
}

const sayRule = ({ measure }: Rule, value: number): string => (measure === 'span' ? duration(value) : measure === 'hour' ? sayHour(value) : String(value));

const clock = new Intl.DateTimeFormat(localeOf(language), { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' });
const sayHour = (hour: number): string => clock.format(new Date(Date.UTC(2000, 0, 1, hour)));
