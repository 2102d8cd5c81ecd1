import { type BulkAct, bulkActs, mostAtOnce, type Picked } from '#lib/newsroom/bulk.ts';

/** Stories as a list's boxes say them: `12.3` is story 12 in its version 3. What is no such thing is left out. */
export function pickedOf(values: readonly string[]): Picked[] {
  return values.slice(0, mostAtOnce).flatMap((value) => {
    const [, id, version] = /^(\d{1,15})\.(\d{1,9})$/.exec(value) ?? [];
    return id === undefined ? [] : [{ id: Number(id), version: Number(version) }];
  });
}

export function bulkActOf(text: unknown): BulkAct | null {
  return bulkActs.find((act) => act === text) ?? null;
}
