import type { OpenConversation } from '../../desk/open-conversation';
import { strings } from '../../strings';
import { dayAndTime } from '../times';
import { Section } from './section';

const words = strings.survey;

/** How far the texter is in a survey, what came of both, and what is planned. */
export function SurveySection({ one }: { one: OpenConversation }) {
  const { survey, outcome, followUpAt, closedAt, legalHold } = one.conversation.value;
  return (
    <Section name="survey" heading={words.heading}>
      {survey == null && outcome == null && <p class="quiet">{words.none}</p>}
      <dl class="facts">
        {survey != null && (
          <>
            <dt>{words.asked[survey.type]}</dt>
            <dd>{words.question(survey.question)}</dd>
          </>
        )}
        {outcome != null && (
          <>
            <dt>{words.outcome}</dt>
            <dd data-testid="outcome">
              {words.before} {outcome.entryScore ?? '–'}, {words.after} {outcome.exitScore ?? '–'}
              {outcome.change !== null && `, ${words.change} ${outcome.change > 0 ? '+' : ''}${outcome.change}`}
            </dd>
          </>
        )}
        {followUpAt != null && (
          <>
            <dt>{words.followUp}</dt>
            <dd data-testid="follow-up">{dayAndTime(followUpAt)}</dd>
          </>
        )}
        {closedAt != null && (
          <>
            <dt>{words.closedAt}</dt>
            <dd>{dayAndTime(closedAt)}</dd>
          </>
        )}
      </dl>
      {legalHold === true && <p class="hint">{words.hold}</p>}
    </Section>
  );
}
