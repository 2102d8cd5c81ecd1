import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { PicturesView } from '#components/lists/pictures-view.tsx';
import { strings } from '#components/strings.ts';
import { pageMeta } from '#components/ui/page-meta.ts';
import { laterPage, pageHref } from '#components/ui/pagination-pages.ts';
import * as content from '#lib/content/index.ts';
import { site } from '#site.config.ts';

type Props = { params: Promise<{ n: string }> };

const text = strings.pictures;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const list = await page(params);
  if (!list) return {};
  const title = `${text.title} ${strings.list.page(list.page)}`;
  const description = `${title}。${text.description(site.city)}`;
  return pageMeta({ title, description, path: pageHref('/pictures', list.page) });
}

export default async function PicturesLaterPage({ params }: Props) {
  const list = await page(params);
  if (!list) notFound();
  return <PicturesView list={list} />;
}

async function page(params: Props['params']) {
  const number = laterPage((await params).n);
  return number === null ? null : content.picturesPage(number);
}
