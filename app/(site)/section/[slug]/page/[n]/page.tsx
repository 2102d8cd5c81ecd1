import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { besideList } from '#app/beside.ts';
import { SectionView } from '#components/lists/section-view.tsx';
import { strings } from '#components/strings.ts';
import { pageMeta } from '#components/ui/page-meta.ts';
import { laterPage, pageHref } from '#components/ui/pagination-pages.ts';
import * as content from '#lib/content/index.ts';

type Props = { params: Promise<{ slug: string; n: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await page(params);
  if (!found) return {};
  const { section, list } = found;
  const title = `${section.name} ${strings.list.page(list.page)}`;
  return pageMeta({ title, description: `${title}。${section.description}`, path: pageHref(section.href, list.page) });
}

export default async function SectionLaterPage({ params }: Props) {
  const [found, panels] = await Promise.all([page(params), besideList()]);
  if (!found) notFound();
  return <SectionView {...found} panels={panels} />;
}

async function page(params: Props['params']) {
  const { slug, n } = await params;
  const number = laterPage(n);
  return number === null ? null : content.sectionPage(slug, number);
}
