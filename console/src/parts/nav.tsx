import { useEffect, useRef, useState } from 'preact/hooks';
import type { User } from '../api/types';
import { addressOf, routeOf } from '../nav/address';
import { PAGES } from '../nav/pages';
import { strings } from '../strings';
import '../styles/news.css';

const words = strings.nav;

/** The pages somebody of this role has beside their work; nothing where there are none. `unread`: what colleagues wrote. */
export function Nav({ role, unread = 0 }: { role: User['role']; unread?: number }) {
  const [at, setAt] = useState(routeOf(location.hash).page);
  useEffect(() => {
    const moved = (): void => setAt(routeOf(location.hash).page);
    addEventListener('hashchange', moved);
    return () => removeEventListener('hashchange', moved);
  }, []);
  // On a narrow screen the row is longer than the screen: where one is stands in view.
  const row = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const [list, here] = [row.current, row.current?.querySelector<HTMLElement>('[aria-current]')];
    if (list && here) list.scrollLeft += here.getBoundingClientRect().left - list.getBoundingClientRect().left;
  }, [at]);
  const pages = PAGES.filter((one) => one.roles.includes(role) && !one.unlisted);
  if (pages.length === 0) return null;
  const listed = pages.some((one) => one.name === at);
  return (
    <nav class="nav" aria-label={words.label}>
      <ul ref={row}>
        <li><a href="#/" aria-current={listed || at === 'account' ? undefined : 'page'} data-testid="nav-work">{words.work}</a></li>
        {pages.map(({ name }) => (
          <li key={name}><a href={addressOf(name)} aria-current={name === at ? 'page' : undefined} data-testid={`nav-${name}`}>{words.pages[name]}{name === 'messages' && <Unread count={unread} />}</a></li>
        ))}
      </ul>
    </nav>
  );
}

function Unread({ count }: { count: number }) {
  if (count === 0) return null;
  return <span class="nav__count" data-testid="nav-unread"><span aria-hidden="true">{count}</span><span class="unseen"> ({strings.messages.unreadInNav(count)})</span></span>;
}
