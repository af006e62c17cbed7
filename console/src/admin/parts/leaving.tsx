import { Dialog } from '../../parts/dialog';
import { strings } from '../../strings';
import type { Guard } from '../guard';

const words = strings.admin.leaving;

/** Asks before what is not saved is left. */
export function Leaving({ guard }: { guard: Guard }) {
  if (guard.asked.value === null) return null;
  return (
    <Dialog heading={words.heading} confirm={words.leave} cancel={words.stay} grave busy={false} problem={null} testId="leave-unsaved"
      onCancel={() => guard.stay()} onConfirm={() => guard.letGo()}>
      <p>{words.means}</p>
    </Dialog>
  );
}
