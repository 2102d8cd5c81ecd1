import { SearchView } from '#components/search/search-view.tsx';
import { strings } from '#components/strings.ts';
import { pageMeta } from '#components/ui/page-meta.ts';
import * as content from '#lib/content/index.ts';
import { nothingAsked, searchPath } from '#lib/text/search-address.ts';
import { site } from '#site.config.ts';

const text = strings.search;

export const metadata = pageMeta({
  title: text.heading,
  description: text.description(site.name),
  path: searchPath,
  index: false,
});

export default async function SearchPage() {
  const [choices, topics, latest] = await Promise.all([content.searchChoices(), content.talkedOf(), content.latest()]);
  return <SearchView ask={nothingAsked} choices={choices} answer={null} topics={topics} latest={latest} />;
}
