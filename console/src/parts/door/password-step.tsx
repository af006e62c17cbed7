import { useRef } from 'preact/hooks';
import type { Door } from '../../door/door';
import { strings } from '../../strings';
import { explainDoor } from './explain-door';

const words = strings.signIn;

/** Email and password; what can be sent instead needs the email only. */
export function PasswordStep({ door, note }: { door: Door; note: string | null }) {
  const email = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const failure = door.failure.value;
  const busy = door.busy.value;
  const problem = failure === null ? null : explainDoor(failure.error, words.wrong);
  const described = problem === null ? undefined : 'login-problem';

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (!(await door.signIn(password.current?.value ?? ''))) password.current?.select();
  }

  /** The browser says what is missing, at the field. */
  function ask(send: () => Promise<boolean>): void {
    if (email.current?.reportValidity()) void send();
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <h1>{words.heading}</h1>
      <p class="quiet">{words.lead}</p>
      {note !== null && problem === null && <p role="status" class="hint" data-testid="door-note">{note}</p>}
      {problem !== null && <p role="alert" class="alert" id="login-problem" data-testid="login-error">{problem}</p>}
      <label for="email">{words.email}</label>
      <input id="email" name="email" type="email" autocomplete="username" required maxLength={254} data-testid="email" ref={email}
        aria-describedby={described} value={door.email.value} onInput={(event) => { door.email.value = event.currentTarget.value; }} />
      <label for="password">{words.password}</label>
      <input id="password" name="password" type="password" autocomplete="current-password" required maxLength={256}
        data-testid="password" ref={password} aria-describedby={described} />
      <button type="submit" class="button button--primary button--wide" data-testid="sign-in" aria-disabled={busy !== null}>
        {busy === 'sign-in' ? words.busy : words.button}
      </button>
      <div class="sign-in__or" role="group" aria-labelledby="other-ways">
        <p id="other-ways" class="quiet">{words.otherWays}</p>
        <div class="sign-in__ways">
          <button type="button" class="button" data-testid="ask-code" aria-disabled={busy !== null} onClick={() => ask(() => door.askCode('email'))}>
            {busy === 'ask-code' ? words.sending : words.askCode}
          </button>
          <button type="button" class="button" data-testid="ask-link" aria-disabled={busy !== null} onClick={() => ask(() => door.askLink())}>
            {busy === 'ask-link' ? words.sending : words.askLink}
          </button>
        </div>
        <button type="button" class="link" data-testid="forgotten" aria-disabled={busy !== null} onClick={() => ask(() => door.askReset())}>
          {busy === 'ask-reset' ? words.sending : words.forgotten}
        </button>
      </div>
    </form>
  );
}
