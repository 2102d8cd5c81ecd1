import { storyStrings } from '#components/article/strings.ts';
import { ShowIndex } from '#components/podcast/show-index.tsx';
import { JsonLd } from '#components/seo/json-ld.tsx';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { pageMeta } from '#components/ui/page-meta.ts';
import * as content from '#lib/content/index.ts';
import { collectionGraph } from '#lib/seo/lists.ts';

const { title, description, lead } = storyStrings.shows;

export const metadata = pageMeta({ title, description, path: '/podcast' });

/** 播客: every programme of sound and film. */
export default async function ShowsPage() {
  const shows = await content.shows();
  return (
    <div className="page">
      <JsonLd nodes={collectionGraph({ href: '/podcast', name: title, description, here: title }, shows)} />
      <Breadcrumb trail={[]} current={title} />
      <header className="plain-head">
        <h1>{title}</h1>
        <p>{lead}</p>
      </header>
      <ShowIndex shows={shows} />
    </div>
  );
}
