import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Page, PageProps } from '../nav/pages';
import { strings } from '../strings';
import { Shell } from './shell';

type Loaded = { at: 'loading' } | { at: 'failed' } | { at: 'here'; Shown: ComponentType<PageProps> };

/** A page that is loaded when it is opened for the first time. */
export function Later({ page, ...props }: PageProps & { page: Page }) {
  const [loaded, setLoaded] = useState<Loaded>({ at: 'loading' });
  useEffect(() => {
    let left = false;
    page.load().then(
      (Shown) => { if (!left) setLoaded({ at: 'here', Shown }); },
      // The connection is cut, or this window is older than what is served by now.
      () => { if (!left) setLoaded({ at: 'failed' }); },
    );
    return () => { left = true; };
  }, [page]);
  if (loaded.at === 'here') return <loaded.Shown {...props} />;
  return (
    <Shell {...props} name={page.name} heading={strings.nav.pages[page.name]}>
      {loaded.at === 'loading' ? <p role="status">{strings.nav.loading}</p> : (
        <>
          <p role="alert" class="alert">{strings.nav.failed}</p>
          <button type="button" class="button" onClick={() => location.reload()}>{strings.nav.again}</button>
        </>
      )}
    </Shell>
  );
}
