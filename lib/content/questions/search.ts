import { namedSources, topicsTalkedOf } from '#db/queries/searching.ts';
import { tags } from '#lib/cache/tags.ts';
import { parseSearch, type SearchAnswer, type SearchRequest, search as searched } from '#lib/search/index.ts';
import { endsOf, type SearchAsk, searchHref } from '#lib/text/search-address.ts';
import type { LinkModel, SectionNode } from '../models.ts';
import { type Answer, names } from './answer.ts';

/** How long what was found is shown, in milliseconds, where no event comes before. */
const life = 60_000;

/** What is found for what is asked. @throws {SearchBusy} */
export async function search(ask: SearchAsk, now: Date): Promise<Answer<SearchAnswer>> {
  const answer = await searched(requestOf(ask));
  return { value: answer, tags: names(tags.search, answer.tags), until: new Date(now.getTime() + life) };
}

/** As the search reads it. @throws where its address says what no form of ours asks for. */
function requestOf(ask: SearchAsk): SearchRequest {
  const request = read(ask);
  if ('problem' in request) throw new Error(`a search that is none: ${request.problem}`);
  return request;
}

function read(ask: SearchAsk): ReturnType<typeof parseSearch> {
  const [, query = ''] = searchHref({ ...ask, after: endsOf(ask).at(-1) ?? null }).split('?');
  return parseSearch(new URLSearchParams(query));
}

/** The search itself, or its first page where no page that we gave ended where the address says. */
export function begun(ask: SearchAsk): SearchAsk {
  return ask.after !== null && 'problem' in read(ask) ? { ...ask, after: null } : ask;
}

/** By what a search may be narrowed. */
export async function searchChoices(
  sections: SectionNode[],
): Promise<Answer<{ sections: SectionNode[]; sources: { slug: string; name: string }[] }>> {
  return { value: { sections, sources: await namedSources() }, tags: [tags.sections, tags.search] };
}

/** What the newest stories are about. */
export async function talkedOf(): Promise<Answer<LinkModel[]>> {
  const topics = await topicsTalkedOf();
  return {
    value: topics.map(({ name, slug }) => ({ name, href: `/topic/${slug}` })),
    tags: names(tags.list('site'), tags.search, ...topics.map(({ id }) => tags.topic(id))),
  };
}
