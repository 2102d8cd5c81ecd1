/** A line of a slot as it is arranged in the browser; times are ISO. */
export type Arranged = {
  storyId: number;
  titleOverride: string | null;
  mediaId: number | null;
  pinned: boolean;
  fromAt: string | null;
  untilAt: string | null;
};

const fields = ['titleOverride', 'mediaId', 'pinned', 'fromAt', 'untilAt'] as const;
type Change = Partial<Omit<Arranged, 'storyId'>>;

/** As the page orders them: pinned ones first, otherwise as they are. */
export function inOrder(items: readonly Arranged[]): Arranged[] {
  return [...items.filter(({ pinned }) => pinned), ...items.filter(({ pinned }) => !pinned)];
}

export function same(a: readonly Arranged[], b: readonly Arranged[]): boolean {
  return a.length === b.length && a.every((item, n) => b[n] !== undefined && equal(item, b[n]));
}

function equal(a: Arranged, b: Arranged): boolean {
  return a.storyId === b.storyId && fields.every((field) => a[field] === b[field]);
}

/** One place up (-1) or down (1); pinned ones stay before the others. */
export function moved(items: readonly Arranged[], storyId: number, by: -1 | 1): Arranged[] {
  const from = items.findIndex((item) => item.storyId === storyId);
  return from < 0 ? [...items] : placed(items, storyId, from + by);
}

/** Whether a line has a place further up (-1) or down (1): the last of the pinned has none below it, though others follow. */
export function movable(items: readonly Arranged[], storyId: number, by: -1 | 1): boolean {
  return !same(items, moved(items, storyId, by));
}

/** To the place that is counted from 0; pinned ones stay before the others. */
export function placed(items: readonly Arranged[], storyId: number, place: number): Arranged[] {
  const item = items.find((each) => each.storyId === storyId);
  if (!item) return [...items];
  const rest = items.filter((each) => each !== item);
  const to = Math.max(0, Math.min(place, rest.length));
  return inOrder([...rest.slice(0, to), item, ...rest.slice(to)]);
}

/** In front of those that are not pinned. */
export function added(items: readonly Arranged[], storyId: number): Arranged[] {
  if (items.some((item) => item.storyId === storyId)) return [...items];
  const fresh = { storyId, titleOverride: null, mediaId: null, pinned: false, fromAt: null, untilAt: null };
  return inOrder([fresh, ...items]);
}

export function without(items: readonly Arranged[], gone: (item: Arranged) => boolean): Arranged[] {
  return items.filter((item) => !gone(item));
}

export function changed(items: readonly Arranged[], storyId: number, change: Change): Arranged[] {
  const after = items.map((item) => (item.storyId === storyId ? { ...item, ...change } : item));
  return change.pinned === undefined ? after : inOrder(after);
}

export type Difference = { kind: 'added' | 'removed' | 'changed' | 'moved'; storyId: number };

/** What somebody did to an arrangement. Moved are those that others did not merely make room for. */
export function differences(before: readonly Arranged[], after: readonly Arranged[]): Difference[] {
  const was = new Map(before.map((item) => [item.storyId, item]));
  const is = new Set(after.map(({ storyId }) => storyId));
  const found: Difference[] = [];
  for (const { storyId } of before) if (!is.has(storyId)) found.push({ kind: 'removed', storyId });
  const stayed = longestCommon(
    before.map(({ storyId }) => storyId).filter((id) => is.has(id)),
    after.map(({ storyId }) => storyId).filter((id) => was.has(id)),
  );
  for (const item of after) {
    const old = was.get(item.storyId);
    if (!old) found.push({ kind: 'added', storyId: item.storyId });
    else if (!equal(old, item)) found.push({ kind: 'changed', storyId: item.storyId });
    else if (!stayed.has(item.storyId)) found.push({ kind: 'moved', storyId: item.storyId });
  }
  return found;
}

/** The longest sequence that two orders of the same ids have in common. */
function longestCommon(a: readonly number[], b: readonly number[]): Set<number> {
  const lengths = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  const at = (n: number, m: number) => lengths[n]?.[m] ?? 0;
  for (let n = a.length - 1; n >= 0; n--) {
    const row = lengths[n];
    for (let m = b.length - 1; m >= 0 && row; m--)
      row[m] = a[n] === b[m] ? at(n + 1, m + 1) + 1 : Math.max(at(n + 1, m), at(n, m + 1));
  }
  const common = new Set<number>();
  for (let n = 0, m = 0; n < a.length && m < b.length; ) {
    const id = a[n];
    if (id !== undefined && id === b[m]) {
      common.add(id);
      n++;
      m++;
    } else if (at(n + 1, m) >= at(n, m + 1)) n++;
    else m++;
  }
  return common;
}

/**
 * Two arrangements that grew out of one. What only one of them did is done; where both changed the same, or moved things, mine
 * holds. What they removed stays where I changed it.
 */
export function merged(base: readonly Arranged[], mine: readonly Arranged[], theirs: readonly Arranged[]): Arranged[] {
  const by = (items: readonly Arranged[]) => new Map(items.map((item) => [item.storyId, item]));
  const [was, own, other] = [by(base), by(mine), by(theirs)];
  const iMoved = differences(base, mine).some(({ kind }) => kind === 'moved');
  const kept = mine
    .filter((item) => {
      const old = was.get(item.storyId);
      return !old || other.has(item.storyId) || !equal(old, item);
    })
    .map((item) => mergedItem(was.get(item.storyId), item, other.get(item.storyId)));
  // Where I moved nothing, theirs is the order of what both have.
  const places = new Map(theirs.map(({ storyId }, n) => [storyId, n]));
  const shared = kept.filter(({ storyId }) => places.has(storyId));
  if (!iMoved) shared.sort((a, b) => (places.get(a.storyId) ?? 0) - (places.get(b.storyId) ?? 0));
  const result = kept.map((item) => (places.has(item.storyId) ? (shared.shift() ?? item) : item));
  for (const [n, item] of theirs.entries()) {
    if (own.has(item.storyId) || was.has(item.storyId)) continue;
    // Behind whatever stands before it there.
    const before = theirs.slice(0, n).findLast(({ storyId }) => result.some((each) => each.storyId === storyId));
    result.splice(before ? result.findIndex((each) => each.storyId === before.storyId) + 1 : 0, 0, item);
  }
  return inOrder(result);
}

function mergedItem(old: Arranged | undefined, mine: Arranged, theirs: Arranged | undefined): Arranged {
  if (!old || !theirs) return mine;
  return Object.assign(
    { ...mine },
    ...fields.filter((field) => mine[field] === old[field]).map((field) => ({ [field]: theirs[field] })),
  );
}
