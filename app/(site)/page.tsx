import { Blocks } from '#components/front/blocks.tsx';
import { rhythm } from '#components/front/rhythm.ts';
import { FrontTop } from '#components/front/top.tsx';
import {
  blogsPanel,
  hotPanel,
  latestPanel,
  picturesPanel,
  programmesPanel,
  recommendedPanel,
} from '#components/panels/contents.ts';
import { Panel } from '#components/panels/panel.tsx';
import { JsonLd } from '#components/seo/json-ld.tsx';
import { strings } from '#components/strings.ts';
import { pageMeta } from '#components/ui/page-meta.ts';
import * as content from '#lib/content/index.ts';
import { feedLinks } from '#lib/feeds/addresses.ts';
import { frontGraph } from '#lib/seo/lists.ts';
import { site } from '#site.config.ts';

export const metadata = pageMeta({ description: site.description, path: '/', feeds: feedLinks('/', null) });

export default async function FrontPage() {
  const [front, latest, pictures, recommended, hot, blogs, programmes, contact] = await Promise.all([
    content.front(),
    content.latest(),
    content.newestPictures(),
    content.recommended(),
    content.hot('hot'),
    content.blogPosts(),
    content.programmes(),
    content.contact(),
  ]);
  const { upper, lower, short } = rhythm(front.sections);
  const title = strings.front.title(site.name, site.city);
  return (
    <div className="page front">
      <JsonLd
        nodes={frontGraph(title, [...(front.lead ? [front.lead] : []), ...front.headlines, ...front.carousel], contact)}
      />
      <link rel="search" type="application/opensearchdescription+xml" title={site.name} href="/opensearch.xml" />
      <h1 className="sr-only">{title}</h1>
      <FrontTop front={front} latest={latestPanel(latest)} />
      <div className="with-rail">
        <Blocks blocks={upper} className="upper" />
        <div className="rail">
          <Panel content={recommendedPanel(recommended)} />
          <Panel content={programmesPanel(programmes)} />
          <Panel content={hotPanel('hot', hot)} />
        </div>
      </div>
      <div className="with-rail">
        <Panel content={picturesPanel(pictures)} />
        <Panel content={blogsPanel(blogs)} />
      </div>
      <Blocks blocks={lower} className="lower" />
      <Blocks blocks={short} className="thirds" />
    </div>
  );
}
