import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { LabelledError, readLabelled } from './labelled.ts';

const two = [
  {
    title: '花椒开秤',
    category: '财经',
    keywords: ['花椒', '价格'],
    body: '每斤三十八元，\n比去年低。',
    date: new Date('2026-11-01T00:00:00Z'),
  },
  { title: '“冰壶”进校园', category: '体育', keywords: [], body: '', date: null },
];

describe('a labelled file', () => {
  it('may have a JSON object a line', () => {
    const first = JSON.stringify({ ...two[0], date: '2026-11-01T00:00:00Z', more: 1 });
    expect(readLabelled(`${first}\n\n{"title": "“冰壶”进校园", "category": "体育"}\n`)).toEqual(two);
  });

  it('may be CSV or parted by tabs, its columns in any order, with line ends and quotation marks within quotation marks', () => {
    const csv =
      '\uFEFFcategory,title,keywords,body,date\r\n财经,花椒开秤,"花椒,价格","每斤三十八元，\n比去年低。",2026-11-01\r\n体育,“冰壶”进校园,,,\r\n';
    expect(readLabelled(csv)).toEqual(two);
    const [, said] = readLabelled('title\tcategory\n花椒\t财经\n"他说""冷"", 就走了"\t天气');
    expect(said).toMatchObject({ title: '他说"冷", 就走了', category: '天气' });
  });

  it('may be lines of TNEWS', () => {
    const [first, last] = readLabelled('1_!_104_!_财经_!_花椒开秤_!_花椒,价格\n2_!_103_!_体育_!_“冰壶”进校园_!_');
    expect(first).toMatchObject({ title: '花椒开秤', category: '财经', keywords: ['花椒', '价格'] });
    expect(last).toEqual(two[1]);
  });

  it.each([
    ['{"title": "花椒"}\n{"title": "核桃", "category": "财经"}', '第 1 行'],
    ['{"title": "花椒", "category": "财经"}\n{', '第 2 行'],
    ['title,category\n花椒,财经\n核桃,', '第 3 行'],
    ['title,category,date\n花椒,财经,\n核桃,财经,昨天', '第 3 行的日期'],
    ['title,category\n花椒,财经\n"核桃,财经', '引号'],
    ['{"title": "花椒", "category": "财经"}', '两篇'],
  ])('is refused with what is wrong: %j', (text, sentence) => {
    expect(() => readLabelled(text)).toThrow(LabelledError);
    expect(() => readLabelled(text)).toThrow(sentence);
  });

  it('comes with the project: at least sixty titles, none twice, in six categories', () => {
    const sample = readLabelled(readFileSync(path.join(import.meta.dirname, 'sample.jsonl'), 'utf8'));
    expect(new Set(sample.map(({ title }) => title)).size).toBe(sample.length);
    expect(sample.length).toBeGreaterThanOrEqual(60);
    expect(new Set(sample.map(({ category }) => category)).size).toBe(6);
    expect(sample.every(({ keywords }) => keywords.length > 0)).toBe(true);
  });
});
