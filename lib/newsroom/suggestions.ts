import {
  soughtWords,
  storiesLike,
  type TopicRow,
  termFrequencies,
  topicsNamedIn,
  topicsOf,
} from '#db/queries/related.ts';
import { termCounts, titleTerms } from '#lib/text/terms.ts';
import type { Actor } from './actor.ts';
import type { Refusal } from './result.ts';
import { inTransaction } from './transaction.ts';
import { demand, factsOf, findWork } from './work.ts';

/** A topic that a text may belong to: it is named there, or stories that are alike have it. */
export type TopicSuggestion = TopicRow & { why: 'named' | 'alike' };

/** Characters of the text that are looked at. */
const longest = 8_000;
/** Words of the text, beside those of the title, by which it is compared with stories. */
const telling = 10;
/** Stories whose topics are looked at, the most alike. */
const compared = 12;
const most = 6;

/**
 * Topics for a story as somebody writes it, at most six: those that are named in it, in the title before the text and the oftener
 * the earlier; then those of the published stories that are most alike.
 * @param text as it stands in the editor; the story's own, in the database, may be older.
 */
export async function suggestTopics(
  actor: Actor,
  storyId: number,
  text: { title: string; body: string },
): Promise<{ ok: true; topics: TopicSuggestion[] } | Refusal> {
  const allowed = await inTransaction<{ ok: true } | Refusal>(async (tx) => {
    demand(actor, 'save', factsOf(actor, await findWork(tx, storyId)));
    return { ok: true };
  });
  if (!allowed.ok) return allowed;
  const title = plain(text.title);
  const body = plain(text.body.slice(0, longest));
  const [named, alike] = await Promise.all([topicsIn(title, body), topicsOfAlike(storyId, title, body)]);
  const known = new Set(named.map(({ id }) => id));
  const topics = [
    ...named.map((topic) => ({ ...topic, why: 'named' as const })),
    ...alike.filter(({ id }) => !known.has(id)).map((topic) => ({ ...topic, why: 'alike' as const })),
  ];
  return { ok: true, topics: topics.slice(0, most) };
}

async function topicsIn(title: string, body: string): Promise<TopicRow[]> {
  const found = await topicsNamedIn(`${title}\n${body}`);
  return found
    .map((topic) => {
      const name = plain(topic.name);
      const inTitle = mentions(title, name);
      return { topic, inTitle, count: inTitle + mentions(body, name), length: name.length };
    })
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.inTitle - a.inTitle || b.count - a.count || b.length - a.length || a.topic.id - b.topic.id)
    .map(({ topic }) => topic);
}

async function topicsOfAlike(storyId: number, title: string, body: string): Promise<TopicRow[]> {
  const terms = [...new Set([...titleTerms(title), ...(await tellingWords(body))])];
  if (terms.length === 0) return [];
  const alike = await storiesLike(storyId, { topics: [], terms, words: await soughtWords(terms) });
  return topicsOf(alike.slice(0, compared));
}

/** The words of the text that stand there often and in few other stories: by term frequency times inverse document frequency. */
async function tellingWords(body: string): Promise<string[]> {
  const counts = termCounts(body);
  if (counts.size === 0) return [];
  const known = await termFrequencies([...counts.keys()]);
  const all = known.get('') ?? 1;
  return [...counts]
    .flatMap(([term, count]) => {
      const stories = known.get(term);
      return stories === undefined ? [] : [{ term, weight: count * Math.log(1 + all / stories) }];
    })
    .sort((a, b) => b.weight - a.weight)
    .slice(0, telling)
    .map(({ term }) => term);
}

/** How often a name stands in a text; of a name in Latin letters, not within another word. */
function mentions(text: string, name: string): number {
  const letter = /[\p{Script=Latin}\p{N}]/u;
  let count = 0;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    const before = letter.test(name[0] ?? '') && letter.test(text[at - 1] ?? '');
    const after = letter.test(name.at(-1) ?? '') && letter.test(text[at + name.length] ?? '');
    if (!before && !after) count += 1;
  }
  return count;
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
