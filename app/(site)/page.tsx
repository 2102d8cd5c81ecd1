import { Blocks } from '#components/front/blocks.tsx';
import { rhythm } from '#components/front/rhythm.ts';
import { FrontTop } from '#components/front/top.tsx';
import {
  blogsPanel,
  latestPanel,
  picturesPanel,
  programmesPanel,
  recommendedPanel,
} from '#components/panels/contents.ts';
import { Panel } from '#components/panels/panel.tsx';
import { strings } from '#components/strings.ts';
import { pageMeta } from '#components/ui/page-meta.ts';
import * as content from '#lib/content/index.ts';
import { site } from '#site.config.ts';

export const metadata = pageMeta({ description: site.description, path: '/' });

export default async function FrontPage() {
  const [front, latest, pictures, recommended, blogs, programmes] = await Promise.all([
    content.front(),
    content.latest(),
    content.newestPictures(),
    content.recommended(),
    content.blogPosts(),
    content.programmes(),
  ]);
  const { upper, lower, short } = rhythm(front.sections);
  return (
    <div className="page front">
      <h1 className="sr-only">{strings.front.title(site.name, site.city)}</h1>
      <FrontTop front={front} latest={latestPanel(latest)} />
      <div className="with-rail">
        <Blocks blocks={upper} className="upper" />
        <div className="rail">
          <Panel content={recommendedPanel(recommended)} />
          <Panel content={programmesPanel(programmes)} />
          <Panel content={blogsPanel(blogs)} />
        </div>
      </div>
      <Panel content={picturesPanel(pictures)} />
      <Blocks blocks={lower} className="lower" />
      <Blocks blocks={short} className="thirds" />
    </div>
  );
}
