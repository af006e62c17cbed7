import { strings } from '../../strings';
import { Group, under, type Bind } from '../form';
import { useField } from '../form/context';
import { DayField, sayDay } from './day-field';
import { DAYS, type Week } from './opening';

const words = strings.adminHours;

/** The hours of seven days. */
export function WeekField({ bind, label, hint }: { bind: Bind<Week>; label: string; hint?: string }) {
  const check = (): string | null => (DAYS.every((day) => bind.value[day].length === 0) ? words.neverOpen : null);
  const { id, problem } = useField(bind.path, { label, check, say: (value) => sayWeek(value as Week) });
  return (
    <Group id={id} label={label} hint={hint} problem={problem}>
      <div class="week">
        {DAYS.map((day) => (
          <DayField key={day} bind={under(bind, day)} day={day}
            onCopy={(to) => bind.set({ ...bind.value, ...Object.fromEntries(to.map((one) => [one, [...bind.value[day]]])) })} />
        ))}
      </div>
    </Group>
  );
}

export const sayWeek = (week: Week): string => DAYS.map((day) => `${words.days[day]}: ${sayDay(week[day])}`).join('\n');
