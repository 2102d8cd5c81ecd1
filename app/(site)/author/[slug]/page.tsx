import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { besideList } from '#app/beside.ts';
import { AuthorView } from '#components/lists/author-view.tsx';
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
  const [found, panels] = await Promise.all([content.authorPage(slug, 1), besideList()]);
  if (!found) notFound();
  return <AuthorView {...found} panels={panels} />;
}
