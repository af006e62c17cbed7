import type { OpenConversation } from './open-conversation';
import type { Workplace } from './workplace';

/** A person says what became of a message of which nobody knows; false when that did not work. */
export async function decideOutcome(place: Workplace, one: OpenConversation, seq: number, outcome: 'sent' | 'not_sent'): Promise<boolean> {
  const done = await place.note(one, deedOf(seq), outcome, async (api, key) => {
    one.thread.insert(await api.decideOutcome(one.id, seq, outcome, key));
    return null;
  });
  // Perhaps a receipt has told meanwhile.
  if (!done) void one.thread.resync();
  return done;
}

/** The deed's name, where its failure is told. */
export const deedOf = (seq: number): string => `outcome ${seq}`;
