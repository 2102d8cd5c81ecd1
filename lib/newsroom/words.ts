import { and, eq, gt, inArray, or, sql } from 'drizzle-orm';
import { Converter } from 'opencc-js/t2cn';
import { z } from 'zod';
import { db, type Executor } from '#db/client.ts';
import { sensitiveWord } from '#db/schema/index.ts';
import { processWide } from '#lib/process-wide.ts';
import type { Actor } from './actor.ts';
import { audit } from './audit.ts';
import { type FindingLevel, findingLevels } from './finding.ts';
import { type Refusal, refuse } from './result.ts';
import { may } from './rights.ts';
import { inTransaction } from './transaction.ts';
import { validate } from './validate.ts';

/** A text with everything taken out by which a word can be disguised, and where each character of it stood. */
export type Folded = { text: string; at: number[] };

/** Made when it is first needed: its dictionary takes a tenth of a second, which commands that check nothing need not spend. */
let converter: ((text: string) => string) | null = null;
function simplified(text: string): string {
  converter ??= Converter({ from: 't', to: 'cn' });
  return converter(text);
}

const foldedCharacters = new Map<string, string>();

/**
 * Letters and digits alone: full width as half width, capitals as small letters, traditional characters as simplified ones,
 * without spaces, punctuation, marks and invisible characters.
 */
export function fold(text: string): Folded {
  let folded = '';
  const at: number[] = [];
  let index = 0;
  for (const character of text) {
    const plain = foldCharacter(character);
    folded += plain;
    for (let n = 0; n < plain.length; n++) at.push(index);
    index += character.length;
  }
  return { text: folded, at };
}

function foldCharacter(character: string): string {
  const known = foldedCharacters.get(character);
  if (known !== undefined) return known;
  // Character by character, and words alike: what a phrase would be converted to does not matter, only that both sides agree.
  const plain = [...character.normalize('NFKC').toLowerCase()]
    .map((each) => simplified(each))
    .join('')
    .replace(/[^\p{L}\p{N}]/gu, '');
  if (foldedCharacters.size < 50_000) foldedCharacters.set(character, plain);
  return plain;
}

export type Word = { word: string; folded: string; level: FindingLevel; note: string };
/** A word that was found, with the characters of the text that it covers. */
export type Hit = { word: Word; from: number; to: number; level: FindingLevel };

/** So many characters may stand between two characters of a word; more are a coincidence. */
const widestGap = 4;

/** Finds many words in one reading of a text: Aho and Corasick, 1975. */
export class WordSearch {
  readonly #words: readonly Word[];
  /** Node and character to node; a node's number times 2^16 plus the character's code. */
  readonly #next = new Map<number, number>();
  readonly #fail: number[] = [0];
  /** The word that ends at a node, and the next node on the way of failures at which one ends; -1 and 0 for none. */
  readonly #ends: number[] = [-1];
  readonly #shorter: number[] = [0];

  constructor(words: readonly Word[]) {
    this.#words = words;
    for (const [index, { folded }] of words.entries()) this.#add(folded, index);
    this.#link();
  }

  #add(folded: string, index: number): void {
    if (folded === '') return;
    let node = 0;
    for (let n = 0; n < folded.length; n++) {
      const key = node * 65_536 + folded.charCodeAt(n);
      let child = this.#next.get(key);
      if (child === undefined) {
        child = this.#fail.length;
        this.#next.set(key, child);
        this.#fail.push(0);
        this.#ends.push(-1);
        this.#shorter.push(0);
      }
      node = child;
    }
    this.#ends[node] = index;
  }

  /** Failures lead to the longest other beginning of a word that ends here; shorter ones are linked first. */
  #link(): void {
    const children = new Map<number, [number, number][]>();
    for (const [key, child] of this.#next) {
      const parent = Math.floor(key / 65_536);
      const list = children.get(parent) ?? [];
      list.push([key % 65_536, child]);
      children.set(parent, list);
    }
    let level = (children.get(0) ?? []).map(([, child]) => child);
    while (level.length > 0) {
      const below: number[] = [];
      for (const node of level) {
        for (const [code, child] of children.get(node) ?? []) {
          const fail = this.#step(this.#fail[node] ?? 0, code);
          this.#fail[child] = fail;
          this.#shorter[child] = (this.#ends[fail] ?? -1) >= 0 ? fail : (this.#shorter[fail] ?? 0);
          below.push(child);
        }
      }
      level = below;
    }
  }

  #step(from: number, code: number): number {
    for (let node = from; ; node = this.#fail[node] ?? 0) {
      const next = this.#next.get(node * 65_536 + code);
      if (next !== undefined) return next;
      if (node === 0) return 0;
    }
  }

  /** Every word in the text, in order of its end. */
  find(original: string): Hit[] {
    const folded = fold(original);
    const hits: Hit[] = [];
    let node = 0;
    for (let n = 0; n < folded.text.length; n++) {
      node = this.#step(node, folded.text.charCodeAt(n));
      const first = (this.#ends[node] ?? -1) >= 0 ? node : (this.#shorter[node] ?? 0);
      for (let end = first; end !== 0; end = this.#shorter[end] ?? 0) {
        const word = this.#words[this.#ends[end] ?? -1];
        const hit = word && hitOf(word, original, folded, n);
        if (hit) hits.push(hit);
      }
    }
    return hits;
  }
}

/** What was found in the folded text, if it stands in the original as a word could be meant to. */
function hitOf(word: Word, original: string, { text, at }: Folded, last: number): Hit | null {
  const first = last - word.folded.length + 1;
  // Part of a longer Latin word or number is no word: `her` in `there`.
  if (joins(text, at, original, first - 1) || joins(text, at, original, last)) return null;
  let sentences = false;
  for (let n = first; n < last; n++) {
    const here = at[n] ?? 0;
    const next = at[n + 1] ?? 0;
    const gap = original.slice(here + lengthAt(original, here), Math.max(next, here));
    if (gap.length > widestGap) return null;
    if (/[。！？!?；;\n]/.test(gap)) sentences = true;
  }
  const from = at[first] ?? 0;
  const end = at[last] ?? 0;
  // Two honest sentences can meet in a word: for a person to look at.
  const level = sentences && word.level === 'forbid' ? 'warn' : word.level;
  return { word, from, to: end + lengthAt(original, end), level };
}

/** Whether the characters at `n` and `n + 1` of the folded text are letters of one Latin word. */
function joins(text: string, at: number[], original: string, n: number): boolean {
  const left = text[n];
  const right = text[n + 1];
  if (left === undefined || right === undefined || !/[a-z0-9]/.test(left) || !/[a-z0-9]/.test(right)) return false;
  const here = at[n] ?? 0;
  return (at[n + 1] ?? 0) <= here + lengthAt(original, here);
}

function lengthAt(text: string, index: number): number {
  return (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
}

type Kept = { state: string; search: WordSearch };
const kept = processWide<{ value: Kept | null }>('sensitive-words', () => ({ value: null }));

/** The search over the words of the database; made anew where they have changed. */
export async function wordSearch(tx: Executor): Promise<WordSearch> {
  // A changed word is a new row, so count and newest number tell one list from another; `db` names the database.
  const [now] = await tx.execute<{ state: string }>(
    sql`select concat_ws(' ', current_database(), count(*), max(id)) as state from sensitive_word`,
  );
  const state = now?.state ?? '';
  if (kept.value?.state === state) return kept.value.search;
  const words = await tx
    .select({
      word: sensitiveWord.word,
      folded: sensitiveWord.folded,
      level: sensitiveWord.level,
      note: sensitiveWord.note,
    })
    .from(sensitiveWord);
  const search = new WordSearch(words);
  kept.value = { state, search };
  return search;
}

const entry = z.strictObject({
  word: z.string().trim().min(1).max(50),
  level: z.enum(findingLevels),
  note: z.string().trim().max(200).default(''),
});
const list = z.array(entry).min(1).max(20_000);
export type NewWord = z.input<typeof list>[number];

/** Adds words, or gives known ones another level or note. */
export function addWords(actor: Actor, words: readonly NewWord[]): Promise<{ ok: true; words: number } | Refusal> {
  return inTransaction(async (tx) => {
    allow(actor);
    const checked = validate(list, words);
    if (!checked.ok) return refuse('invalid', `敏感词不合要求：${checked.message}。`);
    const rows = new Map(
      checked.data.map((each) => {
        const folded = foldedWord(each.word);
        return [folded, { ...each, folded, addedBy: actor.name }] as const;
      }),
    );
    const added = [...rows.values()];
    for (let n = 0; n < added.length; n += 1000) {
      const part = added.slice(n, n + 1000);
      await tx.delete(sensitiveWord).where(
        inArray(
          sensitiveWord.folded,
          part.map(({ folded }) => folded),
        ),
      );
      await tx.insert(sensitiveWord).values(part);
    }
    const detail = { words: added.length, first: added.slice(0, 20).map(({ word, level }) => `${word} ${level}`) };
    await audit(tx, { actor, act: 'manage-words', object: 'words', detail });
    return { ok: true, words: added.length };
  });
}

/** Gives one word another spelling, level or note. */
export function changeWord(actor: Actor, id: number, word: NewWord): Promise<{ ok: true } | Refusal> {
  return inTransaction(async (tx) => {
    allow(actor);
    const checked = validate(entry, word);
    if (!checked.ok) return refuse('invalid', `敏感词不合要求：${checked.message}。`);
    const folded = foldedWord(checked.data.word);
    const [before] = await tx.delete(sensitiveWord).where(eq(sensitiveWord.id, id)).returning();
    if (!before) return refuse('not-found', '这个敏感词已经不在了。');
    const [other] = await tx
      .select({ word: sensitiveWord.word })
      .from(sensitiveWord)
      .where(eq(sensitiveWord.folded, folded));
    if (other) return refuse('taken', `“${other.word}”已经在表里了。`);
    // A new row: by its number every instance sees that the list is another.
    await tx.insert(sensitiveWord).values({ ...checked.data, folded, addedBy: actor.name });
    const detail = {
      before: [before.word, before.level, before.note],
      after: [checked.data.word, checked.data.level, checked.data.note],
    };
    await audit(tx, { actor, act: 'manage-words', object: 'words', detail });
    return { ok: true };
  });
}

function foldedWord(word: string): string {
  const folded = fold(word).text;
  if ([...folded].length < 2) refuse('invalid', `“${word}”太短：去掉标点和空格，至少要有两个字。`);
  return folded;
}

export function removeWords(actor: Actor, ids: readonly number[]): Promise<{ ok: true; words: number } | Refusal> {
  return inTransaction(async (tx) => {
    allow(actor);
    const gone = await tx
      .delete(sensitiveWord)
      .where(inArray(sensitiveWord.id, [...ids]))
      .returning({ word: sensitiveWord.word });
    if (gone.length === 0) return refuse('not-found', '没有这些敏感词。');
    const detail = { removed: gone.slice(0, 100).map(({ word }) => word), words: gone.length };
    await audit(tx, { actor, act: 'manage-words', object: 'words', detail });
    return { ok: true, words: gone.length };
  });
}

/** All words, for the screen on which they are kept. */
export function listWords(): Promise<(typeof sensitiveWord.$inferSelect)[]> {
  return db.select().from(sensitiveWord).orderBy(sensitiveWord.folded);
}

export type WordRow = typeof sensitiveWord.$inferSelect;

const pageLength = 200;

/**
 * Words in the order of their folded text, from behind one on, and how many there are of each level. Null for those who may not
 * change them: the list itself says what is not to be said.
 */
export async function findWords(
  actor: Actor,
  { level, words = '', after = '' }: { level?: FindingLevel | undefined; words?: string; after?: string },
): Promise<{ rows: WordRow[]; next: string | null; counts: Record<FindingLevel, number> } | null> {
  if (!may(actor, 'manage-words').ok) return null;
  const wanted = words.trim();
  const folded = fold(wanted).text;
  const [rows, counted] = await Promise.all([
    db
      .select()
      .from(sensitiveWord)
      .where(
        and(
          level && eq(sensitiveWord.level, level),
          after ? gt(sensitiveWord.folded, after) : undefined,
          wanted
            ? or(
                folded ? sql`strpos(${sensitiveWord.folded}, ${folded}) > 0` : undefined,
                sql`strpos(${sensitiveWord.note}, ${wanted}) > 0`,
              )
            : undefined,
        ),
      )
      .orderBy(sensitiveWord.folded)
      .limit(pageLength + 1),
    db
      .select({ level: sensitiveWord.level, count: sql<number>`count(*)::int` })
      .from(sensitiveWord)
      .groupBy(sensitiveWord.level),
  ]);
  const of = (each: FindingLevel) => counted.find((row) => row.level === each)?.count ?? 0;
  const shown = rows.slice(0, pageLength);
  return {
    rows: shown,
    next: rows.length > pageLength ? (shown.at(-1)?.folded ?? null) : null,
    counts: { forbid: of('forbid'), warn: of('warn'), suggest: of('suggest') },
  };
}

export async function wordById(actor: Actor, id: number): Promise<WordRow | null> {
  if (!may(actor, 'manage-words').ok) return null;
  const [row] = await db.select().from(sensitiveWord).where(eq(sensitiveWord.id, id));
  return row ?? null;
}

const longestTry = 20_000;

/** What the words of the list find in a text, as the check before publication would. */
export async function tryWords(actor: Actor, text: string): Promise<{ ok: true; hits: Hit[] } | Refusal> {
  return inTransaction(async (tx) => {
    allow(actor);
    if (text.trim() === '') return refuse('text-missing', '没有文字可试。');
    if (text.length > longestTry) return refuse('too-large', `一次最多试 ${longestTry} 个字符。`);
    return { ok: true, hits: (await wordSearch(tx)).find(text) };
  });
}

function allow(actor: Actor): void {
  const verdict = may(actor, 'manage-words');
  if (!verdict.ok) refuse(verdict.code, verdict.message);
}
