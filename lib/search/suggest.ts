import { cardsByIds } from '#db/queries/cards.ts';
import { newestMatches, type Sought, topicsBeginning, topicsByIds } from '#db/queries/search.ts';
import type { SectionNode } from '#lib/content/models.ts';
import { sectionTree } from '#lib/content/questions/sections.ts';
import { gramsOf, marked, plainFold } from './fold.ts';
import { gated } from './gate.ts';
import { hot } from './hot.ts';
import { soundingLike } from './meant.ts';
import type { Suggestion } from './models.ts';
import { highlight } from './passage.ts';
import { tsquery } from './query.ts';
import { simplified } from './simplified.ts';
import { withTopics } from './terms.ts';
import { vocabulary } from './vocabulary.ts';
import { inWindows } from './windows.ts';

/** Longest beginning of a search that is completed, in characters. */
const longest = 30;

/** Titles are looked for among so many of the newest stories. */
const newest = 20_000;

/**
 * What somebody may be about to search for: sections and topics whose names have what was typed, or sound like it where it is
 * pinyin, then stories with it in the title, the newest before the rest.
 * @param limit at most 20.
 * @throws {SearchBusy}
 */
export async function suggest(text: string, limit: number): Promise<Suggestion[]> {
  const typed = Array.from(plainFold(text.slice(0, 4 * longest)))
    .slice(0, longest)
    .join('')
    .trim();
  const simple = plainFold(await simplified(typed));
  const literal = marked(simple);
  if (gramsOf(literal).length === 0) return [];
  const wanted = Math.max(1, Math.min(20, limit));
  const { names, storyIds } = await hot(`suggest ${simple}`, () => gated(() => ask(simple, literal)));
  // Drawn of what there is now, whatever is remembered.
  const cards = await cardsByIds(storyIds.slice(0, wanted));
  const stories = cards
    .map(({ id, title }): Suggestion => ({ kind: 'story', label: highlight(title, [literal]), href: `/article/${id}` }))
    .filter(({ label }) => label.some(({ hit }) => hit));
  const shown = names.slice(0, stories.length >= wanted ? Math.ceil(wanted / 2) : wanted);
  return [...shown, ...stories].slice(0, wanted);
}

async function ask(simple: string, literal: string): Promise<{ names: Suggestion[]; storyIds: number[] }> {
  const [{ value }, words, beginning, term] = await Promise.all([
    sectionTree(),
    vocabulary(),
    topicsBeginning(literal, 6),
    withTopics({ variants: [literal] }),
  ]);
  const [containing, sounding] = await Promise.all([topicsByIds(term.topics.slice(0, 6)), soundingLike(simple, words)]);
  const names = new Map<string, Suggestion>();
  const add = (kind: 'topic' | 'section', name: string, href: string) => {
    if (!names.has(href)) names.set(href, { kind, label: highlight(name, [literal]), href });
  };
  for (const section of value.flatMap(withChildren))
    if (marked(plainFold(section.name)).includes(literal)) add('section', section.name, section.href);
  for (const { name, slug } of [...beginning, ...containing]) add('topic', name, `/topic/${slug}`);
  for (const { kind, name, href } of sounding) add(kind, name, href);
  const now = Date.now();
  const titled: Sought = {
    index: tsquery([{ variants: [literal], topics: [] }]),
    terms: [{ variants: [literal], topics: [] }],
    without: [],
    sectionIds: null,
    kind: null,
    sourceId: null,
    from: null,
    until: now + 60_000,
    periods: null,
    inTitle: true,
  };
  const { places } = await inWindows(titled, null, 20, (within) => newestMatches(within, null, 20), newest);
  return { names: [...names.values()].slice(0, 8), storyIds: places.map(({ id }) => id) };
}

function withChildren(node: SectionNode): SectionNode[] {
  return [node, ...node.children.flatMap(withChildren)];
}
