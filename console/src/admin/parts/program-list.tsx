import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { explain } from '../../parts/explain';
import { strings } from '../../strings';
import type { Admin } from '../admin';
import type { DocOf } from '../kinds';
import { SectionHeading } from './heading';

const words = strings.admin.list;

/** The programs in use, each a way to what is set for it by itself. */
export function ProgramList({ admin, section, title, lead, none, factsOf }: {
  admin: Admin;
  section: string;
  title: string;
  lead: string;
  none: string;
  factsOf: (program: DocOf<'/api/programs'>) => string;
}) {
  const listing = admin.collection('/api/programs').listing('all');
  const view = admin.view(section);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => void listing.load(), [listing]);
  const programs = listing.items.value?.filter((one) => one.active).sort((a, b) => a.name.localeCompare(b.name)) ?? null;
  useEffect(() => {
    if (programs === null || view.last === null) return;
    list.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(view.last)}"]`)?.focus();
    view.last = null;
  }, [programs === null]);
  const { failure } = listing;
  return (
    <section class="records" aria-labelledby={`section-${section}`} data-testid={`list-${section}`}>
      <SectionHeading quiet={view.last !== null}><span id={`section-${section}`}>{title}</span></SectionHeading>
      <p class="quiet">{lead}</p>
      <div role="alert">
        {failure.value !== null && (
          <p class="alert">{explain(failure.value)} <button type="button" class="link" data-testid="again" onClick={() => void listing.load()}>{words.again}</button></p>
        )}
      </div>
      <p class="records__count quiet" role="status">{programs === null && failure.value === null ? words.loading : ''}</p>
      {programs?.length === 0 && <p class="records__none">{none}</p>}
      <ul class="records__list" ref={list}>
        {programs?.map((one) => (
          <li key={one.id}>
            <a class="record" href={admin.address(section, one.id)} data-id={one.id} data-testid="record" onClick={() => { view.last = one.id; }}>
              <span class="record__title" dir="auto">{one.name}</span>
              <span class="record__facts">{factsOf(one)}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The way back from one program's to all. */
export function ToPrograms({ admin, section, title }: { admin: Admin; section: string; title: string }): ComponentChildren {
  return <a class="one__up" href={admin.address(section)} data-testid="to-list">{strings.admin.backTo(title)}</a>;
}
