import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { AuthorView } from '#components/lists/author-view.tsx';
import { latestPanel, picturesPanel, recommendedPanel } from '#components/panels/contents.ts';
import { strings } from '#components/strings.ts';
import { pageMeta } from '#components/ui/page-meta.ts';
import * as content from '#lib/content/index.ts';
import { feedLinks } from '#lib/feeds/addresses.ts';

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await content.authorPage((await params).slug, 1);
  if (!found) return {};
  const { name, href, bio, role } = found.author;
  return pageMeta({
    title: `${name}（${role}）`,
    description: bio || strings.author.description(name),
    path: href,
    feeds: feedLinks(href, name),
  });
}

export default async function AuthorPage({ params }: Props) {
  const { slug } = await params;
  const [found, latest, recommended, pictures] = await Promise.all([
    content.authorPage(slug, 1),
    content.latest(),
    content.recommended(),
    content.newestPictures(),
  ]);
  if (!found) notFound();
  return (
    <AuthorView {...found} panels={[latestPanel(latest), picturesPanel(pictures), recommendedPanel(recommended)]} />
  );
}
