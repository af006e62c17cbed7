import { useRef, useState } from 'preact/hooks';
import { strings } from '../strings';

const words = strings.beside;

/** Something that is shown once, such as a secret: to be read, selected, or copied. */
export function ToldOnce({ label, value, testId }: { label: string; value: string; testId: string }) {
  const [told, setTold] = useState<'copied' | 'copyFailed' | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(value);
      setTold('copied');
    } catch {
      // Not allowed here: what is selected can be copied by hand.
      field.current?.select();
      setTold('copyFailed');
    }
  };
  return (
    <div class="told-once">
      <label class="told-once__label">
        {label}
        <input type="text" readOnly dir="ltr" value={value} ref={field} data-testid={testId} onFocus={(event) => event.currentTarget.select()} />
      </label>
      <button type="button" class="button" data-testid="copy" onClick={() => void copy()}>{words.copy}</button>
      <p role="status" class="quiet told-once__told">{told === null ? '' : words[told]}</p>
    </div>
  );
}
