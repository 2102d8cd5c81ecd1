import type { Metadata } from 'next';
import { SearchView } from '#components/search/search-view.tsx';
import { strings } from '#components/strings.ts';
import { pageMeta } from '#components/ui/page-meta.ts';
import * as content from '#lib/content/index.ts';
import { askedAt, searchHref } from '#lib/text/search-address.ts';
import { site } from '#site.config.ts';

const text = strings.search;

type Props = { params: Promise<{ query: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const ask = content.begun(askedAt((await params).query));
  return pageMeta({
    title: ask.q === '' ? text.heading : text.results(ask.q),
    description: text.description(site.name),
    path: searchHref(ask),
    index: false,
  });
}

/** What was found; the server leads here from `/search?q=…` (`lib/server/searches.ts`). */
export default async function SearchResultsPage({ params }: Props) {
  const ask = content.begun(askedAt((await params).query));
  const [choices, answer, topics, latest] = await Promise.all([
    content.searchChoices(),
    ask.q === '' ? null : content.search(ask),
    content.talkedOf(),
    ask.q === '' ? content.latest() : [],
  ]);
  return <SearchView ask={ask} choices={choices} answer={answer} topics={topics} latest={latest} />;
}
