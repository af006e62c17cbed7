import type { Conversation } from '../api/types';
import { language as spoken, strings } from '../strings';

/** What one should know of the texter at a glance: their language, unless it is the console's own, and flags. */
export function TexterMarks({ conversation: { language, flags = [] } }: { conversation: Pick<Conversation, 'language' | 'flags'> }) {
  const blocked = flags.includes('sender_blocked');
  const told = flags.flatMap((flag) => (blocked && flag === 'abuse_reported' ? [] : (strings.flags[flag] ?? [])));
  return (
    <>
      {language != null && language !== spoken && <span class="mark" lang={language} data-testid="language">{strings.languages[language]}</span>}
      {told.map((one) => <span class="mark mark--flag" key={one}>{one}</span>)}
    </>
  );
}
