/** One value of a form: where it stands, as in the server's `errors[].field`, what it is, and how to change it. */
export interface Bind<T> {
  readonly path: string;
  readonly value: T;
  /** `changed` is the path of what changed within it. */
  set(value: T, changed?: string): void;
}

/** A field of a record in a form: `under(row, 'phrase')`. */
export function under<T extends object, K extends keyof T & string>(bind: Bind<T>, key: K): Bind<T[K]> {
  const path = `${bind.path}.${key}`;
  return { path, value: bind.value[key], set: (value, changed = path) => bind.set({ ...bind.value, [key]: value }, changed) };
}

/** A row of a list in a form. */
export function row<T>(bind: Bind<readonly T[]>, place: number): Bind<T> {
  const path = `${bind.path}.${place}`;
  return { path, value: bind.value[place] as T, set: (value, changed = path) => bind.set(bind.value.with(place, value), changed) };
}

/** The same place, as a value of another type: what stands in the document is not what is typed. */
export function seen<T, V>(bind: Bind<T>, show: (value: T) => V, read: (value: V) => T): Bind<V> {
  return { path: bind.path, value: show(bind.value), set: (value, changed) => bind.set(read(value), changed) };
}
