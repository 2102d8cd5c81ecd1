import { beforeEach, describe, expect, it } from 'vitest';
import { UnderWay } from './under-way.ts';

let underWay: UnderWay<string>;
beforeEach(() => {
  underWay = new UnderWay();
});

/** A question that is answered when the test says so. */
function held() {
  let resolve: (answer: string) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<string>((...both) => {
    [resolve, reject] = both;
  });
  return { promise, resolve, reject };
}

describe('a question under way', () => {
  it('is joined by whoever asks the same, until it is answered', async () => {
    const { promise, resolve } = held();
    const first = underWay.ask('a', 5, () => promise);
    expect(underWay.join('a', 5)).toBe(first);
    expect(underWay.join('a', 4)).toBe(first);
    expect(underWay.join('b', 5)).toBeNull();
    resolve('answer');
    await first;
    expect([underWay.join('a', 5), underWay.size]).toEqual([null, 0]);
  });

  it('is joined by nobody who asks after an event that it may not know', () => {
    underWay.ask('a', 5, () => held().promise);
    expect(underWay.join('a', 6)).toBeNull();
  });

  it('stays when an older one of the same name ends, well or not', async () => {
    const [older, oldest, newer] = [held(), held(), held()];
    const endings = [underWay.ask('a', 4, () => oldest.promise), underWay.ask('a', 5, () => older.promise)];
    const now = underWay.ask('a', 6, () => newer.promise);
    oldest.reject(new Error('no database'));
    older.resolve('old');
    await Promise.allSettled(endings);
    expect(underWay.join('a', 6)).toBe(now);
    newer.resolve('new');
    expect(await now).toBe('new');
    expect(underWay.size).toBe(0);
  });

  it('that failed is a failure for all who wait, and not kept', async () => {
    const { promise, reject } = held();
    const first = underWay.ask('a', 5, () => promise);
    const joined = underWay.join('a', 5);
    reject(new Error('no database'));
    await expect(first).rejects.toThrow('no database');
    await expect(joined).rejects.toThrow('no database');
    expect(underWay.join('a', 5)).toBeNull();
  });
});
