import { plainFold, runsOf } from './fold.ts';
import type { Query } from './query.ts';
import { simplified } from './simplified.ts';
import { looseSoundOf, soundOf, vocabulary, type Word } from './vocabulary.ts';

/** Guesses that are made at most; each is searched for before it is offered. */
const guesses = 8;

/** A name that we know, or only a part of what was typed. */
export type Guess = { q: string; known: boolean };

/**
 * What else might have been meant, likeliest first: names that sound like what was typed (an input method left on Latin, or a
 * homophone chosen by mistake), names that look like it, and parts of it.
 */
export async function guessesFor(typed: string, query: Query): Promise<Guess[]> {
  const text = await simplified(plainFold(typed));
  const words = await vocabulary();
  const found = new Map<string, Guess>();
  for (const word of [...(await soundingLike(text, words)), ...lookingLike(text, words)])
    found.set(word.name, { q: word.name, known: true });
  for (const part of partsOf(query)) if (!found.has(part)) found.set(part, { q: part, known: false });
  return [...found.values()].filter(({ q }) => plainFold(q) !== text).slice(0, guesses);
}

/** Letters as pinyin is typed: syllables with or without blanks and apostrophes. */
const letters = /^[a-z][a-z' ]{1,40}$/;

/**
 * Names whose sound is, or begins with, what was typed in letters (where there are none, in the spelling of the north-west); or that
 * sound like what was typed in characters.
 */
export async function soundingLike(text: string, words: readonly Word[]): Promise<Word[]> {
  if (letters.test(text)) {
    const sound = text.replace(/[' ]/g, '');
    if (sound.length < 2) return [];
    const exact = words.filter((word) => word.sound === sound);
    const longer = words.filter((word) => word.sound !== sound && sound.length >= 4 && word.sound.startsWith(sound));
    const initials = sound.length >= 3 ? words.filter((word) => word.initials === sound && word.sound !== sound) : [];
    const found = [...exact, ...shortest(longer), ...shortest(initials)];
    return found.length > 0 || sound.length < 4 ? found : looselySounding(looseSoundOf(sound), words);
  }
  if (!/[\u3400-\u9fff]/.test(text)) return [];
  const sound = await soundOf(text);
  return words.filter((word) => word.sound === sound && word.folded !== text);
}

function looselySounding(sound: string, words: readonly Word[]): Word[] {
  const beginning = words.filter(({ looseSound }) => looseSound.startsWith(sound));
  const same = beginning.filter(({ looseSound }) => looseSound === sound);
  return [...same, ...shortest(beginning.filter((word) => !same.includes(word)))];
}

/** Names that share most pairs of neighbouring characters with what was typed, or differ in one character. */
function lookingLike(text: string, words: readonly Word[]): Word[] {
  const typed = pairs(text);
  return words
    .map((word) => ({ word, likeness: likeness(typed, pairs(word.folded), text, word.folded) }))
    .filter((each) => each.likeness >= 0.5)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, 4)
    .map(({ word }) => word);
}

function likeness(a: Set<string>, b: Set<string>, typed: string, name: string): number {
  if (typed === name) return 0;
  if (typed.length === name.length && typed.length >= 3) {
    const same = Array.from(typed).filter((character, at) => character === name.charAt(at)).length;
    if (same === typed.length - 1) return 0.9;
  }
  const shared = [...a].filter((pair) => b.has(pair)).length;
  return shared === 0 ? 0 : shared / (a.size + b.size - shared);
}

function pairs(text: string): Set<string> {
  const characters = Array.from(text);
  return new Set(characters.slice(1).map((character, at) => `${characters[at]}${character}`));
}

/** Characters, and whole words of Latin letters and digits: a part of C919 is another thing. */
const units = /[\p{Script=Latin}\p{Nd}]+(?: [\p{Script=Latin}\p{Nd}]+)*|\S/gu;
const ofTwoScripts =
  /(?<=[\p{Script=Latin}\p{Nd}])(?=\p{Script=Han})|(?<=\p{Script=Han})(?=[\p{Script=Latin}\p{Nd}])/gu;

/** Fewer words; of one long word its scripts apart, its halves, and all of it but an end. */
function partsOf({ terms }: Query): string[] {
  const plain = terms.map(({ variants }) => runsOf(variants[0] ?? '').join(' '));
  if (plain.length > 1) {
    const without = plain.length > 2 ? plain.map((_, left) => plain.filter((_, at) => at !== left).join(' ')) : [];
    return [...without, ...plain.toSorted((a, b) => b.length - a.length)];
  }
  const pieces = plain[0]?.match(units) ?? [];
  const { length } = pieces;
  if (length < 3) return [];
  const part = (from: number, to: number) => pieces.slice(from, to).join('');
  const half = Math.ceil(length / 2);
  const apart = plain.join(' ').replace(ofTwoScripts, ' ');
  return [
    ...(apart === plain[0] ? [] : [apart]),
    ...(length > 3 ? [`${part(0, half)} ${part(half, length)}`] : []),
    part(0, length - 1),
    part(1, length),
    ...(length > 3 ? [part(0, half), part(half, length)] : []),
  ];
}

function shortest(words: readonly Word[]): Word[] {
  return words.toSorted((a, b) => a.name.length - b.name.length).slice(0, 4);
}
