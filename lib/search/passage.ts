import { mark, plainFold } from './fold.ts';
import type { Piece } from './models.ts';

/** Characters of a passage, and how many stand before the first hit. */
const long = 90;
const before = 24;

/** Nearly every character of a text, and the same folded. */
const plain = /^[\u4e00-\u9fff]+$/;

type Range = { from: number; to: number };
/** A text folded character by character, and where each folded character came from. */
type Folded = { text: string; from: number[]; to: number[] };

function foldWithPlaces(original: string): Folded {
  const folded: Folded = { text: '', from: [], to: [] };
  let at = 0;
  let inWord = false;
  const add = (text: string, from: number, to: number) => {
    for (let i = 0; i < text.length; i++) {
      folded.from.push(from);
      folded.to.push(to);
    }
    folded.text += text;
  };
  for (const character of original) {
    const end = at + character.length;
    for (const one of folding(character)) {
      const word = (one >= 'a' && one <= 'z') || (one >= '0' && one <= '9');
      if (word && !inWord) add(mark, at, at);
      inWord = word;
      add(one, at, end);
    }
    at = end;
  }
  return folded;
}

function folding(character: string): string {
  if (character <= '\u007f') return character.toLowerCase();
  if (plain.test(character)) return character;
  return plainFold(character);
}

/** Where any of the folded texts stands; ranges do not overlap and rise. */
function hitsIn(original: string, variants: readonly string[]): Range[] {
  // Characters that are the same folded are looked for as they are: only what has them otherwise, or not at all, is folded.
  const all = variants.every((variant) => plain.test(variant) && original.includes(variant))
    ? variants.flatMap((variant) => rangesOf(original, variant))
    : rangesIn(foldWithPlaces(original), variants);
  all.sort((a, b) => a.from - b.from || b.to - a.to);
  const joined: Range[] = [];
  for (const range of all) {
    const last = joined.at(-1);
    if (last && range.from <= last.to) last.to = Math.max(last.to, range.to);
    else joined.push({ ...range });
  }
  return joined;
}

function rangesIn({ text, from, to }: Folded, variants: readonly string[]): Range[] {
  return variants
    .flatMap((variant) => rangesOf(text, variant))
    .map((range) => ({ from: from[range.from] as number, to: to[range.to - 1] as number }));
}

function rangesOf(text: string, variant: string): Range[] {
  const ranges: Range[] = [];
  for (let from = text.indexOf(variant); from >= 0; from = text.indexOf(variant, from + variant.length))
    ranges.push({ from, to: from + variant.length });
  return ranges;
}

/** A whole text in pieces. */
export function highlight(text: string, variants: readonly string[]): Piece[] {
  return cut(text, hitsIn(text, variants), { from: 0, to: text.length });
}

/**
 * The passage with the most different hits, from the first of the texts that has any; else the beginning of the first that
 * is not empty.
 */
export function passage(texts: readonly string[], variants: readonly string[]): Piece[] {
  for (const original of texts) {
    const text = original.replace(/\s+/g, ' ').trim();
    const hits = hitsIn(text, variants);
    if (hits.length === 0) continue;
    return around(text, hits);
  }
  const text = (texts.find((one) => one.trim() !== '') ?? '').replace(/\s+/g, ' ').trim();
  const end = whole(text, long);
  return text === '' ? [] : [{ text: text.slice(0, end) + (end < text.length ? '…' : ''), hit: false }];
}

function around(text: string, hits: readonly Range[]): Piece[] {
  const value = (start: Range) => {
    const inside = hits.filter(({ from, to }) => from >= start.from && to <= start.from + long - before);
    return new Set(inside.map(({ from, to }) => text.slice(from, to).toLowerCase())).size * 100 + inside.length;
  };
  let best = hits[0] as Range;
  let most = 0;
  for (const hit of hits.slice(0, 200)) {
    const worth = value(hit);
    if (worth > most) {
      best = hit;
      most = worth;
    }
  }
  const from = beginning(text, best.from);
  const to = whole(text, Math.max(from + long, best.to));
  const pieces = cut(text, hits, { from, to });
  if (from > 0) pieces.unshift({ text: '…', hit: false });
  if (to < text.length) pieces.push({ text: '…', hit: false });
  return merge(pieces);
}

/** The beginning of the sentence, where it is near, else some characters before. */
function beginning(text: string, hit: number): number {
  const start = Math.max(0, hit - before);
  if (start === 0) return 0;
  const sentence = text.slice(start, hit).search(/[。！？；，、：\s][^。！？；，、：\s]*$/);
  const from = sentence >= 0 ? start + sentence + 1 : start;
  return whole(text, from);
}

/** Not between the halves of a character. */
function whole(text: string, at: number): number {
  if (at >= text.length) return text.length;
  return /[\udc00-\udfff]/.test(text.charAt(at)) ? at + 1 : at;
}

function cut(text: string, hits: readonly Range[], { from, to }: Range): Piece[] {
  const pieces: Piece[] = [];
  let at = from;
  for (const hit of hits) {
    if (hit.to <= from || hit.from >= to) continue;
    const start = Math.max(hit.from, from);
    if (start > at) pieces.push({ text: text.slice(at, start), hit: false });
    at = Math.min(hit.to, to);
    pieces.push({ text: text.slice(start, at), hit: true });
  }
  if (at < to) pieces.push({ text: text.slice(at, to), hit: false });
  return pieces;
}

function merge(pieces: readonly Piece[]): Piece[] {
  const merged: Piece[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (last && last.hit === piece.hit) last.text += piece.text;
    else merged.push({ ...piece });
  }
  return merged;
}
