import { createContext } from 'preact';
import { useContext, useLayoutEffect, useRef } from 'preact/hooks';
import type { Claim, Claims } from '../claims';

/** What fields know of the form they stand in. */
export interface FormState {
  readonly claims: Claims;
  readonly problems: { readonly value: ReadonlyMap<string, string> };
}

export const Form = createContext<FormState | null>(null);

export interface FieldState {
  /** For the label. */
  id: string;
  problem: string | null;
}

export const idOf = (path: string): string => `f-${path.replace(/[^\w-]/g, '-')}`;

/** Makes a component the field for a path of its form: problems about it and what lies in it are said here. */
export function useField(path: string, claim: Claim): FieldState {
  const form = useContext(Form);
  if (form === null) throw new Error('a field stands in a form');
  const latest = useRef(claim);
  latest.current = claim;
  useLayoutEffect(() => form.claims.claim(path, () => latest.current), [form, path]);
  const mine = [...form.problems.value].filter(([where]) => form.claims.nearest(where) === path || where === path);
  return { id: idOf(path), problem: mine.length === 0 ? null : [...new Set(mine.map(([, message]) => message))].join(' ') };
}
