import { useState } from 'preact/hooks';
import { asApiError } from '../../api/problem';
import { strings } from '../../strings';
import type { FormProps } from '../parts/collection-section';
import { whyNot } from '../parts/use';
import type { Member, MemberForm } from './people';

const words = strings.adminPages.people;

/** Mails somebody the link by which they choose a password, again. */
export function Invitation({ admin, doc }: FormProps<Member, MemberForm> & { doc: Member }) {
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  if (!doc.active) return null;

  async function invite(): Promise<void> {
    if (busy) return;
    setBusy(true);
    setTold(null);
    setProblem(null);
    try {
      await admin.collection('/api/users').act(doc.id, 'invite');
      setTold(words.invited(doc.email ?? ''));
    } catch (caught) {
      const error = asApiError(caught);
      setProblem(error.outcomeUnknown ? words.inviteFailed : whyNot(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <section class="card one__below" aria-labelledby="invitation">
      <h3 id="invitation">{words.invitation}</h3>
      <p class="quiet">{words.invitationLead}</p>
      <button type="button" class="button" data-testid="invite-again" aria-disabled={busy} onClick={() => void invite()}>{busy ? words.inviting : words.inviteAgain}</button>
      <div role="alert">{problem !== null && <p class="alert">{problem}</p>}</div>
      <div role="status" data-testid="invited">{told !== null && <p class="hint">{told}</p>}</div>
    </section>
  );
}
