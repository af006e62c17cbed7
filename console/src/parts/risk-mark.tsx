import type { Conversation } from '../api/types';
import { strings } from '../strings';

/** The risk in words; colour only repeats it. Low risk is the ordinary case and says nothing. */
export function RiskMark({ level }: { level: Conversation['riskLevel'] }) {
  if (level === 'low') return null;
  return <span class={`mark mark--risk-${level}`}>{strings.risk[level]}</span>;
}
