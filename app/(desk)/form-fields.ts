import { positiveInteger } from '#lib/text/number.ts';

/** What `SectionReach` was told. Null: all sections. */
export function reachOf(form: FormData): number[] | null {
  return form.get('reach') === 'some' ? numbersOf(form, 'section') : null;
}

/** Numbers of the boxes of a name that were ticked. */
export function numbersOf(form: FormData, name: string): number[] {
  return form.getAll(name).flatMap((value) => (typeof value === 'string' ? (positiveInteger(value) ?? []) : []));
}

/** Words of the boxes of a name that were ticked. */
export function wordsOf(form: FormData, name: string): string[] {
  return form.getAll(name).filter((value) => typeof value === 'string');
}
