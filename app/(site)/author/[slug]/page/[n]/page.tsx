import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { besideList } from '#app/beside.ts';
import { AuthorView } from '#components/lists/author-view.tsx';
import { strings } from '#components/strings.ts';
import { pageMeta } from '#components/ui/page-meta.ts';
import { laterPage, pageHref } from '#components/ui/pagination-pages.ts';
import * as content from '#lib/content/index.ts';

type Props = { params: Promise<{ slug: string; n: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await page(params);
  if (!found) return {};
  const { author, list } = found;
  const title = `${author.name}（${author.role}） ${strings.list.page(list.page)}`;
  const description = `${title}。${strings.author.description(author.name)}`;
  return pageMeta({ title, description, path: pageHref(author.href, list.page) });
}

export default async function AuthorLaterPage({ params }: Props) {
  const [found, panels] = await Promise.all([page(params), besideList()]);
  if (!found) notFound();
  return <AuthorView {...found} panels={panels} />;
}

async function page(params: Props['params']) {
  const { slug, n } = await params;
  const number = laterPage(n);
  return number === null ? null : content.authorPage(slug, number);
}
