import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { TopicView } from '#components/lists/topic-view.tsx';
import { latestPanel, picturesPanel, recommendedPanel } from '#components/panels/contents.ts';
import { strings } from '#components/strings.ts';
import { pageMeta, shared } from '#components/ui/page-meta.ts';
import * as content from '#lib/content/index.ts';
import { feedLinks } from '#lib/feeds/addresses.ts';

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await content.topicPage((await params).slug, 1);
  if (!found) return {};
  const { name, href, description, kind } = found.topic;
  const picture = found.topic.lead ?? found.opening?.lead?.picture;
  return pageMeta({
    title: `${name} ${strings.topic[kind]}`,
    description: description || found.opening?.introduction[0] || strings.topic.description(name),
    path: href,
    picture: picture ? shared(picture) : undefined,
    feeds: feedLinks(href, name),
  });
}

export default async function TopicPage({ params }: Props) {
  const { slug } = await params;
  const [found, latest, recommended, pictures] = await Promise.all([
    content.topicPage(slug, 1),
    content.latest(),
    content.recommended(),
    content.newestPictures(),
  ]);
  if (!found) notFound();
  // A topic with pictures of its own is not shown those of the whole site beside them.
  const others = found.opening?.pictures.length ? null : picturesPanel(pictures);
  return <TopicView {...found} panels={[latestPanel(latest), others, recommendedPanel(recommended)]} />;
}
