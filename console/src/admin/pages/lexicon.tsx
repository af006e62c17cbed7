import { useState } from 'preact/hooks';
import type { components } from '../../api/schema';
import { strings } from '../../strings';
import '../../styles/admin-rules.css';
import { ChoiceField, RowsField, SwitchField, TextField, under, type Bind } from '../form';
import type { Singles } from '../kinds';
import { SingleSection } from '../parts/single-section';
import type { SectionProps } from '../sections';

const words = strings.adminRules;
type RiskWord = Required<components['schemas']['RiskWord']>;
type RiskSentence = components['schemas']['RiskSentence'];
type Lexicon = Singles['/api/admin/lexicon'][0];
type Form = { riskWords: RiskWord[]; riskPrototypes: RiskSentence[] };

const LEVELS = ['low', 'medium', 'high', 'critical'] as const;
const CATEGORIES = ['suicidal_ideation', 'self_harm', 'domestic_violence', 'substance_abuse', 'immediate_crisis'] as const;

/** Words and sentences of the affiliate's own that raise the risk. */
export function LexiconSection({ admin }: SectionProps) {
  const [single] = useState(() => admin.single('/api/admin/lexicon'));
  return (
    <div data-testid="one-lexicon">
      <SingleSection<Lexicon, Form> admin={admin} place={admin.address('lexicon')} title={words.lexicon} lead={words.lexiconLead} single={single} blank={() => ({ riskWords: [], riskPrototypes: [] })}
        above={<p class="hint">{words.onlyRaises}</p>}>
        {(form) => (
          <>
            <RowsField bind={form.bind('riskWords')} label={words.phrases} hint={words.phrasesHint} ordered={false} most={500} add={words.addPhrase}
              blank={(): RiskWord => ({ phrase: '', category: 'immediate_crisis', level: 'high', ignore: false })} name={({ phrase }, place) => phrase.trim() || words.phrase(place + 1)}>
              {(bind) => <PhraseFields bind={bind} />}
            </RowsField>
            <RowsField bind={form.bind('riskPrototypes')} label={words.sentences} hint={words.sentencesHint} ordered={false} most={100} add={words.addSentence}
              blank={(): RiskSentence => ({ id: freeId(form.values.value.riskPrototypes), text: '', category: 'suicidal_ideation', level: 'high' })}
              name={({ text }, place) => text.trim() || words.sentence(place + 1)}>
              {(bind) => (
                <>
                  <TextField bind={under(bind, 'text')} label={words.sentenceText} required most={300} />
                  <Danger bind={bind} />
                </>
              )}
            </RowsField>
          </>
        )}
      </SingleSection>
    </div>
  );
}

function PhraseFields({ bind }: { bind: Bind<RiskWord> }) {
  return (
    <>
      <TextField bind={under(bind, 'phrase')} label={words.phraseText} required most={80} />
      {!bind.value.ignore && <Danger bind={bind} />}
      <SwitchField bind={under(bind, 'ignore')} label={words.harmless} hint={words.harmlessHint} />
    </>
  );
}

function Danger<T extends Pick<RiskWord, 'category' | 'level'>>({ bind }: { bind: Bind<T> }) {
  const danger = bind as unknown as Bind<Pick<RiskWord, 'category' | 'level'>>;
  return (
    <div class="danger">
      <ChoiceField as="select" bind={under(danger, 'level')} label={words.level} options={LEVELS.map((value) => ({ value, label: strings.risk[value] }))} />
      <ChoiceField as="select" bind={under(danger, 'category')} label={words.category} options={CATEGORIES.map((value) => ({ value, label: strings.judgement.categories[value] ?? value }))} />
    </div>
  );
}

/** A name for a new sentence that no other has: reasons on record go by it. */
function freeId(sentences: readonly RiskSentence[]): string {
  let number = sentences.length + 1;
  while (sentences.some(({ id }) => id === `own.${number}`)) number += 1;
  return `own.${number}`;
}
