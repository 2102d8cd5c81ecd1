import { diffArrays } from 'diff';
import type { BlockNode, InlineNode, ListItemNode, StoryBody } from '#db/schema/body.ts';
import { canonical, type Draft } from './draft.ts';

/** A stretch of text that both have, that only the older has, or that only the newer has. */
export type Span = { text: string; change: 'same' | 'removed' | 'added' };

export type BlockDiff =
  | { change: 'same'; block: BlockNode }
  | { change: 'removed'; before: BlockNode }
  | { change: 'added'; after: BlockNode }
  /** `words`: the text differs; else only its form does: kind, level, marks, addresses. */
  | { change: 'changed'; before: BlockNode; after: BlockNode; words: boolean; spans: Span[] };

export type FieldName = Exclude<keyof Draft, 'body'>;
export type FieldDiff = { field: FieldName; before: string; after: string; spans: Span[] };
export type DraftDiff = { fields: FieldDiff[]; blocks: BlockDiff[] };

/** What stands for an id in a text that people read. */
export type NameOf = (
  what: 'section' | 'source' | 'author' | 'topic' | 'media' | 'story' | 'show' | 'blog',
  id: number,
) => string;

/** In the order of the form. */
export const fieldNames: readonly FieldName[] = [
  'kind',
  'title',
  'listTitle',
  'subtitle',
  'summary',
  'sectionId',
  'extraSectionIds',
  'sourceId',
  'originalTitle',
  'originalUrl',
  'originalAuthor',
  'authorIds',
  'byline',
  'editorName',
  'topicIds',
  'leadMediaId',
  'mediaId',
  'gallery',
  'showId',
  'episode',
  'blogId',
  'pickIds',
];

/** What differs between two drafts: the fields that do, and every block of the text. */
export function diffDrafts(before: Draft, after: Draft, nameOf: NameOf): DraftDiff {
  const fields = fieldNames.flatMap((field): FieldDiff[] => {
    if (canonical(before[field]) === canonical(after[field])) return [];
    const [older, newer] = [fieldText(before, field, nameOf), fieldText(after, field, nameOf)];
    return [{ field, before: older, after: newer, spans: diffWords(older, newer) }];
  });
  return { fields, blocks: diffBodies(before.body, after.body, nameOf) };
}

/** A field as people read it; lists are one item a line. */
export function fieldText(draft: Draft, field: FieldName, nameOf: NameOf): string {
  const one = (what: Parameters<NameOf>[0], id: number | null) => (id === null ? '' : nameOf(what, id));
  const many = (what: Parameters<NameOf>[0], ids: readonly number[]) => ids.map((id) => nameOf(what, id)).join('\n');
  switch (field) {
    case 'sectionId':
      return one('section', draft.sectionId);
    case 'sourceId':
      return one('source', draft.sourceId);
    case 'leadMediaId':
    case 'mediaId':
      return one('media', draft[field]);
    case 'showId':
      return one('show', draft.showId);
    case 'blogId':
      return one('blog', draft.blogId);
    case 'extraSectionIds':
      return many('section', draft.extraSectionIds);
    case 'authorIds':
      return many('author', draft.authorIds);
    case 'topicIds':
      return many('topic', draft.topicIds);
    case 'pickIds':
      return many('story', draft.pickIds);
    case 'gallery':
      return draft.gallery
        .map(({ mediaId, caption }) => [nameOf('media', mediaId), caption].filter(Boolean).join('：'))
        .join('\n');
    default:
      return draft[field] === null ? '' : String(draft[field]);
  }
}

/** Blocks that both have stand for themselves; of those that differ, the ones that are alike are set against each other. */
export function diffBodies(before: StoryBody, after: StoryBody, nameOf: NameOf): BlockDiff[] {
  const keyed = (body: StoryBody) => body.content.map((block) => canonical(block));
  const result: BlockDiff[] = [];
  let older = 0;
  let newer = 0;
  let removed: BlockNode[] = [];
  let added: BlockNode[] = [];
  const close = () => {
    result.push(...align(removed, added, nameOf));
    removed = [];
    added = [];
  };
  for (const part of diffArrays(keyed(before), keyed(after))) {
    if (part.removed) {
      removed.push(...before.content.slice(older, older + part.count));
      older += part.count;
    } else if (part.added) {
      added.push(...after.content.slice(newer, newer + part.count));
      newer += part.count;
    } else {
      close();
      for (const block of after.content.slice(newer, newer + part.count)) result.push({ change: 'same', block });
      older += part.count;
      newer += part.count;
    }
  }
  close();
  return result;
}

/** Less alike than this, two blocks are not one that was rewritten. */
const alike = 0.3;
/** Beyond so many pairs blocks are set against each other in order. */
const mostPairs = 10_000;

function align(removed: BlockNode[], added: BlockNode[], nameOf: NameOf): BlockDiff[] {
  const older = removed.map((block) => bag(blockText(block, nameOf)));
  const newer = added.map((block) => bag(blockText(block, nameOf)));
  const score = (i: number, j: number): number => {
    const [one, other] = [older[i], newer[j]];
    if (!one || !other) return 0;
    const same = removed[i]?.type === added[j]?.type;
    const value = one.size === 0 && other.size === 0 ? (same ? 1 : 0) : likeness(one, other);
    return value >= alike ? value + (same ? 0.05 : 0) : 0;
  };
  const result: BlockDiff[] = [];
  for (const [i, j] of pairs(removed.length, added.length, score)) {
    const [before, after] = [i === null ? undefined : removed[i], j === null ? undefined : added[j]];
    if (before && after) {
      const [one, other] = [blockText(before, nameOf), blockText(after, nameOf)];
      result.push({ change: 'changed', before, after, words: one !== other, spans: diffWords(one, other) });
    } else if (before) result.push({ change: 'removed', before });
    else if (after) result.push({ change: 'added', after });
  }
  return result;
}

/** The pairs, in order and without crossing, whose likeness adds up to the most; null: has no partner. */
function pairs(n: number, m: number, score: (i: number, j: number) => number): [number | null, number | null][] {
  if (n * m > mostPairs) {
    return Array.from({ length: Math.max(n, m) }, (_, at) => [at < n ? at : null, at < m ? at : null]);
  }
  const best = Array.from({ length: n + 1 }, () => new Float64Array(m + 1));
  const at = (i: number, j: number) => best[i]?.[j] ?? 0;
  const scores = Array.from({ length: n }, (_, i) => Array.from({ length: m }, (_, j) => score(i, j)));
  for (let i = n - 1; i >= 0; i -= 1) {
    const row = best[i];
    for (let j = m - 1; row && j >= 0; j -= 1) {
      const together = scores[i]?.[j] ?? 0;
      row[j] = Math.max(at(i + 1, j), at(i, j + 1), together > 0 ? together + at(i + 1, j + 1) : 0);
    }
  }
  const result: [number | null, number | null][] = [];
  let [i, j] = [0, 0];
  while (i < n || j < m) {
    const together = i < n && j < m ? (scores[i]?.[j] ?? 0) : 0;
    if (together > 0 && at(i, j) === together + at(i + 1, j + 1)) {
      result.push([i, j]);
      i += 1;
      j += 1;
    } else if (i < n && at(i, j) === at(i + 1, j)) {
      result.push([i, null]);
      i += 1;
    } else {
      result.push([null, j]);
      j += 1;
    }
  }
  return result;
}

/** Pairs of neighbouring characters, counted. */
function bag(text: string): Map<string, number> {
  const found = new Map<string, number>();
  const letters = [...text.replace(/\s+/g, '')];
  letters.forEach((letter, at) => {
    const pair = letter + (letters[at + 1] ?? '');
    found.set(pair, (found.get(pair) ?? 0) + 1);
  });
  return found;
}

function likeness(one: Map<string, number>, other: Map<string, number>): number {
  let common = 0;
  let total = 0;
  for (const [pair, count] of one) {
    common += Math.min(count, other.get(pair) ?? 0);
    total += count;
  }
  for (const count of other.values()) total += count;
  return (2 * common) / total;
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** Words as a Chinese reader sees them; punctuation and white space by themselves. */
export function words(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** Two texts word by word. A text beyond all likeness, or one that takes too long, is one removal and one addition. */
export function diffWords(before: string, after: string): Span[] {
  if (before === after) return before === '' ? [] : [{ text: before, change: 'same' }];
  const whole = (): Span[] =>
    spansOf([
      { text: before, change: 'removed' },
      { text: after, change: 'added' },
    ]);
  if (before === '' || after === '') return whole();
  const parts = diffArrays(words(before), words(after), { timeout: 500 });
  if (!parts) return whole();
  const spans = parts.map(
    (part): Span => ({ text: part.value.join(''), change: part.added ? 'added' : part.removed ? 'removed' : 'same' }),
  );
  return legible(spans);
}

/**
 * Words that two sentences share by chance (的, a comma) between changes on both sides would cut them into confetti: they are
 * counted as changed with their surroundings. Then removals stand before additions.
 */
function legible(spans: Span[]): Span[] {
  const size = (from: number, by: 1 | -1) => {
    let letters = 0;
    for (let at = from; spans[at] && spans[at]?.change !== 'same'; at += by) letters += spans[at]?.text.length ?? 0;
    return letters;
  };
  const result: Span[] = [];
  spans.forEach((span, at) => {
    const short = [...span.text].length <= 2 && !span.text.includes('\n');
    if (span.change === 'same' && short && size(at - 1, -1) > 4 && size(at + 1, 1) > 4) {
      result.push({ text: span.text, change: 'removed' }, { text: span.text, change: 'added' });
    } else result.push(span);
  });
  return spansOf(result);
}

function spansOf(spans: Span[]): Span[] {
  const result: Span[] = [];
  let removed = '';
  let added = '';
  const close = () => {
    if (removed) result.push({ text: removed, change: 'removed' });
    if (added) result.push({ text: added, change: 'added' });
    removed = '';
    added = '';
  };
  for (const span of spans) {
    if (span.change === 'removed') removed += span.text;
    else if (span.change === 'added') added += span.text;
    else {
      close();
      const last = result.at(-1);
      if (last?.change === 'same') result[result.length - 1] = { ...last, text: last.text + span.text };
      else result.push(span);
    }
  }
  close();
  return result;
}

/** A block as lines of text, what it only names among them. */
export function blockText(block: BlockNode | ListItemNode, nameOf: NameOf): string {
  const picture = (mediaId: number, caption: string | null | undefined) =>
    [nameOf('media', mediaId), caption].filter(Boolean).join('：');
  switch (block.type) {
    case 'paragraph':
    case 'heading':
    case 'pullQuote':
    case 'codeBlock':
      return inlineText(block.content);
    case 'horizontalRule':
      return '———';
    case 'image':
    case 'audio':
    case 'video':
      return picture(block.attrs.mediaId, block.attrs.caption);
    case 'gallery':
      return block.attrs.items.map(({ mediaId, caption }) => picture(mediaId, caption)).join('\n');
    case 'storyCard':
      return nameOf('story', block.attrs.storyId);
    case 'table':
      return (block.content ?? [])
        .map((row) =>
          (row.content ?? [])
            .map((cell) => (cell.content ?? []).map((paragraph) => inlineText(paragraph.content)).join(' '))
            .join('\t'),
        )
        .join('\n');
    case 'bulletList':
      return (block.content ?? []).map((item) => `• ${indented(item, nameOf)}`).join('\n');
    case 'orderedList': {
      const start = block.attrs?.start ?? 1;
      return (block.content ?? []).map((item, at) => `${start + at}. ${indented(item, nameOf)}`).join('\n');
    }
    default:
      return (block.content ?? []).map((child) => blockText(child, nameOf)).join('\n');
  }
}

function indented(item: ListItemNode, nameOf: NameOf): string {
  return (item.content ?? [])
    .map((child) => blockText(child, nameOf))
    .join('\n')
    .replaceAll('\n', '\n  ');
}

function inlineText(nodes: InlineNode[] | undefined): string {
  return (nodes ?? []).map((node) => (node.type === 'text' ? node.text : '\n')).join('');
}
