import { useRef, useState } from 'preact/hooks';
import type { Link } from '../door/link';
import { Opening } from '../door/opening';
import type { Visit } from '../door/visit';
import { ArrivalHeading, Card } from '../parts/door/card';
import { explainDoor } from '../parts/door/explain-door';
import { aboutField } from '../parts/explain';
import { Labelled, described } from '../parts/fields';
import { NewPassword } from '../parts/new-password';
import { strings } from '../strings';

const words = strings.link;

/** Where mailed links lead: to sign in, to come in for the first time, to choose another password. */
export function LinkPage({ visit, link }: { visit: Visit; link: Link }) {
  const [opening] = useState(() => new Opening(visit.api.auth, link, { enter: (user) => visit.enter(user), reset: () => visit.hasReset() }));
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [missing, setMissing] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const says = words[opening.kind];
  const failure = opening.failure.value;
  const busy = opening.busy.value;
  const refused = { password: aboutField(failure, 'password'), name: aboutField(failure, 'name') };
  const atFields = refused.password !== null || refused.name !== null;
  const wanted = opening.kind !== 'magic';

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setMissing(wanted && password === '');
    if (!(wanted && password === '') && (await opening.open(password, name))) return;
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  }

  return (
    <Card>
      <form ref={form} noValidate onSubmit={(event) => void submit(event)} data-testid={`link-${opening.kind}`}>
        <ArrivalHeading>{says.heading}</ArrivalHeading>
        {!opening.spent && <p class="sign-in__words">{says.lead}</p>}
        <div role="alert">
          {failure !== null && !atFields && (
            <p class="alert" data-testid="link-error">{explainDoor(failure, words.bad[opening.kind], words.trouble)}</p>
          )}
        </div>
        {!opening.spent && (
          <>
            {opening.kind === 'welcome' && (
              <Labelled id="name" label={words.welcome.name} hint={words.welcome.nameHint} optional
                problem={refused.name === null ? null : strings.password.nameRefused(refused.name)}>
                <input {...described('name', words.welcome.nameHint, refused.name)} type="text" autocomplete="name" maxLength={100} value={name}
                  data-testid="name" onInput={(event) => setName(event.currentTarget.value)} />
              </Labelled>
            )}
            {wanted && (
              <NewPassword id="new-password" label={strings.password.chosen} value={password}
                problem={missing ? strings.password.missing : refused.password === null ? null : strings.password.refused(refused.password)}
                onChange={(text) => { setPassword(text); setMissing(false); }} />
            )}
            <button type="submit" class="button button--primary button--wide" data-testid="open-link" aria-disabled={busy}>
              {busy ? says.busy : says.button}
            </button>
          </>
        )}
        <div class="sign-in__more">
          <button type="button" class="link" data-testid="leave-link" onClick={() => void visit.resume()}>{words.leave}</button>
        </div>
      </form>
    </Card>
  );
}
