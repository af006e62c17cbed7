import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { ApiClient } from './api/client';
import { Desk } from './desk/desk';
import { Floor } from './desk/floor';
import { DeskPage } from './pages/desk-page';
import { FloorPage } from './pages/floor-page';
import { SignInPage } from './pages/sign-in-page';
import type { User } from './api/types';

/** Signed out, finding out after a reload, or at work. */
type Stage = { at: 'resuming' } | { at: 'unreachable' } | { at: 'sign-in'; ended: boolean } | { at: 'desk'; desk: Desk } | { at: 'floor'; floor: Floor };

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

  const enter = (user: User): void =>
    setStage(user.role === 'responder' ? { at: 'desk', desk: new Desk(api, user, reachable) } : { at: 'floor', floor: new Floor(api, user, reachable) });
  const resume = (): void => {
    setStage({ at: 'resuming' });
    api.resume().then(
      // A refused token has already led to the sign-in page, which says so.
      (user) => (user === null ? setStage((now) => (now.at === 'sign-in' ? now : { at: 'sign-in', ended: false })) : enter(user)),
      () => setStage({ at: 'unreachable' }),
    );
  };
  useEffect(resume, []);

  const place = stage.at === 'desk' ? stage.desk : stage.at === 'floor' ? stage.floor : null;
  useEffect(() => {
    place?.start();
    return () => place?.stop();
  }, [place]);

  const signOut = (): void => {
    setStage({ at: 'sign-in', ended: false });
    void api.signOut();
  };
  if (stage.at === 'desk') return <DeskPage desk={stage.desk} onSignOut={signOut} />;
  if (stage.at === 'floor') return <FloorPage floor={stage.floor} onSignOut={signOut} />;
  return (
    <SignInPage
      stage={stage.at}
      ended={stage.at === 'sign-in' && stage.ended}
      onResume={resume}
      onSignIn={async (email, password) => enter(await api.signIn(email, password))}
    />
  );
}
