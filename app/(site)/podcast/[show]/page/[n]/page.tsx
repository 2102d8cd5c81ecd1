import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { showMetadata, showTrail } from '#components/podcast/head.ts';
import { ShowEpisodes } from '#components/podcast/show-episodes.tsx';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import * as content from '#lib/content/index.ts';
import { positiveInteger } from '#lib/text/number.ts';

type Props = { params: Promise<{ show: string; n: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await pageAt(await params);
  return found ? showMetadata(found.show, found.list.page) : {};
}

/** A further page of a programme. */
export default async function FurtherShowPage({ params }: Props) {
  const found = await pageAt(await params);
  if (!found) notFound();
  return (
    <div className="page">
      <Breadcrumb trail={showTrail} current={found.show.name} />
      <ShowEpisodes {...found} />
    </div>
  );
}

/** Page 1 has the programme's own address, so it is no page here. */
async function pageAt({ show, n }: { show: string; n: string }) {
  const page = positiveInteger(n);
  return page === null || page === 1 ? null : content.showPage(show, page);
}
