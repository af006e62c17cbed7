import type { Account } from '../../door/account';
import { strings } from '../../strings';
import { Labelled, described } from '../fields';
import { Section } from './section';

const words = strings.account;

/** In which of several programs one works at the moment. */
export function ProgramSection({ account, onChanged }: { account: Account; onChanged: () => void }) {
  async function choose(select: HTMLSelectElement): Promise<void> {
    if (await account.workIn(select.value || null)) onChanged();
    else select.value = account.activeProgramId.value ?? '';
  }
  return (
    <Section account={account} deed="program" heading={words.program}>
      <Labelled id="active-program" label={words.programLabel} hint={words.programLead} problem={null}>
        <select {...described('active-program', words.programLead, null)} data-testid="active-program" value={account.narrowed.value?.id ?? ''}
          onChange={(event) => void choose(event.currentTarget)}>
          <option value="">{words.everyProgram}</option>
          {account.choice.value.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
        </select>
      </Labelled>
    </Section>
  );
}
