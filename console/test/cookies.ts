/** A browser's cookies, for a process that has none: what answers set is sent along, by every window that shares them. */

import { read, type Jar } from '../src/api/jar';

export class Cookies {
  readonly held = new Map<string, string>();

  readonly fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const headers = new Headers(init?.headers);
    if (this.held.size > 0) headers.set('Cookie', this.#line());
    const answer = await fetch(input, { ...init, headers });
    this.keep(answer.headers.getSetCookie());
    return answer;
  };

  readonly jar: Jar = {
    csrf: () => read(this.#line()),
    drop: () => void this.held.delete('__Host-holdfast-csrf'),
  };

  /** Takes over `Set-Cookie` values. */
  keep(set: readonly string[]): void {
    for (const one of set) {
      const [pair = '', ...rules] = one.split('; ');
      const name = pair.slice(0, pair.indexOf('='));
      if (rules.includes('Max-Age=0')) this.held.delete(name);
      else this.held.set(name, pair.slice(name.length + 1));
    }
  }

  #line(): string {
    return [...this.held].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}
