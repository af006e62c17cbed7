import { useEffect, useRef, useState } from 'preact/hooks';
import { CODE_LENGTH, codeIn, type Door, type Medium } from '../../door/door';
import { strings } from '../../strings';
import { explainDoor } from './explain-door';

const words = strings.code;

/** Where the code is typed that was sent, and another is asked for. */
export function CodeStep({ door, medium }: { door: Door; medium: Medium }) {
  const [code, setCode] = useState('');
  const [incomplete, setIncomplete] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const busy = door.busy.value;
  const failure = door.failure.value;
  const problem = incomplete ? words.incomplete(CODE_LENGTH) : failure === null ? null : explainDoor(failure.error, words.wrong);
  const other: Medium = medium === 'email' ? 'sms' : 'email';

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setIncomplete(code.length !== CODE_LENGTH);
    if (code.length !== CODE_LENGTH || !(await door.tryCode(code))) field.current?.select();
  }

  function ask(by: Medium): void {
    setIncomplete(false);
    setCode('');
    void door.askCode(by).then(() => field.current?.focus());
  }

  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <h1>{words.heading}</h1>
      <p id="code-sent" class="sign-in__words">{words.sent[medium](door.email.value.trim())} {words.good}</p>
      <div role="status">{door.sent.value > 1 && problem === null && <p class="hint">{words.sentAgain}</p>}</div>
      {problem !== null && <p role="alert" class="alert" id="code-problem" data-testid="login-error">{problem}</p>}
      <label for="code">{words.label}</label>
      <input id="code" name="code" class="sign-in__code" type="text" inputMode="numeric" autocomplete="one-time-code" required data-testid="code" ref={field}
        aria-invalid={problem !== null} aria-describedby={`code-hint${problem === null ? '' : ' code-problem'}`}
        value={code} onInput={(event) => {
          const found = codeIn(event.currentTarget.value);
          // What is shown is what counts, also where the same is typed again.
          event.currentTarget.value = found;
          setCode(found);
          setIncomplete(false);
        }} />
      <p class="quiet field__hint" id="code-hint">{words.hint(CODE_LENGTH)}</p>
      <button type="submit" class="button button--primary button--wide" data-testid="try-code" aria-disabled={busy !== null}>
        {busy === 'try-code' ? strings.signIn.busy : strings.signIn.button}
      </button>
      <div class="sign-in__more">
        <button type="button" class="link" data-testid="another-code" aria-disabled={busy !== null} onClick={() => ask(medium)}>{words.another[medium]}</button>
        <button type="button" class="link" data-testid="other-medium" aria-disabled={busy !== null} onClick={() => ask(other)}>{words.instead[other]}</button>
        <button type="button" class="link" data-testid="back-to-sign-in" onClick={() => door.back()}>{strings.signIn.back}</button>
      </div>
    </form>
  );
}
