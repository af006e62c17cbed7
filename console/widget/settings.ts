import { choose, type Language } from '../src/strings/language';

/** What a site says on the script's own element, and where the script came from. */
export interface Settings {
  /** Our origin: whom the frame belongs to. */
  origin: string;
  /** What the frame shows. */
  address: string;
  language: Language;
  /** At which end of a line the button stands; the other one on pages that are read from right to left. */
  position: 'start' | 'end';
}

/** Raises an error, fit for whoever put the script there, when it cannot work. */
export function settingsOf(src: string, said: Readonly<Record<string, string | undefined>>, wanted: readonly string[]): Settings {
  const program = said['program']?.trim() ?? '';
  if (program === '') throw new Error('the chat needs data-program on its script element: the id of a program');
  const asked = said['language']?.trim().toLowerCase() ?? 'auto';
  const address = new URL('chat/', src);
  address.searchParams.set('program', program);
  // Left out, the frame follows the browser, as the button does.
  if (asked !== 'auto') address.searchParams.set('lang', asked);
  return {
    origin: address.origin,
    address: address.href,
    language: choose({ chosen: asked, wanted }),
    position: said['position']?.trim() === 'start' ? 'start' : 'end',
  };
}
