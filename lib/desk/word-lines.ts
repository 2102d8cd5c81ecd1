import type { FindingLevel } from '#lib/newsroom/finding.ts';

/** The levels as people say them. */
export const levelNames: Record<FindingLevel, string> = { forbid: '禁止', warn: '警告', suggest: '建议' };

export type WordLine = { word: string; level: FindingLevel; note: string };

/**
 * Lines that somebody pasted: `词`, or `词,级别,说明`, parted by a comma (of either width) or a tab. A line without a level has
 * `usual`; `#` begins a remark. A later line about the same word holds.
 */
export function wordLines(
  text: string,
  usual: FindingLevel,
): { words: WordLine[]; wrong: { line: number; text: string; why: string }[] } {
  const words: WordLine[] = [];
  const wrong: { line: number; text: string; why: string }[] = [];
  for (const [n, line] of text.split(/\r\n|\r|\n/).entries()) {
    const said = line.replace(/^\uFEFF/, '').trim();
    if (said === '' || said.startsWith('#')) continue;
    const [word = '', second = '', ...rest] = said.split(/[,，\t]/).map((part) => part.trim());
    const level = second === '' ? usual : levelOf(second);
    const bad = (why: string) => wrong.push({ line: n + 1, text: said.slice(0, 60), why });
    if (level === null) bad(`没有级别“${second.slice(0, 20)}”`);
    else if (word.length > 50) bad('超过 50 个字');
    else if (word.replace(/[^\p{L}\p{N}]/gu, '').length < 2) bad('至少要有两个字');
    else words.push({ word, level, note: rest.join('，').slice(0, 200) });
  }
  return { words, wrong };
}

function levelOf(text: string): FindingLevel | null {
  for (const [level, name] of Object.entries(levelNames) as [FindingLevel, string][]) {
    if (text === name || text.toLowerCase() === level) return level;
  }
  return null;
}
