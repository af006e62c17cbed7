import { useState } from 'preact/hooks';
import { Door } from '../door/door';
import type { Stage, Visit } from '../door/visit';
import { Card } from '../parts/door/card';
import { CodeStep } from '../parts/door/code-step';
import { PasswordStep } from '../parts/door/password-step';
import { SentStep } from '../parts/door/sent-step';
import { strings } from '../strings';

const words = strings.signIn;

type Outside = Extract<Stage, { at: 'resuming' | 'unreachable' | 'sign-in' }>;

export function SignInPage({ visit, stage }: { visit: Visit; stage: Outside }) {
  return (
    <Card>
      {stage.at === 'resuming' && <p role="status">{words.resuming}</p>}
      {stage.at === 'unreachable' && (
        <>
          <p role="alert" class="alert">{words.unreachable}</p>
          <button type="button" class="button button--primary" onClick={() => void visit.resume()}>{words.again}</button>
        </>
      )}
      {stage.at === 'sign-in' && <AtTheDoor visit={visit} stage={stage} />}
    </Card>
  );
}

function AtTheDoor({ visit, stage }: { visit: Visit; stage: Extract<Stage, { at: 'sign-in' }> }) {
  const [door] = useState(() => new Door(visit.api.auth, (user) => visit.enter(user)));
  const step = door.step.value;
  const note = stage.why === null ? null : `${words.why[stage.why]}${stage.kept ? ` ${words.kept}` : ''}`;
  return (
    <>
      <div role="alert">{visit.untold.value && <p class="alert" data-testid="untold">{words.untold}</p>}</div>
      {step.at === 'password' && <PasswordStep door={door} note={note} />}
      {step.at === 'code' && <CodeStep door={door} medium={step.medium} />}
      {(step.at === 'link' || step.at === 'reset') && <SentStep door={door} what={step.at} />}
    </>
  );
}
