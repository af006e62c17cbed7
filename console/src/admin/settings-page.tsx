import type { ComponentType } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PageProps } from '../nav/pages';
import { Shell } from '../pages/shell';
import { strings } from '../strings';
import '../styles/admin.css';
import '../styles/admin-form.css';
import { Admin } from './admin';
import { forgetTyped } from './kept';
import { Leaving } from './parts/leaving';
import { SECTIONS, type Section, type SectionProps } from './sections';

const words = strings.admin;

/** An affiliate's settings: the sections on one side, what is opened on the other. */
export function SettingsPage(props: PageProps) {
  const [admin] = useState(() => new Admin(props.api, props.work.user, ['settings']));
  return (
    <Framed {...props} admin={admin} name="settings" heading={words.heading}>
      <Sections admin={admin} rest={props.rest} role={props.work.user.role} />
    </Framed>
  );
}

/** A page of settings that nobody leaves with something unsaved. */
export function Framed({ admin, onBack, onSignOut, children, ...props }: Omit<Parameters<typeof Shell>[0], 'wide'> & { admin: Admin }) {
  useEffect(() => admin.guard.start(), [admin]);
  const out = (): void => {
    forgetTyped();
    onSignOut();
  };
  return (
    <Shell {...props} wide onBack={() => admin.guard.leave(onBack)} onSignOut={() => admin.guard.leave(out)}>
      {children}
      <Leaving guard={admin.guard} />
    </Shell>
  );
}

export function Sections({ admin, rest: [name = '', ...rest], role }: { admin: Admin; rest: readonly string[]; role: Section['roles'][number] }) {
  const mine = SECTIONS.filter((one) => one.roles.includes(role));
  const open = mine.find((one) => one.name === name) ?? null;
  return (
    <div class="settings" data-open={open !== null}>
      <SectionList admin={admin} sections={mine} open={open} />
      <div class="settings__main">
        {open === null ? <Start missing={name !== ''} /> : (
          <>
            {rest.length === 0 && <a class="settings__up" href={admin.address()} data-testid="all-sections">{words.all}</a>}
            <Opened key={open.name} section={open} admin={admin} rest={rest} />
          </>
        )}
      </div>
    </div>
  );
}

function SectionList({ admin, sections, open }: { admin: Admin; sections: readonly Section[]; open: Section | null }) {
  const groups = [...new Set(sections.map((one) => one.group))];
  return (
    <nav class="settings__side" aria-label={words.sections} data-testid="sections">
      {groups.map((group) => (
        <div class="settings__group" key={group}>
          <h2 id={`group-${group}`}>{words.groups[group]}</h2>
          <ul aria-labelledby={`group-${group}`}>
            {sections.filter((one) => one.group === group).map((one) => (
              <li key={one.name}>
                <a href={admin.address(one.name)} aria-current={one === open ? 'page' : undefined} data-testid={`section-${one.name}`}>{one.title}</a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function Start({ missing }: { missing: boolean }) {
  return (
    <div class="settings__start">
      <div role="status">{missing && <p class="hint">{words.noSection}</p>}</div>
      <p>{words.choose}</p>
      <p class="quiet">{words.counts}</p>
    </div>
  );
}

type Loaded = { at: 'loading' | 'failed' } | { at: 'here'; Shown: ComponentType<SectionProps> };

function Opened({ section, ...props }: SectionProps & { section: Section }) {
  const [loaded, setLoaded] = useState<Loaded>({ at: 'loading' });
  const left = useRef(false);
  useEffect(() => {
    section.load().then(
      (Shown) => { if (!left.current) setLoaded({ at: 'here', Shown }); },
      () => { if (!left.current) setLoaded({ at: 'failed' }); },
    );
    return () => { left.current = true; };
  }, []);
  if (loaded.at === 'here') return <loaded.Shown {...props} />;
  if (loaded.at === 'loading') return <p role="status">{strings.nav.loading}</p>;
  return (
    <>
      <p role="alert" class="alert">{strings.nav.failed}</p>
      <button type="button" class="button" onClick={() => location.reload()}>{strings.nav.again}</button>
    </>
  );
}
