import { Component, type ComponentChild, type FunctionComponent } from 'preact';

/**
 * Draws a part again only when one of its properties is another one, or a signal it read. What is inside is a component
 * of its own, so that its signals reach it all the same.
 */
export function memo<P extends object>(Inner: FunctionComponent<P>): new (props: P) => Component<P> {
  return class extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      const now = this.props as P;
      const names = Object.keys(next) as (keyof P)[];
      return names.length !== Object.keys(now).length || names.some((name) => next[name] !== now[name]);
    }

    render(): ComponentChild {
      return <Inner {...(this.props as P)} />;
    }
  };
}
