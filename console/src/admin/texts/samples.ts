import type { Language } from '../../api/types';

export type Spoken = Language;

/** What variables say, for looking at a text before it is sent. As the platform says it in each language. */
const SAMPLES: Readonly<Record<Spoken, Readonly<Record<string, string>>>> = {
  en: {
    line: 'Night line', program: 'Night line', waited: '12 minutes', ahead: '3 people are ahead of you', opens: 'tomorrow at 9:00 AM EST', holiday: 'Christmas Day',
    link: 'https://console.example/#/alerts', waiting: '12', help: 'medical', urgency: 'immediate', reference: 'HF-1234ABCD', service: 'the supervisors on call',
  },
  es: {
    line: 'Línea nocturna', program: 'Línea nocturna', waited: '12 minutos', ahead: 'hay 3 personas antes de usted', opens: 'mañana a las 9:00 a. m. EST', holiday: 'Navidad',
    link: 'https://console.example/#/alerts', waiting: '12', help: 'médica', urgency: 'inmediata', reference: 'HF-1234ABCD', service: 'quienes supervisan de guardia',
  },
};

/** A text with sample values for what it speaks of. */
export const filled = (text: string, language: Spoken, values: Readonly<Record<string, string>> = {}): string =>
  text.replace(/\{([a-z]+)\}/g, (whole, name: string) => values[name] ?? SAMPLES[language][name] ?? whole);

export const valuesOf = (language: Spoken): Readonly<Record<string, string>> => SAMPLES[language];
