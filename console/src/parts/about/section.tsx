import type { ComponentChildren } from 'preact';
import { isOpen, setOpen } from './opened';

interface Props {
  /** By which it is found again in the next conversation, and by tests. */
  name: string;
  heading: ComponentChildren;
  /** It calls for somebody: it stands out. */
  call?: boolean;
  children: ComponentChildren;
  [data: `data-${string}`]: string | boolean | undefined;
}

/** One part of what is known of a conversation. It can be closed, and stays so in this browser. */
export function Section({ name, heading, call = false, children, ...data }: Props) {
  return (
    <details class={`about__part ${call ? 'about__part--call' : ''}`} data-testid={name} open={call || isOpen(name)} {...data}
      onToggle={({ currentTarget }) => !call && setOpen(name, currentTarget.open)}>
      <summary><h3>{heading}</h3></summary>
      {children}
    </details>
  );
}
