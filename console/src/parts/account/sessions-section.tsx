import { useRef } from 'preact/hooks';
import type { SessionEntry } from '../../api/types';
import type { Account } from '../../door/account';
import { strings } from '../../strings';
import { sinceWhen } from '../times';
import { Section } from './section';

const words = strings.account;

/** Where one is signed in, this window first. */
export function SessionsSection({ account, sessions }: { account: Account; sessions: readonly SessionEntry[] }) {
  const list = useRef<HTMLUListElement>(null);
  const here = sessions.filter((one) => one.current);
  const others = sessions.filter((one) => !one.current);

  // The button goes with its row, and the focus to the list.
  async function end(id: string): Promise<void> {
    if (await account.end(id)) list.current?.focus();
  }
  async function endOthers(): Promise<void> {
    if (await account.endOthers()) list.current?.focus();
  }

  return (
    <Section account={account} deed="end" heading={words.sessions}>
      <ul class="sessions" ref={list} tabIndex={-1} aria-labelledby="account-end" data-testid="sessions">
        {[...here, ...others].map((one) => <Row key={one.id} account={account} one={one} onEnd={() => void end(one.id)} />)}
      </ul>
      {others.length === 0 ? <p class="quiet">{words.alone}</p> : (
        <button type="button" class="button account__do" data-testid="end-others" aria-disabled={account.busy.value !== null} onClick={() => void endOthers()}>
          {account.busy.value === 'end-others' ? words.working : words.endOthers}
        </button>
      )}
    </Section>
  );
}

function Row({ account, one, onEnd }: { account: Account; one: SessionEntry; onEnd: () => void }) {
  const device = words.device(one.device);
  return (
    <li class="sessions__row" data-testid="session" data-current={one.current}>
      <div class="sessions__words">
        <p>
          <strong>{device}</strong> {one.current && <span class="mark mark--ask">{words.here}</span>}
        </p>
        <p class="quiet">
          {words.media[one.medium]}, {words.since} <time dateTime={one.createdAt}>{sinceWhen(one.createdAt)}</time>
          {!one.current && <>, {words.seen} <time dateTime={one.lastSeenAt}>{sinceWhen(one.lastSeenAt)}</time></>}
        </p>
      </div>
      {!one.current && (
        <button type="button" class="button button--small" aria-label={words.endOf(device)} data-testid="end-session" aria-disabled={account.busy.value !== null}
          onClick={onEnd}>
          {account.busy.value === `end ${one.id}` ? words.working : words.end}
        </button>
      )}
    </li>
  );
}
