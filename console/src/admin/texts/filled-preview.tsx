import { measure } from '../../compose/segments';
import { strings } from '../../strings';
import { filled as fill, valuesOf, type Spoken } from './samples';

const words = strings.adminTexts;

/** A text with sample values in it; as SMS with the segments it takes. */
export function FilledPreview({ id, heading, text, language, values, sms = true, most, children }: {
  id: string;
  heading: string;
  text: string;
  language: Spoken;
  /** What variables say here; the rest are samples. */
  values?: Readonly<Record<string, string>>;
  sms?: boolean;
  /** The most segments it may take. */
  most?: number;
  children?: preact.ComponentChildren;
}) {
  const samples = { ...valuesOf(language), ...values };
  const parts = text.trim().split(/(\{[a-z]+\})/);
  const filled = fill(text.trim(), language, values);
  const { segments, units, encoding } = measure(filled);
  return (
    <section class="preview" aria-labelledby={id} data-testid={id}>
      <h3 id={id}>{heading}</h3>
      {children}
      {filled === '' ? <p class="quiet">{words.nothingYet}</p> : (
        <p class="preview__text" dir="auto" lang={language}>
          {parts.map((part, place) => {
            const sample = samples[part.slice(1, -1)];
            return sample === undefined || !part.startsWith('{') ? part : <mark key={place}>{sample}</mark>;
          })}
        </p>
      )}
      {sms && filled !== '' && <p class="quiet preview__takes">{words.takes(segments)} · {words.units(units, encoding)}{most !== undefined && ` · ${words.most(most)}`}</p>}
    </section>
  );
}
