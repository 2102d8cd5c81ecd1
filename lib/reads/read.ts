import { type VisitKind, visitKind } from '#db/schema/enums.ts';

/** Kinds of visit, in the order in which they are numbered in memory. */
export const visitKinds: readonly VisitKind[] = visitKind.enumValues;

/** What a beacon says: which story was read, and where the reader came from, by the number of its kind. */
export type Read = { story: number; visit: number };

const shape = new RegExp(`^story=([1-9]\\d{0,14})&visit=(${visitKinds.join('|')})$`);

/** A beacon's body, as `lib/reader/read.ts` writes it; null for anything else. */
export function parseRead(body: string): Read | null {
  const [, story, visit] = shape.exec(body) ?? [];
  return story === undefined ? null : { story: Number(story), visit: visitKinds.indexOf(visit as VisitKind) };
}
