import { describe, expect, it } from 'vitest';
import {
  type Arranged,
  added,
  changed,
  differences,
  inOrder,
  merged,
  movable,
  moved,
  placed,
  same,
} from './arrange.ts';

const item = (storyId: number, more: Partial<Arranged> = {}): Arranged => ({
  storyId,
  titleOverride: null,
  mediaId: null,
  pinned: false,
  fromAt: null,
  untilAt: null,
  ...more,
});
const list = (...ids: number[]) => ids.map((id) => item(id));
const ids = (items: readonly Arranged[]) => items.map(({ storyId }) => storyId);

describe('an arrangement', () => {
  it('is moved by one, not beyond its ends, and not across what is pinned', () => {
    expect(ids(moved(list(1, 2, 3), 3, -1))).toEqual([1, 3, 2]);
    expect(ids(moved(list(1, 2, 3), 1, -1))).toEqual([1, 2, 3]);
    expect(ids(moved(list(1, 2, 3), 3, 1))).toEqual([1, 2, 3]);
    expect(ids(moved([item(1, { pinned: true }), item(2)], 2, -1))).toEqual([1, 2]);
    expect(ids(placed(list(1, 2, 3, 4), 1, 2))).toEqual([2, 3, 1, 4]);
    expect(ids(placed(list(1, 2, 3, 4), 4, 0))).toEqual([4, 1, 2, 3]);
    expect(ids(moved(list(1), 9, 1))).toEqual([1]);
  });

  it('says beforehand whether a line has a place further up or down', () => {
    const ways = (items: Arranged[], id: number) => [movable(items, id, -1), movable(items, id, 1)];
    expect(ways(list(1, 2, 3), 1)).toEqual([false, true]);
    expect(ways(list(1, 2, 3), 3)).toEqual([true, false]);
    const pinned = [item(1, { pinned: true }), item(2), item(3)];
    expect(ways(pinned, 1)).toEqual([false, false]);
    expect(ways(pinned, 2)).toEqual([false, true]);
  });

  it('takes in a story once, before what is not pinned', () => {
    expect(ids(added([item(1, { pinned: true }), item(2)], 3))).toEqual([1, 3, 2]);
    expect(ids(added(list(1, 2), 2))).toEqual([1, 2]);
  });

  it('brings forward what is pinned', () => {
    expect(ids(changed(list(1, 2, 3), 3, { pinned: true }))).toEqual([3, 1, 2]);
    expect(ids(inOrder([item(1), item(2, { pinned: true })]))).toEqual([2, 1]);
    expect(same(list(1), [item(1, { titleOverride: '短题' })])).toBe(false);
  });
});

describe('two arrangements', () => {
  it('tell what was done', () => {
    expect(differences(list(1, 2, 3, 4), [item(4), item(1), item(3, { titleOverride: '短题' }), item(5)])).toEqual([
      { kind: 'removed', storyId: 2 },
      { kind: 'moved', storyId: 4 },
      { kind: 'changed', storyId: 3 },
      { kind: 'added', storyId: 5 },
    ]);
    expect(differences(list(1, 2), list(1, 2))).toEqual([]);
  });

  it('of one origin become one that has what both did', () => {
    const base = list(1, 2, 3);
    const mine = [item(9), item(1, { titleOverride: '我的题' }), item(2), item(3)];
    const theirs = [item(1, { pinned: true }), item(3), item(8)];
    expect(merged(base, mine, theirs)).toEqual([
      item(1, { pinned: true, titleOverride: '我的题' }),
      item(9),
      item(3),
      item(8),
    ]);
  });

  it('keep my order where I moved something, theirs where only they did', () => {
    expect(ids(merged(list(1, 2, 3), list(3, 1, 2), list(2, 1, 3)))).toEqual([3, 1, 2]);
    expect(ids(merged(list(1, 2, 3), list(9, 1, 2, 3), list(3, 1, 2)))).toEqual([9, 3, 1, 2]);
  });

  it('keep what I changed though they removed it, and leave out what I removed', () => {
    expect(ids(merged(list(1, 2), [item(1), item(2, { pinned: true })], list(1)))).toEqual([2, 1]);
    expect(ids(merged(list(1, 2), list(1), list(1, 2, 3)))).toEqual([1, 3]);
  });
});
