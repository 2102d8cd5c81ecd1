import type { SearchTerm } from '#db/queries/search.ts';
import { gramsOf, marked, plainFold } from './fold.ts';
import { simplified } from './simplified.ts';

/** One thing that must, or must not, be in a story: any of these folded texts, found literally. */
export type Term = { readonly variants: readonly string[] };

export type Query = {
  terms: Term[];
  /** What must not be in it. */
  without: Term[];
  /** What was left out, as it was typed: there is an end to the number of words. */
  ignored: string[];
};

/** Bounds of a query, in characters and words: what is longer is nobody's search. */
export const limits = { characters: 100, terms: 8, without: 4, termCharacters: 40 } as const;

const quotes = /["“”„‟«»「」『』＂]/;

/**
 * Reads what somebody typed. Words are separated by blanks and punctuation, and all must be found; what stands in quotation
 * marks is one text with its punctuation; what stands behind a `-` (after a blank) must not be found. Whatever is none of
 * this is a word: no input is an error, and input of signs alone is an empty query.
 */
export async function parseQuery(input: string): Promise<Query> {
  const query: Query = { terms: [], without: [], ignored: [] };
  const seen = new Set<string>();
  for (const { text, phrase, minus } of pieces(Array.from(input).slice(0, limits.characters).join(''))) {
    for (const part of phrase ? [text] : words(text)) {
      const term = await termOf(part);
      if (!term) continue;
      const key = `${minus ? '-' : ''}${term.variants[0]}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const into = minus ? query.without : query.terms;
      if (into.length < (minus ? limits.without : limits.terms)) into.push(term);
      else query.ignored.push(part);
    }
  }
  return query;
}

type PieceOfInput = { text: string; phrase: boolean; minus: boolean };

function pieces(input: string): PieceOfInput[] {
  const found: PieceOfInput[] = [];
  let text = '';
  let minus = false;
  let phrase = false;
  const end = () => {
    if (text !== '') found.push({ text, phrase, minus });
    text = '';
    minus = false;
    phrase = false;
  };
  let before = ' ';
  for (const character of input) {
    if (quotes.test(character)) {
      const negated: boolean = !phrase && minus && text === '';
      const opens: boolean = !phrase;
      end();
      phrase = opens;
      minus = negated;
    } else if (phrase) {
      text += character;
    } else if (/\s/.test(character)) {
      end();
    } else if (text === '' && !minus && /[-－−–]/.test(character) && /\s/.test(before)) {
      minus = true;
    } else {
      text += character;
    }
    before = character;
  }
  // A quotation mark that is never closed: words after all.
  if (phrase) phrase = false;
  end();
  return found;
}

/** Characters of words, and the signs that join Latin words and numbers: `天水，秋色` are two words, `3.5` and `2024年` one. */
const word = /(?:[^\p{P}\p{S}\p{C}\p{Z}]|(?<=[a-z0-9])[.\-_/:&+'](?=[a-z0-9]))+/gu;

function words(text: string): string[] {
  return plainFold(text).match(word) ?? [];
}

async function termOf(text: string): Promise<Term | null> {
  const folded = Array.from(plainFold(text)).slice(0, limits.termCharacters).join('').trim();
  const literal = marked(folded);
  if (gramsOf(literal).length === 0) return null;
  const simple = marked(plainFold(await simplified(folded)));
  return { variants: [...new Set([simple, literal])].filter((variant) => gramsOf(variant).length > 0) };
}

/** The terms as PostgreSQL's index is asked: what every found entry has, and perhaps others too. */
export function tsquery(terms: readonly SearchTerm[]): string {
  return terms
    .map(({ variants, topics }) => {
      const ways = [
        ...variants.map((variant) => `(${gramsOf(variant).join(' & ')})`),
        ...topics.map((id) => `'#t${id}'`),
      ];
      return ways.length === 1 ? ways[0] : `(${ways.join(' | ')})`;
    })
    .join(' & ');
}

/** Whether a term is found by beginnings of pairs alone: a single character, of which a frequent one has very many. */
export function isLoose({ variants }: Term): boolean {
  return variants.some((variant) => gramsOf(variant).some((gram) => gram.endsWith('*')));
}
