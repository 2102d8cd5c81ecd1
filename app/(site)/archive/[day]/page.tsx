import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ArchiveView } from '#components/lists/archive-view.tsx';
import { strings } from '#components/strings.ts';
import { pageMeta } from '#components/ui/page-meta.ts';
import * as content from '#lib/content/index.ts';

type Props = { params: Promise<{ day: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await content.archiveDay((await params).day);
  if (!found) return {};
  const { day, label, items } = found;
  const { title, description } = strings.archive;
  return pageMeta({ title: title(label), description: description(label, items.length), path: `/archive/${day}` });
}

export default async function ArchivePage({ params }: Props) {
  const found = await content.archiveDay((await params).day);
  if (!found) notFound();
  return <ArchiveView archive={found} />;
}
