import { useState } from 'preact/hooks';
import type { Profile } from '../../api/types';
import type { Account } from '../../door/account';
import { strings } from '../../strings';
import { aboutField } from '../explain';
import { Labelled, described } from '../fields';
import { Section } from './section';

const words = strings.account;

export function NameSection({ account, profile }: { account: Account; profile: Profile }) {
  const [name, setName] = useState(profile.name);
  const [missing, setMissing] = useState(false);
  const failure = account.failure.value;
  const refused = failure?.deed === 'rename' ? aboutField(failure.error, 'name') : null;
  const problem = missing ? words.nameMissing : refused === null ? null : strings.password.nameRefused(refused);

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    setMissing(name.trim() === '');
    if (name.trim() !== '') void account.rename(name);
  }

  return (
    <Section account={account} deed="rename" heading={words.about} elsewhere={['name']}>
      <dl class="facts">
        <dt>{words.email}</dt>
        <dd>{profile.email}</dd>
        <dt>{words.role}</dt>
        <dd>{words.roles[profile.role]}</dd>
      </dl>
      <form noValidate onSubmit={submit}>
        <Labelled id="account-name" label={words.name} hint={words.nameHint} problem={problem}>
          <input {...described('account-name', words.nameHint, problem)} type="text" autocomplete="name" required maxLength={100} value={name}
            data-testid="account-name" onInput={(event) => { setName(event.currentTarget.value); setMissing(false); }} />
        </Labelled>
        <button type="submit" class="button account__do" data-testid="save-name" aria-disabled={account.busy.value !== null}>
          {account.busy.value === 'rename' ? words.working : words.saveName}
        </button>
      </form>
    </Section>
  );
}
