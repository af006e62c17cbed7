import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { ApiClient } from './api/client';
import { Desk } from './desk/desk';
import { DeskPage } from './pages/desk-page';
import { SignInPage } from './pages/sign-in-page';
import type { User } from './api/types';

/** Signed out, finding out after a reload, or at work. */
type Stage = { at: 'resuming' } | { at: 'unreachable' } | { at: 'sign-in'; ended: boolean } | { at: 'desk'; desk: Desk };

export function App() {
  const [stage, setStage] = useState<Stage>({ at: 'resuming' });
  const [{ api, reachable }] = useState(() => {
    const reached = signal(true);
    const client = new ApiClient({
      storage: sessionStorage,
      onSessionEnded: () => setStage({ at: 'sign-in', ended: true }),
      onReach: (answered) => {
        reached.value = answered;
      },
    });
    return { api: client, reachable: reached };
  });

  const enter = (user: User): void => setStage({ at: 'desk', desk: new Desk(api, user, reachable) });
  const resume = (): void => {
    setStage({ at: 'resuming' });
    api.resume().then(
      // A refused token has already led to the sign-in page, which says so.
      (user) => (user === null ? setStage((now) => (now.at === 'sign-in' ? now : { at: 'sign-in', ended: false })) : enter(user)),
      () => setStage({ at: 'unreachable' }),
    );
  };
  useEffect(resume, []);

  const desk = stage.at === 'desk' ? stage.desk : null;
  useEffect(() => {
    desk?.start();
    return () => desk?.stop();
  }, [desk]);

  if (stage.at === 'desk') {
    const signOut = (): void => {
      setStage({ at: 'sign-in', ended: false });
      void api.signOut();
    };
    return <DeskPage desk={stage.desk} onSignOut={signOut} />;
  }
  return (
    <SignInPage
      stage={stage.at}
      ended={stage.at === 'sign-in' && stage.ended}
      onResume={resume}
      onSignIn={async (email, password) => enter(await api.signIn(email, password))}
    />
  );
}
