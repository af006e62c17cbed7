import { render } from 'preact';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { browserJar } from './api/jar';
import { routeOf, toWork } from './nav/address';
import { pageAt } from './nav/pages';
import { takeLink, type Link } from './door/link';
import { Visit, type Work } from './door/visit';
import { alone } from './door/windows';
import { ringFor } from './desk/bell';
import { Desk } from './desk/desk';
import type { Workplace } from './desk/workplace';
import { breaks, chime } from './parts/browser';
import { DeskPage } from './pages/desk-page';
import { FloorPage } from './pages/floor-page';
import { Later } from './pages/later';
import { LinkPage } from './pages/link-page';
import { LobbyPage } from './pages/lobby-page';
import { SignInPage } from './pages/sign-in-page';
import { arrive } from './parts/focus';

/** Puts the console on the page. */
export function show(root: Element, link: Link | null): void {
  render(<App link={link} />, root);
}

/** `link` is what the address led to when the page was opened; nothing of it stands there any more. */
function App({ link }: { link: Link | null }) {
  const [visit] = useState(() => new Visit({ jar: browserJar, alone, beside: heard, ...browserStorage() }));
  const [hash, setHash] = useState(location.hash);
  // At once, and not after the first picture: a link may be opened in between.
  useLayoutEffect(() => {
    const moved = (): void => {
      const another = takeLink(location, history);
      if (another !== null) visit.follow(another);
      setHash(location.hash);
    };
    addEventListener('hashchange', moved);
    const touched = (): void => chime.wake();
    for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, touched, { once: true });
    // One that was opened while this was being loaded nobody has heard of.
    void visit.start(takeLink(location, history) ?? link);
    return () => {
      for (const kind of ['pointerdown', 'keydown']) removeEventListener(kind, touched);
      removeEventListener('hashchange', moved);
      visit.stop();
    };
  }, []);

  const stage = visit.stage.value;
  const back = (): void => {
    toWork(location, history);
    setHash('');
  };
  const signOut = (): void => {
    back();
    breaks.forget();
    void visit.signOut();
  };
  if (stage.at === 'link') return <LinkPage key={`${stage.link.kind} ${stage.link.token}`} visit={visit} link={stage.link} />;
  if (stage.at !== 'work') return <SignInPage visit={visit} stage={stage} />;
  const { page, rest } = routeOf(hash);
  const beside = pageAt(page, stage.work.user.role);
  if (beside !== null) return <Later key={beside.name} page={beside} work={stage.work} api={visit.api} rest={rest} onBack={back} onSignOut={signOut} />;
  return <AtWork work={stage.work} onSignOut={signOut} />;
}

function AtWork({ work: { account, place }, onSignOut }: { work: Work; onSignOut: () => void }) {
  useEffect(arrive, [place]);
  if (place === null) return <LobbyPage account={account} onSignOut={onSignOut} />;
  if (place instanceof Desk) return <DeskPage desk={place} account={account} onSignOut={onSignOut} />;
  return <FloorPage floor={place} account={account} onSignOut={onSignOut} />;
}

/** Alerts are heard as long as somebody is at work. */
const heard = (place: Workplace): (() => void) => ringFor(place.alerts, (level) => chime.ring(level));

/** Some browsers forbid a page to store anything: asking is refused then. */
function browserStorage(): { storage?: Storage } {
  try {
    return { storage: sessionStorage };
  } catch {
    return {};
  }
}
