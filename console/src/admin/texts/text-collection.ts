import type { Admin } from '../admin';
import { Collection } from '../collection';
import type { DocOf, SpecOf } from '../kinds';

type Kept = DocOf<'/api/admin/texts'>;

/** An automatic text as the page has it: `text` is what one goes on writing at, `sent` the version that is approved. */
export interface AutomaticText extends Kept {
  text: string;
  sent: string | null;
}

export type TextSpec = Required<SpecOf<'/api/admin/texts'>>;

/** What is written becomes a draft, whatever is sent meanwhile. */
export const written = (doc: Kept): AutomaticText => ('sent' in doc ? (doc as AutomaticText) : { ...doc, sent: doc.text, text: doc.draft ?? doc.text ?? '' });

/** Automatic texts, each as it is written at. */
export class TextCollection extends Collection<AutomaticText, TextSpec> {
  override heard(doc: Kept): AutomaticText {
    return super.heard(written(doc));
  }
}

const made = new WeakMap<Admin, TextCollection>();

/** The same one for everybody who asks. */
export function textsOf(admin: Admin): TextCollection {
  const known = made.get(admin) ?? new TextCollection(admin.calls, '/api/admin/texts');
  made.set(admin, known);
  return known;
}
