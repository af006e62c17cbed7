/**
 * What a script can see of the session's cookies. The tokens are in cookies of which no script knows; beside them stands
 * one that is no secret from our own pages: it proves that a change was asked for by one of them, and tells apart whose
 * session the others belong to.
 */
export interface Jar {
  /** The token of the session that the browser's cookies belong to; null when there is none. */
  csrf(): string | null;
  /** Lets go of it: nothing can be changed, and nobody is signed in after a reload. */
  drop(): void;
}

const NAME = '__Host-holdfast-csrf';

export const browserJar: Jar = {
  csrf: () => read(document.cookie),
  drop: () => {
    document.cookie = `${NAME}=; Max-Age=0; Secure; SameSite=Lax; Path=/`;
  },
};

/** The token in what `document.cookie` or a `Cookie` header says. */
export function read(cookies: string): string | null {
  const found = cookies.split(';').map((one) => one.trim()).find((one) => one.startsWith(`${NAME}=`));
  return found?.slice(NAME.length + 1) || null;
}
