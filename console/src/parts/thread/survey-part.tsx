import { useEffect } from 'preact/hooks';
import type { Workplace } from '../../desk/workplace';
import { strings } from '../../strings';
import type { Ended, Part } from './surveys';

const words = strings.thread.talk;

/** What a message is in a survey: which question, or which answer, with the scale it is on. */
export function SurveyPart({ place, part }: { place: Workplace; part: Part }) {
  return (
    <p class="message__part" data-testid="survey-part" data-role={part.role} data-number={part.number}>
      {part.role === 'answer' ? <Answer place={place} part={part} /> : says(part)}
    </p>
  );
}

function says(part: Exclude<Part, { role: 'answer' }>): string {
  if (part.role !== 'question') return part.role === 'unclear' ? words.unclear(part.number) : words.skipped(part.number);
  const question = words.question(part.type, part.number);
  return part.again ? `${question} (${words.again})` : question;
}

/** The answer as it was understood. What the numbers mean is the survey's to say; until it is known the number stands alone. */
function Answer({ place, part }: { place: Workplace; part: Extract<Part, { role: 'answer' }> }) {
  useEffect(() => {
    if (part.value !== null) place.surveys.want(part.survey);
  }, [part.survey]);
  const question = place.surveys.known.value.get(part.survey)?.questions.find(({ id }) => id === part.question);
  const { value } = part;
  if (value === null) return <>{words.answer(part.number)}</>;
  if (question?.kind === 'choice') return <>{words.answer(part.number)}: {words.chosen(question.choices?.[value] ?? String(value + 1))}</>;
  const least = question?.least ?? 1;
  const most = question?.most ?? null;
  if (question?.kind !== 'scale' || most === null) return <>{words.answer(part.number)}: <strong>{value}</strong></>;
  return (
    <>
      {words.answer(part.number)}: <strong>{words.onScale(value, least, most)}</strong>
      {most - least < 11 && (
        <span class="scale" aria-hidden="true">
          {Array.from({ length: most - least + 1 }, (_, at) => <i class="scale__step" data-met={at + least <= value} key={at} />)}
        </span>
      )}
    </>
  );
}

/** How a survey ended, in one sentence. */
export function tellEnd({ type, whole, score, before }: Ended): string {
  const parts = [words.ended(type, whole)];
  if (score !== null) parts.push(words.score(String(score)));
  if (score !== null && before !== null) {
    const change = Math.round((score - before) * 100) / 100;
    parts.push(words.change(String(before), change > 0 ? `+${change}` : String(change).replace('-', '−')));
  }
  return parts.join(' · ');
}
