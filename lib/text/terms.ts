import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';

/** Most terms that are kept of one title. */
const most = 40;
/** Words that tell nothing of what a story is about, in any newsroom. */
const empty = new Set(
  '我们 你们 他们 它们 这个 那个 这些 那些 一个 一种 一些 什么 怎么 如何 为何 为什么 可以 已经 正在 将于 进行 开展 举行 召开 以及 或者 因为 所以 但是 如果 没有 不是 就是 还是 其中 对于 关于 由于 通过 今日 今天 明天 昨天 今年 去年 明年 目前 近日 日前'.split(
    ' ',
  ),
);

let segmenter: Jieba | null = null;

/**
 * The words of a title by which related stories are found: jieba's cut for searching, so that a long word comes with the
 * words within it. NFKC, lower case, each once; without single Han characters, single letters, and words that tell nothing.
 * The dictionary is part of the package; it is read at the first call (some 0.3 s).
 */
export function titleTerms(title: string): string[] {
  const found = new Set<string>();
  for (const word of words(title)) {
    found.add(word);
    if (found.size === most) break;
  }
  return [...found];
}

/** The same words of a longer text, each with how often it stands there. */
export function termCounts(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function* words(text: string): Generator<string> {
  segmenter ??= Jieba.withDict(dict);
  for (const word of segmenter.cutForSearch(text.normalize('NFKC').toLowerCase(), true)) {
    // A plain number counts as a year or more: "12" says nothing, "2026" little, "110" is a telephone.
    if (/^[\p{L}\p{N}]{2,30}$/u.test(word) && !/^\p{N}{1,2}$/u.test(word) && !empty.has(word)) yield word;
  }
}
