import { useRef, useState } from 'preact/hooks';
import { strings } from '../../strings';
import { Group, row, type Bind } from '../form';
import { useField } from '../form/context';
import { DAYS, ends, minutes, spanOf, wrongWith, type Day, type Span } from './opening';

const words = strings.adminHours;

/** A day's hours: rows of from and to, and a way to have the same on other days. */
export function DayField({ bind, day, onCopy }: { bind: Bind<Span[]>; day: Day; onCopy: (to: readonly Day[]) => void }) {
  const name = words.days[day];
  const check = (): string | null => {
    const fault = wrongWith(bind.value);
    return fault === null ? null : words.faults[fault];
  };
  const { id, problem } = useField(bind.path, { label: name, check, say: (value) => sayDay(value as Span[]) });
  const box = useRef<HTMLDivElement>(null);
  const focus = (what: string): void => void requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(what)?.focus());

  function add(): void {
    bind.set([...bind.value, bind.value.length === 0 ? '09:00-17:00' : '-']);
    focus(`[data-from="${bind.value.length}"]`);
  }
  function remove(place: number): void {
    bind.set(bind.value.toSpliced(place, 1));
    focus(bind.value.length > 1 ? `[data-remove="${Math.min(place, bind.value.length - 2)}"]` : '[data-add]');
  }

  return (
    <Group id={id} label={name} problem={problem}>
      <div class="day" ref={box}>
        {bind.value.length === 0 && <p class="quiet day__closed">{words.closedDay}</p>}
        {bind.value.map((_, place) => (
          <SpanRow key={place} bind={row(bind as Bind<readonly Span[]>, place)} id={`${id}-${place}`} name={name} place={place} onRemove={() => remove(place)} />
        ))}
        <div class="day__buttons">
          <button type="button" class="button button--small" data-add data-testid={`${id}-add`} aria-label={words.addTo(name)} onClick={add}>{words.add}</button>
          {bind.value.length > 0 && <Copying day={day} id={id} onCopy={onCopy} />}
        </div>
      </div>
    </Group>
  );
}

function SpanRow({ bind, id, name, place, onRemove }: { bind: Bind<Span>; id: string; name: string; place: number; onRemove: () => void }) {
  const { from, until } = ends(bind.value);
  const span = minutes(bind.value);
  return (
    <div class="span">
      <input type="time" aria-label={words.from(name, place + 1)} value={from} data-from={place} data-testid={`${id}-from`} onInput={(event) => bind.set(spanOf(event.currentTarget.value, until))} />
      <span aria-hidden="true">{words.to}</span>
      <input type="time" aria-label={words.until(name, place + 1)} value={until} data-testid={`${id}-until`} onInput={(event) => bind.set(spanOf(from, event.currentTarget.value))} />
      <button type="button" class="button button--small" data-remove={place} aria-label={words.remove(name, place + 1)} onClick={onRemove}>×</button>
      {span !== null && span[1] - span[0] === 1440 ? <span class="quiet span__note">{words.allDay}</span>
        : span !== null && span[1] > 1440 ? <span class="quiet span__note">{words.nextDay}</span> : null}
    </div>
  );
}

/** Puts a day's hours on other days; what was there is replaced. */
function Copying({ day, id, onCopy }: { day: Day; id: string; onCopy: (to: readonly Day[]) => void }) {
  const [chosen, setChosen] = useState<readonly Day[] | null>(null);
  const [said, setSaid] = useState('');
  const button = useRef<HTMLButtonElement>(null);
  const others = DAYS.filter((one) => one !== day);
  const open = chosen !== null;

  function copy(): void {
    if (chosen === null || chosen.length === 0) return;
    onCopy(chosen);
    setSaid(words.copied(chosen.map((one) => words.days[one]).join(', ')));
    setChosen(null);
    button.current?.focus();
  }

  return (
    <>
      <button ref={button} type="button" class="button button--small" aria-expanded={open} aria-label={words.copyOf(words.days[day])} data-testid={`${id}-copy`}
        onClick={() => { setSaid(''); setChosen(open ? null : others.filter((one) => DAYS.indexOf(one) < 5 && DAYS.indexOf(day) < 5)); }}>{words.copy}</button>
      {chosen !== null && (
        <div class="copying" role="group" aria-label={words.copyOf(words.days[day])}>
          <div class="copying__days">
            {others.map((one) => (
              <label class="choice" key={one}>
                <input type="checkbox" checked={chosen.includes(one)} data-testid={`${id}-copy-${one}`}
                  onChange={(event) => setChosen(event.currentTarget.checked ? DAYS.filter((each) => each === one || chosen.includes(each)) : chosen.filter((each) => each !== one))} />
                {words.days[one]}
              </label>
            ))}
          </div>
          <button type="button" class="button button--small" aria-disabled={chosen.length === 0} data-testid={`${id}-copy-go`} onClick={copy}>{words.copyGo}</button>
        </div>
      )}
      <span class="unseen" role="status">{said}</span>
    </>
  );
}

export const sayDay = (spans: readonly Span[]): string => (spans.length === 0 ? words.closedDay : [...spans].sort().map((one) => one.replace('-', '–')).join(', '));
