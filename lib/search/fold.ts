/**
 * What is the same text to the search, and by what it is found: `search_fold` and `search_grams` of the database (the
 * migration `search`) over again, for queries. A test compares the two.
 */

/** Where a word of Latin letters or digits begins: it is found by its beginning only. */
export const mark = '\u0001';

const upper = 'ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩЀЁЂЃЄЅІЇЈЉЊЋЌЍЎЏАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ';
const lower = 'àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþαβγδεζηθικλμνξοπρστυφχψωѐёђѓєѕіїјљњћќѝўџабвгдежзийклмнопрстуфхцчшщъыьэюя';
const lowerOf = new Map(Array.from(upper, (character, index) => [character, lower.charAt(index)]));

// biome-ignore lint/suspicious/noMisleadingCharacterClass: each stands for itself.
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]+/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out.
const blank = /[\u0000-\u0020\u007f-\u00a0\u2028\u2029\u202f]+/g;
/** Everything that is no letter, digit or character of a script. */
export const separators =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are no words.
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: each stands for itself.
  /[\u0000-\u002f\u003a-\u0060\u007b-\u00bf\u00d7\u00f7\u2000-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\u303d-\u303f\u30fb\ue000-\uf8ff\ufe00-\uff0f\uffe0-\uffff\u{1f000}-\u{1faff}\u{e0000}-\u{e01ff}]+/u;

/** Half surrogate pairs, which are no text at all, become U+FFFD: PostgreSQL takes none. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

/** Compatibility forms, case and blanks made one, without marks. Of one line. */
export function plainFold(text: string): string {
  return wellFormed(text)
    .normalize('NFKC')
    .replace(/[A-Z\u00c0-\u00de\u0370-\u042f]/g, (character) => lowerOf.get(character) ?? asciiLower(character))
    .replace(invisible, '')
    .replace(blank, ' ')
    .trim();
}

function asciiLower(character: string): string {
  return character <= 'Z' ? character.toLowerCase() : character;
}

/** A text as it stands in the table of the search. */
export function fold(text: string): string {
  return marked(plainFold(text));
}

/** Puts the marks of words into a folded text. */
export function marked(folded: string): string {
  return folded.replace(/[a-z0-9]+/g, `${mark}$&`);
}

/** Runs of letters, digits and characters in a folded text. */
export function runsOf(folded: string): string[] {
  return folded
    .replaceAll(mark, '')
    .split(separators)
    .filter((run) => run !== '');
}

/**
 * What an entry must be found by to contain a folded text, as parts of a `tsquery`: the pairs of its runs; where no run has
 * two characters, the beginnings of pairs. Empty where there is nothing to be found by.
 */
export function gramsOf(folded: string): string[] {
  const runs = runsOf(folded).map((run) => Array.from(run));
  const pairs = runs.flatMap((run) => run.slice(1).map((character, at) => `'${run[at]}${character}'`));
  const found = pairs.length > 0 ? pairs : runs.map(([character]) => `'${character}':*`);
  return [...new Set(found)];
}
