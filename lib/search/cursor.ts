import type { Place, RankedPlace } from '#db/queries/search.ts';

/**
 * Where an answer goes on. By relevance: behind a place of the ranked matches (`ranked`), then, older than all of these, by
 * time (`older`); `ref` is the moment that the first page counted from. Opaque to whoever carries it, and checked in full.
 */
export type Cursor =
  | { way: 'ranked'; ref: number; behind: RankedPlace }
  | { way: 'older'; ref: number; behind: Place; count: number }
  | { way: 'time'; behind: Place; count: number };

export function writeCursor(cursor: Cursor): string {
  const { at, id } = cursor.behind;
  const text =
    cursor.way === 'ranked'
      ? `r ${cursor.ref} ${cursor.behind.score} ${at} ${id}`
      : cursor.way === 'older'
        ? `o ${cursor.ref} ${cursor.count} ${at} ${id}`
        : `t ${cursor.count} ${at} ${id}`;
  return Buffer.from(text).toString('base64url');
}

const shape =
  /^(?:(r) (\d{1,15}) (\d{1,3}(?:\.\d{1,20})?(?:e-\d{1,2})?)|(o) (\d{1,15}) (\d{1,4})|(t) (\d{1,4})) (-?\d{1,15}) ([1-9]\d{0,15})$/;

/** @returns null for what no answer has given. */
export function readCursor(text: string): Cursor | null {
  if (!/^[\w-]{8,120}$/.test(text)) return null;
  const plain = Buffer.from(text, 'base64url').toString('latin1');
  const parts = shape.exec(plain);
  if (!parts || Buffer.from(plain).toString('base64url') !== text) return null;
  const [, ranked, ref, score, older, olderRef, olderCount, , timeCount, at, id] = parts;
  const behind = { at: Number(at), id: Number(id) };
  if (!Number.isSafeInteger(behind.id)) return null;
  if (ranked) return { way: 'ranked', ref: Number(ref), behind: { ...behind, score: score as string } };
  if (older) return { way: 'older', ref: Number(olderRef), behind, count: Number(olderCount) };
  return { way: 'time', behind, count: Number(timeCount) };
}
