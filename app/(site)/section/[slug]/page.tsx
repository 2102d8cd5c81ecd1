import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { besideList } from '#app/beside.ts';
import { SectionView } from '#components/lists/section-view.tsx';
import { pageMeta } from '#components/ui/page-meta.ts';
import * as content from '#lib/content/index.ts';
import { feedLinks } from '#lib/feeds/addresses.ts';

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await content.sectionPage((await params).slug, 1);
  if (!found) return {};
  const { name, description, href } = found.section;
  return pageMeta({ title: name, description: description || name, path: href, feeds: feedLinks(href, name) });
}

export default async function SectionPage({ params }: Props) {
  const { slug } = await params;
  const [found, panels] = await Promise.all([content.sectionPage(slug, 1), besideList()]);
  if (!found) notFound();
  return <SectionView {...found} panels={panels} />;
}
