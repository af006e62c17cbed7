import { useRef, useState } from 'preact/hooks';
import type { Account } from '../../door/account';
import { strings } from '../../strings';
import { aboutField } from '../explain';
import { Labelled, described } from '../fields';
import { NewPassword } from '../new-password';
import { explainDoor } from '../door/explain-door';
import { Section } from './section';

const words = strings.account;

/** Nothing of it is kept once it is done. */
export function PasswordSection({ account, email }: { account: Account; email: string }) {
  const [current, setCurrent] = useState('');
  const [chosen, setChosen] = useState('');
  const [missing, setMissing] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const failure = account.failure.value?.deed === 'password' ? account.failure.value.error : null;
  const refused = aboutField(failure, 'new');
  const limited = failure?.status === 429 ? explainDoor(failure, words.currentWrong) : null;
  const wrong = failure?.code === 'wrong_password' ? words.currentWrong : limited;
  const currentProblem = missing && current === '' ? words.currentMissing : wrong;
  const chosenProblem = missing && chosen === '' ? strings.password.missing : refused === null ? null : strings.password.refused(refused);

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const incomplete = current === '' || chosen === '';
    setMissing(incomplete);
    if (!incomplete && (await account.changePassword(current, chosen))) {
      setCurrent('');
      setChosen('');
      return;
    }
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  }

  return (
    <Section account={account} deed="password" heading={words.password} elsewhere={['new']} said={wrong !== null}>
      <p class="quiet">{words.passwordLead}</p>
      <form ref={form} noValidate onSubmit={(event) => void submit(event)}>
        {/* For password managers: whose password this is. */}
        <input hidden type="email" autocomplete="username" value={email} readOnly />
        <Labelled id="current-password" label={words.current} problem={currentProblem}>
          <input {...described('current-password', undefined, currentProblem)} type="password" autocomplete="current-password" required maxLength={256}
            value={current} data-testid="current-password" onInput={(event) => setCurrent(event.currentTarget.value)} />
        </Labelled>
        <NewPassword id="new-password" label={strings.password.chosen} value={chosen} problem={chosenProblem} onChange={setChosen} />
        <button type="submit" class="button account__do" data-testid="change-password" aria-disabled={account.busy.value !== null}>
          {account.busy.value === 'password' ? words.working : words.changePassword}
        </button>
      </form>
    </Section>
  );
}
