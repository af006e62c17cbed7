import { strings } from '../../strings';
import type { Admin } from '../admin';
import type { Filter } from '../parts/list';

const words = strings.admin.fields;

/** The programs something is for, by name; none means all. */
export const namesOf = (admin: Admin, ids: readonly string[] | undefined): string =>
  ids === undefined || ids.length === 0 ? words.allPrograms : ids.map((one) => admin.programName(one)).join(', ');

/** A filter for what is for one program, or for all of them. */
export function ofProgram<D>(admin: Admin, idsOf: (doc: D) => readonly string[]): Filter<D> {
  return {
    name: 'program',
    label: words.programFilter,
    every: words.everyProgram,
    options: admin.programs.filter((one) => one.active).map((one) => ({ value: one.id, label: one.name })),
    test: (doc, id) => idsOf(doc).length === 0 || idsOf(doc).includes(id),
  };
}
