import type { Field, Input } from './moves';

/** What a form says before anybody has filled it in. A check-in is planned for a day from now. */
export function beginning(fields: readonly Field[], message: string, now = Date.now()): Input {
  const answers: Record<string, string | boolean> = {};
  for (const field of fields) {
    if (field.kind === 'urgency') answers[field.name] = 'urgent';
    else if (field.kind === 'moment') answers[field.name] = new Date(Math.ceil((now + 86_400_000) / 60_000) * 60_000).toISOString();
    else if (field.kind === 'agreed') answers[field.name] = false;
    else answers[field.name] = field.name === 'message' ? message : '';
  }
  return answers;
}

export type Missing = 'required' | 'unagreed' | 'past';

/** What still keeps a form from being sent, by field. */
export function missing(fields: readonly Field[], answers: Input, now = Date.now()): Readonly<Record<string, Missing>> {
  const found: Record<string, Missing> = {};
  for (const field of fields) {
    const value = answers[field.name];
    const empty = typeof value !== 'string' || value.trim() === '';
    if (field.kind === 'words' && field.required && empty) found[field.name] = 'required';
    if (field.kind === 'responder' && empty) found[field.name] = 'required';
    if (field.kind === 'agreed' && value !== true) found[field.name] = 'unagreed';
    if (field.kind === 'moment') {
      if (empty) found[field.name] = 'required';
      else if (Date.parse(String(value)) <= now) found[field.name] = 'past';
    }
  }
  return found;
}
