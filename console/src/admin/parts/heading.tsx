import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** A section's heading, which takes the focus when it comes, unless something within has it. */
export function SectionHeading({ children, quiet }: { children: ComponentChildren; quiet?: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => { if (!quiet) heading.current?.focus(); }, []);
  return <h2 class="settings__heading" ref={heading} tabIndex={-1}>{children}</h2>;
}
