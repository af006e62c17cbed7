import { language, strings } from '../strings';
import { keep, LANGUAGES, type Language } from '../strings/language';

/** Which language this browser shows the pages in. The page begins anew in it; what was being written comes back. */
export function LanguageChoice() {
  return (
    <section class="account__section" aria-labelledby="language-heading">
      <h2 id="language-heading">{strings.nav.language}</h2>
      <LanguageLinks />
    </section>
  );
}

export function LanguageLinks() {
  function choose(one: Language): void {
    keep(one);
    location.reload();
  }
  return (
    <p class="languages">
      {(Object.keys(LANGUAGES) as Language[]).map((one) => (
        <button key={one} type="button" class="link" lang={one} aria-current={one === language ? 'true' : undefined} data-testid={`language-${one}`}
          onClick={() => choose(one)}>
          {LANGUAGES[one]}
        </button>
      ))}
    </p>
  );
}
