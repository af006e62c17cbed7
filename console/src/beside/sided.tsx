import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

export interface Place {
  name: string;
  title: string;
  /** Something beside its name, such as how many are new. */
  beside?: ComponentChildren;
}

interface Props {
  /** What the list of places is called. */
  label: string;
  places: readonly Place[];
  /** Which of them is open; null where none is, on a narrow screen the list alone. */
  open: string | null;
  address: (name: string) => string;
  up: string;
  upTo: string;
  children: ComponentChildren;
}

/** Places on one side, what is open on the other; on a narrow screen one of the two. */
export function Sided({ label, places, open, address, up, upTo, children }: Props) {
  return (
    <div class="sided" data-open={open !== null}>
      <nav class="sided__side" aria-label={label}>
        <ul>
          {places.map(({ name, title, beside }) => (
            <li key={name}>
              <a class="sided__link" href={address(name)} aria-current={name === open ? 'page' : undefined} data-testid={`place-${name}`}>
                <span dir="auto">{title}</span>{beside}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="sided__main">
        {open !== null && <a class="sided__up" href={upTo} data-testid="all-places">{up}</a>}
        {children}
      </div>
    </div>
  );
}

/** The heading of what is open: it takes the focus when it comes. */
export function PlaceHeading({ children }: { children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return <h2 class="sided__heading" ref={heading} tabIndex={-1} dir="auto">{children}</h2>;
}
