import type { ComponentChildren } from 'preact';
import type { Account, Deed } from '../../door/account';
import { strings } from '../../strings';
import { explain } from '../explain';

const words = strings.account;

type Told = keyof typeof words.done;

/**
 * A part of the account page, with what became of what was done in it; what was `said` or stands at the fields
 * `elsewhere` is not said twice.
 */
export function Section({ account, deed, heading, elsewhere = [], said = false, children }: {
  account: Account;
  deed: Told;
  heading: string;
  elsewhere?: readonly string[];
  said?: boolean;
  children: ComponentChildren;
}) {
  const mine = (one: Deed | null): boolean => one !== null && (one === deed || one.startsWith(`${deed} `) || (deed === 'end' && one === 'end-others'));
  const failure = account.failure.value;
  const failed = !said && failure !== null && mine(failure.deed) && !failure.error.fields.some(({ field }) => elsewhere.includes(field));
  const done = account.done.value;
  const told = !mine(done) ? null : done === 'end-others' ? done : deed;
  return (
    <section class="account__section" aria-labelledby={`account-${deed}`}>
      <h2 id={`account-${deed}`}>{heading}</h2>
      {children}
      <div role="alert">{failed && <p class="alert">{explain(failure.error)}</p>}</div>
      <div role="status">{told !== null && <p class="hint" data-testid={`done-${told}`}>{words.done[told]}</p>}</div>
    </section>
  );
}
