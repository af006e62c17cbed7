/** What a field on the page says of itself. */
export interface Claim {
  label: string;
  /** What is wrong with what stands in it, before anybody is asked; null for nothing. */
  check?: (() => string | null) | undefined;
  /** A value of it in words, for comparing two versions. */
  say?: ((value: unknown) => string) | undefined;
}

/** The fields that are on the page, by path: a problem is said at the nearest one. */
export class Claims {
  readonly #claims = new Map<string, () => Claim>();

  /** Until the returned function is called. `claim` is asked anew each time. */
  claim(path: string, claim: () => Claim): () => void {
    this.#claims.set(path, claim);
    return () => {
      if (this.#claims.get(path) === claim) this.#claims.delete(path);
    };
  }

  of(path: string): Claim | null {
    return this.#claims.get(path)?.() ?? null;
  }

  /** The field at which something about `path` is said; null when no field is near. */
  nearest(path: string): string | null {
    const parts = path.split('.');
    for (let length = parts.length; length > 0; length -= 1) {
      const shorter = parts.slice(0, length).join('.');
      if (this.#claims.has(shorter)) return shorter;
    }
    return null;
  }

  check(): Map<string, string> {
    const found = new Map<string, string>();
    for (const [path, claim] of this.#claims) {
      const wrong = claim().check?.() ?? null;
      if (wrong !== null) found.set(path, wrong);
    }
    return found;
  }
}
