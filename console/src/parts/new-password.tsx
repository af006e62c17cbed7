import { useId, useState } from 'preact/hooks';
import { strings } from '../strings';

const words = strings.password;

/** Where a password is chosen: with the rules, what is wrong with it, and a way to see what one types. */
export function NewPassword({ id, label, value, problem, onChange }: {
  id: string;
  label: string;
  value: string;
  problem: string | null;
  onChange: (value: string) => void;
}) {
  const [shown, setShown] = useState(false);
  const rules = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input id={id} type={(shown ? 'text' : 'password') as 'text'} autocomplete="new-password" required maxLength={256} value={value} data-testid={id}
        spellcheck={false} autocapitalize="none" aria-invalid={problem !== null} aria-describedby={`${rules}${problem === null ? '' : ` ${id}-problem`}`}
        onInput={(event) => onChange(event.currentTarget.value)} />
      {problem !== null && <p class="field__problem" id={`${id}-problem`}>{problem}</p>}
      <label class="choice" for={`${id}-shown`}>
        <input id={`${id}-shown`} type="checkbox" checked={shown} onChange={(event) => setShown(event.currentTarget.checked)} />
        {words.show}
      </label>
      <ul class="rules quiet" id={rules}>
        {words.rules.map((rule) => <li key={rule}>{rule}</li>)}
      </ul>
    </div>
  );
}
