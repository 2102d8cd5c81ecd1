/** One item of a panel's list: the story's id and the item's markup as the server drew it. */
export type Drawn = { id: string; markup: string };

export type Difference = {
  /** Ids that were not there before, in their new order. */
  added: string[];
  /** Ids whose markup is the same as before: their elements can stay. */
  kept: ReadonlySet<string>;
  /** Nothing changed, not even the order. */
  same: boolean;
};

/** What changed between two drawings of a list. */
export function difference(before: readonly Drawn[], after: readonly Drawn[]): Difference {
  const known = new Map(before.map(({ id, markup }) => [id, markup]));
  return {
    added: after.filter(({ id }) => !known.has(id)).map(({ id }) => id),
    kept: new Set(after.filter(({ id, markup }) => known.get(id) === markup).map(({ id }) => id)),
    same:
      before.length === after.length &&
      after.every(({ id, markup }, at) => before[at]?.id === id && before[at]?.markup === markup),
  };
}
