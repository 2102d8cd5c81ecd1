import { describe, expect, it } from 'vitest';
import { clock, type Position, parsePositions, withPosition, worthResuming } from './positions.ts';

describe('where a reader left off', () => {
  it('is kept for the last fifty recordings only, the last one first', () => {
    let kept: Position[] = [];
    for (let story = 1; story <= 70; story += 1) kept = withPosition(kept, `story-${story}`, story);
    expect(kept).toHaveLength(50);
    expect(kept[0]).toEqual(['story-70', 70]);
    expect(kept.at(-1)).toEqual(['story-21', 21]);
  });

  it('is kept once a recording and forgotten at its end', () => {
    const kept = withPosition(withPosition([['a', 10]], 'b', 20), 'a', 30);
    expect(kept).toEqual([
      ['a', 30],
      ['b', 20],
    ]);
    expect(withPosition(kept, 'a', 0)).toEqual([['b', 20]]);
  });

  it('survives whatever stands in the storage', () => {
    for (const rubbish of [null, '', '{', 'null', '{"a":1}', '"x"']) expect(parsePositions(rubbish)).toEqual([]);
    expect(parsePositions('[["a",12],["b","c"],7,["d",null]]')).toEqual([['a', 12]]);
  });

  it('is not worth returning to at the beginning or the end', () => {
    expect([3, 60, 595].map((at) => worthResuming(at, 600))).toEqual([false, true, false]);
    expect(worthResuming(60, Number.NaN)).toBe(false);
  });

  it('is said as a clock', () => {
    expect([5, 65, 3665].map(clock)).toEqual(['0:05', '1:05', '1:01:05']);
  });
});
