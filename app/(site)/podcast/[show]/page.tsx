import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { showMetadata, showTrail } from '#components/podcast/head.ts';
import { ShowEpisodes } from '#components/podcast/show-episodes.tsx';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import * as content from '#lib/content/index.ts';

type Props = { params: Promise<{ show: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await content.showPage((await params).show, 1);
  return found ? showMetadata(found.show, 1) : {};
}

/** A programme with its episodes, newest first. */
export default async function ShowPage({ params }: Props) {
  const found = await content.showPage((await params).show, 1);
  if (!found) notFound();
  return (
    <div className="page">
      <Breadcrumb trail={showTrail} current={found.show.name} />
      <ShowEpisodes {...found} />
    </div>
  );
}
