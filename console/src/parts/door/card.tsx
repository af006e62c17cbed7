import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { strings } from '../../strings';
import { LanguageLinks } from '../language-choice';

/** The frame of everything before one is signed in. */
export function Card({ children }: { children: ComponentChildren }) {
  return (
    <main class="sign-in">
      <div class="sign-in__card">
        <p class="brand brand--large">{strings.product}</p>
        {children}
        <LanguageLinks />
      </div>
    </main>
  );
}

/** A heading that takes the focus when it comes: what is read out is the new page, not the button that led there. */
export function ArrivalHeading({ children }: { children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return <h1 ref={heading} tabIndex={-1}>{children}</h1>;
}
