import { setImmediate } from 'node:timers/promises';
import { site } from '#site.config.ts';

export type Convert = (text: string) => string;

let loading: Promise<Convert> | null = null;

/** The converter of this site. Its dictionary is read when it is first asked for. */
export function converter(): Promise<Convert> {
  loading ??= load().then((dictionary) => withTerms(site.traditional.terms, (text) => quotes(dictionary(text))));
  return loading;
}

/** What conversion can change: Han, and the curly quotation marks. */
export const convertible = /[\u2018-\u201d\u3400-\u9fff\ud840-\ud88f]/;

/**
 * Names and terms that the newsroom has decided stand before the dictionary, wherever they occur; the longest first.
 * @param terms what it is in simplified characters, and in traditional ones.
 */
export function withTerms(terms: Readonly<Record<string, string>>, convert: Convert): Convert {
  const names = Object.keys(terms).sort((a, b) => b.length - a.length);
  if (names.length === 0) return convert;
  const pattern = new RegExp(names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'g');
  return (text) => {
    let out = '';
    let from = 0;
    for (const { 0: name, index } of text.matchAll(pattern)) {
      out += convert(text.slice(from, index)) + terms[name];
      from = index + name.length;
    }
    return out + convert(from === 0 ? text : text.slice(from));
  };
}

/** “ ” and ‘ ’ become 「 」 and 『 』; an apostrophe stays. */
function quotes(text: string): string {
  if (!/[\u2018-\u201d]/.test(text)) return text;
  return text
    .replaceAll('“', '「')
    .replaceAll('”', '」')
    .replace(/‘((?:[^‘’]|(?<=[A-Za-z])’(?=[A-Za-z]))*)’/g, '『$1』');
}

/** Phrases have so many characters at most. */
const longest = 15;
/** Entries that are read at once; then others have their turn. */
const portion = 4000;

/**
 * OpenCC's `s2tw` over the dictionaries of opencc-js: the longest phrase at each place, else the character, then the variants
 * that are usual in Taiwan. opencc-js itself builds two tries of maps of them, of 110 MB; these tables take a tenth.
 */
export async function load(): Promise<Convert> {
  const { configs } = await import('opencc-js/preset/cn2t');
  const [[phrases = '', morePhrases = '', characters = ''] = [], [keptWords = '', variants = ''] = []] = (
    configs.s2tw as unknown as { conversionChain: string[][] }
  ).conversionChain;
  const usual = new Map(entriesOf(variants));
  // Names in which a character is not exchanged.
  const kept = new Set(entriesOf(keptWords).map(([word]) => word));
  const vary = (text: string) =>
    kept.has(text) ? text : Array.from(text, (character) => usual.get(character) ?? character).join('');

  /** By UTF-16 code unit; 0: as it is. What has no place in it stands in `rare`. */
  const common = new Uint16Array(0x10000);
  const rare = new Map<string, string>();
  for (const [from, to] of [...entriesOf(variants), ...entriesOf(characters)]) {
    const varied = vary(to);
    if (from.length === 1 && varied.length === 1) common[from.charCodeAt(0)] = varied.charCodeAt(0);
    else rare.set(from, varied);
  }
  const byCharacter = (text: string): string => {
    let out = '';
    let from = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      const own = common[code] as number;
      const length = (text.codePointAt(at) as number) > 0xffff ? 2 : 1;
      const found = own !== 0 ? String.fromCharCode(own) : rare.get(text.slice(at, at + length));
      if (found !== undefined) {
        out += text.slice(from, at) + found;
        from = at + length;
      }
      at += length - 1;
    }
    return from === 0 ? text : out + text.slice(from);
  };

  /** Null: as its characters; it is there because no shorter phrase may be found in it. */
  const known = new Map<string, string | null>();
  /** By a hash of the first two code units, a bit for each length that a phrase may have. */
  const lengths = new Uint16Array(0x10000);
  const all = [...entriesOf(phrases), ...entriesOf(morePhrases)];
  for (const [index, [from, to]] of all.entries()) {
    if (index % portion === portion - 1) await setImmediate();
    // The first dictionary that knows a phrase decides.
    if (known.has(from) || from.length < 2 || from.length > longest) continue;
    const varied = vary(to);
    known.set(from, varied === byCharacter(from) ? null : varied);
    const place = hash(from, 0);
    lengths[place] = (lengths[place] as number) | (1 << from.length);
  }

  return (text) => {
    if (!convertible.test(text)) return text;
    let out = '';
    let from = 0;
    for (let at = 0; at < text.length - 1; at++) {
      if (text.charCodeAt(at) < 0x3400) continue;
      const mask = lengths[hash(text, at)] as number;
      if (mask === 0) continue;
      for (let length = Math.min(longest, text.length - at); length > 1; length--) {
        if ((mask & (1 << length)) === 0) continue;
        const phrase = text.slice(at, at + length);
        const found = known.get(phrase);
        if (found === undefined) continue;
        out += byCharacter(text.slice(from, at)) + (found ?? byCharacter(phrase));
        from = at + length;
        at = from - 1;
        break;
      }
    }
    return out + byCharacter(text.slice(from));
  };
}

function hash(text: string, at: number): number {
  return (Math.imul(text.charCodeAt(at), 31) ^ text.charCodeAt(at + 1)) & 0xffff;
}

function entriesOf(dictionary: string): [string, string][] {
  return dictionary.split('|').map((line) => line.split(' ') as [string, string]);
}
