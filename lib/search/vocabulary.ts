import { setImmediate } from 'node:timers/promises';
import { type Named, topicNames } from '#db/queries/search.ts';
import type { SectionNode } from '#lib/content/models.ts';
import { sectionTree } from '#lib/content/questions/sections.ts';
import { plainFold } from './fold.ts';

/** A name that may have been meant. */
export type Word = Named & {
  kind: 'topic' | 'section';
  href: string;
  folded: string;
  sound: string;
  /** The sound without what is not told apart in the north-west. */
  looseSound: string;
  initials: string;
};

/** Names that are known, and for how long, in milliseconds: what is guessed from them is a guess. */
const size = 3_000;
const life = 10 * 60_000;
/** Names whose sounds are looked up at once; then others have their turn. */
const portion = 100;

let known: { at: number; words: Promise<Word[]> } | null = null;

/** Names of sections, dossiers and the newest tags with their sounds. */
export function vocabulary(): Promise<Word[]> {
  if (known && Date.now() - known.at < life) return known.words;
  const words = read();
  known = { at: Date.now(), words };
  words.catch(() => {
    known = null;
  });
  return words;
}

/** What is asked next is read anew. */
export function forgetVocabulary(): void {
  known = null;
}

async function read(): Promise<Word[]> {
  const [topics, tree] = await Promise.all([topicNames(size), sectionTree()]);
  const sections = tree.value.flatMap(withChildren);
  const all = [
    ...sections.map(({ name, slug, href }) => ({ name, slug, href, kind: 'section' as const })),
    ...topics.map(({ name, slug }) => ({ name, slug, href: `/topic/${slug}`, kind: 'topic' as const })),
  ];
  const words: Word[] = [];
  for (const [index, one] of all.entries()) {
    if (index % portion === portion - 1) await setImmediate();
    const syllables = await syllablesOf(one.name);
    const sound = syllables.join('');
    words.push({
      ...one,
      folded: plainFold(one.name),
      sound,
      looseSound: looseSoundOf(sound),
      initials: syllables.map((syllable) => syllable.charAt(0)).join(''),
    });
  }
  return words;
}

function withChildren(node: SectionNode): SectionNode[] {
  return [node, ...node.children.flatMap(withChildren)];
}

/** How a text sounds: Hanyu Pinyin without tones, ü as v, everything else as it is written. */
export async function soundOf(text: string): Promise<string> {
  return (await syllablesOf(text)).join('');
}

/**
 * Pinyin without the differences that people of the north-west do not hear, and so miss when they type: zh and z, ch and c, sh and s;
 * ang and an, eng and en, ing and in; n and l before a vowel. Of letters alone: it need not be known where a syllable ends.
 */
export function looseSoundOf(sound: string): string {
  return sound
    .replace(/([zcs])h/g, '$1')
    .replace(/([aei])ng+/g, '$1n')
    .replace(/n(?=[aeiouv])/g, 'l');
}

async function syllablesOf(text: string): Promise<string[]> {
  const { pinyin } = await import('pinyin-pro');
  return pinyin(text, { toneType: 'none', type: 'array', v: true, nonZh: 'consecutive' }).map((syllable) =>
    syllable.toLowerCase().replace(/[^a-z0-9]/g, ''),
  );
}
