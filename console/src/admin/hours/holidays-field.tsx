import { Labelled, described } from '../../parts/fields';
import { strings } from '../../strings';
import { RowsField, TextField, under, type Bind } from '../form';
import { useField } from '../form/context';
import type { Holiday } from './opening';

const words = strings.adminHours;

/** The most characters of a holiday's name. */
const LONGEST = 40;

/** The days on which nobody comes, by date. */
export function HolidaysField({ bind }: { bind: Bind<Holiday[]> }) {
  return (
    <RowsField bind={bind} label={words.holidays} hint={words.holidaysHint} ordered={false} blank={() => ({ day: '', name: '' })} add={words.addHoliday}
      name={({ day, name }, place) => [name.trim(), day].filter(Boolean).join(', ') || words.holiday(place + 1)}>
      {(one) => (
        <div class="holiday">
          <DateField bind={under(one, 'day')} others={bind.value.filter((each) => each !== one.value).map(({ day }) => day)} />
          <TextField bind={under(one, 'name')} label={words.holidayName} required most={LONGEST} />
        </div>
      )}
    </RowsField>
  );
}

function DateField({ bind, others }: { bind: Bind<string>; others: readonly string[] }) {
  const check = (): string | null => (bind.value === '' ? words.noDate : others.includes(bind.value) ? words.twice : null);
  const { id, problem } = useField(bind.path, { label: words.date, check });
  return (
    <Labelled id={id} label={words.date} problem={problem}>
      <input {...described(id, undefined, problem)} type="date" required value={bind.value} data-testid={id} onInput={(event) => bind.set(event.currentTarget.value)} />
    </Labelled>
  );
}
