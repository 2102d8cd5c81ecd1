/** A story of a labelled file: what it is about in its editors' judgement, beside what readers see of it. */
export type Labelled = { title: string; category: string; keywords: string[]; body: string; date: Date | null };

/** A line that cannot be read; the message names it, in Chinese. */
export class LabelledError extends Error {}

type Fields = Record<string, string | string[] | undefined>;

/** The five fields of a line of TNEWS, the best known collection of Chinese headlines. */
const tnews = ['id', 'code', 'category', 'title', 'keywords'];

/**
 * Reads a labelled file, whichever of these it is (`docs/related.md`): a JSON object a line; CSV (RFC 4180) or values parted
 * by tabs, under a line of names; lines of five fields parted by `_!_`.
 * @throws {LabelledError} where a title or a category is missing, or a line is none of these.
 */
export function readLabelled(text: string): Labelled[] {
  const source = text.replace(/^\uFEFF/, '');
  const rows = rowsOf(source);
  if (rows.length < 2) throw new LabelledError('文件里至少要有两篇稿件。');
  return rows.map(([number, fields]) => labelled(number, fields));
}

/** Each story with the number of its line or record, from 1. */
function rowsOf(source: string): [number, Fields][] {
  const lines = source.split(/\r?\n/);
  const first = lines.find((line) => line.trim() !== '') ?? '';
  const each = (read: (line: string, number: number) => Fields) =>
    lines.flatMap((line, n): [number, Fields][] => (line.trim() === '' ? [] : [[n + 1, read(line, n + 1)]]));
  if (first.trimStart().startsWith('{')) return each(fromJson);
  if (first.includes('_!_')) return each((line) => byName(tnews, line.split('_!_')));
  const [names = [], ...records] = separated(source, first.includes('\t') ? '\t' : ',');
  const known = names.map((name) => name.trim().toLowerCase());
  return records.map((values, n) => [n + 2, byName(known, values)]);
}

function fromJson(line: string, number: number): Fields {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value as Fields;
  } catch {
    // Said below.
  }
  throw new LabelledError(`第 ${number} 行不是一个 JSON 对象。`);
}

function byName(names: readonly string[], values: readonly string[]): Fields {
  return Object.fromEntries(names.map((name, n) => [name, values[n]]));
}

function labelled(number: number, fields: Fields): Labelled {
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name].trim() : '');
  const title = text('title');
  const category = text('category');
  if (title === '' || category === '') throw new LabelledError(`第 ${number} 行没有标题(title)或分类(category)。`);
  const { keywords = [] } = fields;
  const date = text('date') === '' ? null : new Date(text('date'));
  if (date && Number.isNaN(date.getTime())) throw new LabelledError(`第 ${number} 行的日期(date)读不懂。`);
  const named = Array.isArray(keywords) ? keywords.map(String) : keywords.split(/[,，;；、|]/);
  return {
    title,
    category,
    keywords: [...new Set(named.map((word) => word.trim()).filter((word) => word !== ''))],
    body: text('body'),
    date,
  };
}

/** Records of RFC 4180: a value in quotation marks may hold separators, line ends and doubled quotation marks. */
function separated(source: string, separator: string): string[][] {
  const records: string[][] = [];
  const value = new RegExp(`(?:"((?:[^"]|"")*)"|([^"${separator}\\r\\n]*))(${separator}|\\r?\\n|$)`, 'y');
  let record: string[] = [];
  for (;;) {
    const found = value.exec(source);
    if (!found) throw new LabelledError(`第 ${records.length + 1} 条记录的引号不成对。`);
    const [, quoted, plain = '', end] = found;
    record.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === separator) continue;
    if (record.some((one) => one !== '')) records.push(record);
    if (value.lastIndex >= source.length) return records;
    record = [];
  }
}
