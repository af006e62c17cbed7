import { useState } from 'preact/hooks';
import type { Language } from '../../api/types';
import { measure } from '../../compose/segments';
import { tellEnd } from '../../parts/thread/survey-part';
import { language as spoken, strings } from '../../strings';
import { asked, sampleAnswer, sampleScore, type Question } from './asked';

const words = strings.adminSurveys;
const said = strings.thread.talk;
const LANGUAGES = Object.keys(strings.languages) as Language[];

interface Shown {
  type: 'entry' | 'exit';
  intro: string | null;
  questions: readonly Question[];
}

/** A survey as it will be met: by a texter, message by message, and by the responder in the thread. */
export function SurveyPreview({ survey }: { survey: Shown }) {
  const [language, setLanguage] = useState<Language>(spoken);
  const messages = asked(survey.intro, survey.questions, language);
  return (
    <section class="survey-preview" aria-labelledby="survey-preview" data-testid="survey-preview">
      <div class="survey-preview__head">
        <h3 id="survey-preview">{words.preview}</h3>
        <label>
          <span class="quiet">{words.inLanguage}</span>{' '}
          <select value={language} data-testid="preview-language" onChange={(event) => setLanguage(event.currentTarget.value as Language)}>
            {LANGUAGES.map((one) => <option key={one} value={one}>{strings.languages[one]}</option>)}
          </select>
        </label>
      </div>
      <p class="quiet">{words.previewHint}</p>
      {messages.length === 0 ? <p class="quiet">{words.empty}</p> : (
        <div class="survey-preview__both">
          <div>
            <h4 id="preview-texter">{words.toTexter}</h4>
            <ol class="survey-preview__messages" aria-labelledby="preview-texter">
              {messages.map((text, place) => <Bubble key={place} text={text} language={language} />)}
            </ol>
            <p class="quiet survey-preview__takes">{words.inAll(messages.reduce((sum, text) => sum + measure(text).segments, 0))}</p>
          </div>
          <div>
            <h4 id="preview-responder">{words.toResponder}</h4>
            <Responder survey={survey} messages={messages} language={language} />
          </div>
        </div>
      )}
    </section>
  );
}

function Bubble({ text, language }: { text: string; language: Language }) {
  const { segments, encoding } = measure(text);
  return (
    <li>
      <p class="preview__text" dir="auto" lang={language}>{text}</p>
      <p class="quiet survey-preview__takes">{words.takes(segments)}{encoding === 'UCS-2' && ` · ${words.ucs2}`}</p>
    </li>
  );
}

/** The thread with answers that somebody may give. */
function Responder({ survey: { type, questions }, messages, language }: { survey: Shown; messages: readonly string[]; language: Language }) {
  const score = sampleScore(questions);
  return (
    <>
      <ol class="survey-preview__messages" aria-labelledby="preview-responder">
        {questions.map((one, place) => (
          <li key={place}>
            <p class="survey-preview__part">{said.question(type, place + 1)}</p>
            <p class="preview__text survey-preview__ours" dir="auto" lang={language}>{messages[place]}</p>
            <p class="survey-preview__part survey-preview__part--answer">{answered(one, place + 1)}</p>
          </li>
        ))}
      </ol>
      <p class="survey-preview__end" data-testid="survey-end">{tellEnd({ seq: 0, at: '', type, whole: true, score, before: type === 'exit' && score !== null ? score + 1 : null })}</p>
      <p class="quiet survey-preview__takes">{score === null ? words.noScore : words.scoreOf(questions.some((one) => one.kind === 'scale' && one.measuresDistress))}</p>
    </>
  );
}

function answered(question: Question, number: number): string {
  const value = sampleAnswer(question);
  if (value === null) return `${said.answer(number)}: ${words.ownWords}`;
  if (question.kind === 'choice') return `${said.answer(number)}: ${said.chosen(question.choices[value] ?? '1')}`;
  return `${said.answer(number)}: ${said.onScale(value, question.least, question.most)}`;
}
