/**
 * Small departures from GB/T 15834-2011 (标点符号用法) and GB/T 15835-2011 (出版物上数字用法) that a machine can see without
 * guessing at the meaning. Only hints: a quotation, a brand or a line of code may be right as it stands.
 */
export type HintCode =
  | 'half-width'
  | 'straight-quote'
  | 'ellipsis'
  | 'dash'
  | 'doubled'
  | 'space'
  | 'indent'
  | 'full-width-digit'
  | 'zero'
  | 'range'
  | 'percent-range'
  | 'about'
  | 'needless-comma';

/** Where in the text (UTF-16 positions, the end not included), what it is, and what would stand there instead. */
export type Hint = { from: number; to: number; code: HintCode; fix: string };

const han = String.raw`\p{Script=Han}`;
const open = '“‘《〈（【「『';
const close = '”’》〉）】」』';
const stops = '，。；：？！、';
const fullWidth: Record<string, string> = { ',': '，', ';': '；', ':': '：', '?': '？', '!': '！', '.': '。' };
const numerals = '一二三四五六七八九';
/** After a pair of neighbouring numbers: then it is a guess at a number, and not two things. */
const counted = '个十百千万亿天年岁人名次里米斤元块件家户条位座层步分秒点时周';
const units = `${counted}日月倍度吨亩克%％℃`;

type Rule = { code: HintCode; find: RegExp; fix: (match: RegExpExecArray) => string | null };

/** In the order in which they win where two would mark the same characters. */
const rules: Rule[] = [
  { code: 'indent', find: /^[ \u3000\t\u00a0]+(?=\S)/gu, fix: () => '' },
  { code: 'space', find: /[ \u3000\u00a0]+$/gu, fix: () => '' },
  {
    code: 'space',
    find: new RegExp(`(?<=[${han}${close}${stops}])[ \\u3000\\u00a0]+(?=[${han}${open}${close}${stops}])`, 'gu'),
    fix: () => '',
  },
  // Six dots in two characters (GB/T 15834 4.11.3).
  {
    code: 'ellipsis',
    find: new RegExp(`(?<=[${han}${close}${stops}A-Za-z0-9])(?:\\.{3,}|。{2,}|…(?!…)(?<!……)|…{3,}|·{3,})`, 'gu'),
    fix: ({ 0: found }) => (found === '……' ? null : '……'),
  },
  // A dash takes the room of two characters (4.10.3); one alone stands between names and numbers.
  {
    code: 'dash',
    find: new RegExp(`(?<=[${han}${close}])(?:-{2,}|—{3,}|――|──)(?=[${han}${open}])`, 'gu'),
    fix: () => '——',
  },
  { code: 'doubled', find: /([，。；：、])\1+/gu, fix: ({ 1: mark }) => mark ?? null },
  { code: 'doubled', find: /！{4,}|？{4,}/gu, fix: ({ 0: found }) => found.slice(0, 3) },
  // Between neighbouring quotations or titles there is no 、 (4.5.3.5).
  { code: 'needless-comma', find: /(?<=[”》])、(?=[“《])/gu, fix: () => '' },
  {
    code: 'half-width',
    find: new RegExp(
      `(?<=[${han}${close}]"?)[,;:?!](?=$|[${han}${open}${close}\\s\\d"])|(?<=[${han}${close}])\\.(?=$|[${han}${open}${close}])`,
      'gu',
    ),
    fix: ({ 0: mark }) => fullWidth[mark] ?? null,
  },
  {
    code: 'half-width',
    find: new RegExp(`(?<=[\\dA-Za-z%])[,;?!](?=[${han}“《])`, 'gu'),
    fix: ({ 0: mark }) => fullWidth[mark] ?? null,
  },
  {
    code: 'full-width-digit',
    find: /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+(?:[．％][\uff10-\uff19]*)*/gu,
    fix: ({ 0: found }) => narrow(found),
  },
  // A year in Chinese numerals has 〇, not 零's digit (GB/T 15835 4.2.2).
  { code: 'zero', find: new RegExp(`(?<=[${numerals}〇])[0０○](?=[${numerals}〇0０○年])`, 'gu'), fix: () => '〇' },
  // A range keeps both per cent signs (GB/T 15835 5.1.4).
  {
    code: 'percent-range',
    find: /(?<![\d.%％-])(\d{1,3}(?:\.\d+)?)\s*[-—–~～]\s*(\d{1,3}(?:\.\d+)?)[%％]/gu,
    fix: ({ 1: low, 2: high }) => `${low}%～${high}%`,
  },
  {
    code: 'range',
    find: new RegExp(
      `(?<![\\d.:/A-Za-z-])(\\d{1,5}(?:\\.\\d+)?)\\s*[-–~]\\s*(\\d{1,5}(?:\\.\\d+)?)(?=[${units}])`,
      'gu',
    ),
    fix: ({ 1: low, 2: high }) => (Number(low) < Number(high) ? `${low}～${high}` : null),
  },
  // Two neighbouring numbers for a guess have no 、 between them (GB/T 15835 4.2.3).
  {
    code: 'about',
    find: new RegExp(`([${numerals}])、([${numerals}])(?=[十百千万]*[${counted}])`, 'gu'),
    fix: ({ 1: low = '', 2: high = '' }) => (numerals.indexOf(high) === numerals.indexOf(low) + 1 ? low + high : null),
  },
];

/**
 * Hints for one paragraph, in order, none overlapping another. What must not be looked at (code, addresses) is handed in as
 * U+FFFC, one for each UTF-16 unit.
 */
export function hintsOf(text: string): Hint[] {
  if (!/[\p{Script=Han}\uff10-\uff5a]/u.test(text)) return [];
  const found: Hint[] = [];
  const add = (hint: Hint) => {
    if (found.some((other) => hint.from < other.to && other.from < hint.to)) return;
    found.push(hint);
  };
  for (const { code, find, fix } of rules) {
    for (const match of text.matchAll(find)) {
      const replacement = fix(match);
      if (replacement === null || replacement === match[0]) continue;
      add({ from: match.index, to: match.index + match[0].length, code, fix: replacement });
    }
  }
  for (const hint of [...brackets(text), ...quotes(text)]) add(hint);
  return found.sort((a, b) => a.from - b.from);
}

/** `(…)` around Chinese words, on both ends or on neither. */
function* brackets(text: string): Generator<Hint> {
  for (const match of text.matchAll(/\(([^()（）]*)\)/gu)) {
    const from = match.index;
    const to = from + match[0].length;
    const around = new RegExp(`[${han}]`, 'u');
    if (!around.test(match[1] ?? '') && !(around.test(text[from - 1] ?? '') && around.test(text[to] ?? ''))) continue;
    yield { from, to: from + 1, code: 'half-width', fix: '（' };
    yield { from: to - 1, to, code: 'half-width', fix: '）' };
  }
}

/** Straight double quotes in pairs around Chinese words. An odd one is an inch or a slip, and is left alone. */
function* quotes(text: string): Generator<Hint> {
  for (const match of text.matchAll(/"([^"]*)"/gu)) {
    if (!new RegExp(`[${han}]`, 'u').test(match[1] ?? '')) continue;
    const from = match.index;
    const to = from + match[0].length;
    yield { from, to: from + 1, code: 'straight-quote', fix: '“' };
    yield { from: to - 1, to, code: 'straight-quote', fix: '”' };
  }
}

function narrow(text: string): string {
  return text.replace(/[\uff05\uff0e\uff10-\uff5a]/gu, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
}
