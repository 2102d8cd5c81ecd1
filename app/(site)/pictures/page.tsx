import { PicturesView } from '#components/lists/pictures-view.tsx';
import { strings } from '#components/strings.ts';
import { pageMeta } from '#components/ui/page-meta.ts';
import * as content from '#lib/content/index.ts';
import { site } from '#site.config.ts';

const text = strings.pictures;

export const metadata = pageMeta({ title: text.title, description: text.description(site.city), path: '/pictures' });

export default async function PicturesPage() {
  const list = await content.picturesPage(1);
  return <PicturesView list={list ?? { items: [], page: 1, pages: 1, total: 0 }} />;
}
