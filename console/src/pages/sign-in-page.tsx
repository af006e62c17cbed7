import { useRef, useState } from 'preact/hooks';
import { asApiError, type ApiError } from '../api/problem';
import { exactTimeOfDay } from '../parts/times';
import { strings } from '../strings/en';

const words = strings.signIn;

interface Props {
  stage: 'resuming' | 'unreachable' | 'sign-in';
  /** Whether the server ended a session that was at work. */
  ended: boolean;
  onResume: () => void;
  onSignIn: (email: string, password: string) => Promise<void>;
}

export function SignInPage({ stage, ended, onResume, onSignIn }: Props) {
  return (
    <main class="sign-in">
      <div class="sign-in__card">
        <p class="brand brand--large">{strings.product}</p>
        {stage === 'resuming' && <p role="status">{words.resuming}</p>}
        {stage === 'unreachable' && (
          <>
            <p role="alert" class="alert">{words.unreachable}</p>
            <button type="button" class="button button--primary" onClick={onResume}>{words.again}</button>
          </>
        )}
        {stage === 'sign-in' && <SignInForm ended={ended} onSignIn={onSignIn} />}
      </div>
    </main>
  );
}

function SignInForm({ ended, onSignIn }: Pick<Props, 'ended' | 'onSignIn'>) {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const password = useRef<HTMLInputElement>(null);

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (busy) return;
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    setBusy(true);
    setProblem(null);
    try {
      await onSignIn(String(fields.get('email')).trim(), String(fields.get('password')));
    } catch (caught) {
      setProblem(explain(asApiError(caught)));
      setBusy(false);
      password.current?.select();
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} noValidate={false}>
      <h1>{words.heading}</h1>
      <p class="quiet">{words.lead}</p>
      {ended && problem === null && <p role="status" class="hint">{words.ended}</p>}
      {problem !== null && <p role="alert" class="alert" id="login-problem" data-testid="login-error">{problem}</p>}
      <label for="email">{words.email}</label>
      <input id="email" name="email" type="email" autocomplete="username" required maxLength={254} data-testid="email"
        aria-describedby={problem === null ? undefined : 'login-problem'} />
      <label for="password">{words.password}</label>
      <input id="password" name="password" type="password" autocomplete="current-password" required maxLength={256}
        data-testid="password" ref={password} aria-describedby={problem === null ? undefined : 'login-problem'} />
      <button type="submit" class="button button--primary button--wide" data-testid="sign-in" aria-disabled={busy}>
        {busy ? words.busy : words.button}
      </button>
    </form>
  );
}

function explain(error: ApiError): string {
  if (error.status === 429) {
    const wait = error.retryAfterSeconds;
    if (wait === null) return words.tooManySoon;
    return words.tooMany(strings.seconds(wait), exactTimeOfDay(new Date(Date.now() + wait * 1000)));
  }
  if (error.status === 0) return words.unreachable;
  if (error.status === 400 || error.status === 401 || error.status === 422) return words.wrong;
  return words.trouble;
}
