import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { readLabelled } from './labelled.ts';
import { type Answers, ask, drawn, type Labels, load, qualityOf } from './quality.ts';

let database: TestDatabase;
let labels: Map<number, Labels>;
let byWords: Answers;
let byTopics: Answers;

beforeAll(async () => {
  database = await testDatabase();
  labels = await load(database.sql, readLabelled(readFileSync(path.join(import.meta.dirname, 'sample.jsonl'), 'utf8')));
  byWords = await ask([...labels.keys()], false);
  byTopics = await ask([...labels.keys()], true);
});
afterAll(() => database.close());

/** Every story with the category of the one so many places on. */
function moved(by: number): Map<number, Labels> {
  const all = [...labels.values()];
  return new Map(
    Array.from(labels, ([id, own], n) => [id, { ...own, category: all[(n * by) % all.length]?.category ?? '' }]),
  );
}

describe('the quality of related stories', () => {
  it('is twice that of chance on the sample by the words of titles alone, for every category', () => {
    for (const { name, asked, precision, ofShown, chance } of qualityOf(labels, byWords, 3)) {
      expect(asked, name).toBeGreaterThan(10);
      expect(ofShown, name).toBeGreaterThan(2 * chance);
      expect(precision, name).toBeLessThanOrEqual(ofShown);
    }
    const [all] = qualityOf(labels, byWords, 3);
    expect(all?.precision).toBeGreaterThan(2 * (all?.chance ?? 1));
    expect(all?.keyword).toBeGreaterThan(10 * (all?.keywordChance ?? 1));
  });

  it('is better where topics count, and near chance where the labels mean nothing', () => {
    const [words] = qualityOf(labels, byWords, 3);
    const [topics] = qualityOf(labels, byTopics, 3);
    expect(topics?.precision).toBeGreaterThan(words?.precision ?? 1);
    const [mixed] = qualityOf(moved(29), byTopics, 3);
    expect(mixed?.ofShown).toBeLessThan(2 * (mixed?.chance ?? 0));
  });

  it('is counted as precision at k: empty places are misses, chance leaves the story itself out', () => {
    const labelOf = (category: string, ...keywords: string[]): Labels => ({ category, keywords: new Set(keywords) });
    const four = new Map([
      [1, labelOf('a', 'x')],
      [2, labelOf('a', 'y')],
      [3, labelOf('b', 'x', 'y')],
      [4, labelOf('b')],
    ]);
    const answers = new Map([
      [1, [2, 3, 4]],
      [4, [1]],
    ]);
    const [all, a, b] = qualityOf(four, answers, 2);
    expect(a).toEqual({
      ...{ name: 'a', asked: 1, filled: 1, precision: 0.5, ofShown: 0.5 },
      ...{ chance: 1 / 3, keyword: 0.5, keywordChance: 1 / 3 },
    });
    expect(b).toMatchObject({ name: 'b', filled: 0.5, precision: 0, ofShown: 0, keyword: 0, keywordChance: 0 });
    expect(all).toMatchObject({ asked: 2, filled: 0.75, precision: 0.25, ofShown: 1 / 3 });
  });

  it('asks about an even draw of a large file', () => {
    expect(drawn(labels, 4)).toEqual([1, 20, 39, 58]);
    expect(drawn(labels, 1000)).toHaveLength(labels.size);
  });
});
