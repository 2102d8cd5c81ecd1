import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { TopicView } from '#components/lists/topic-view.tsx';
import { latestPanel, picturesPanel, recommendedPanel } from '#components/panels/contents.ts';
import { strings } from '#components/strings.ts';
import { pageMeta } from '#components/ui/page-meta.ts';
import * as content from '#lib/content/index.ts';

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await content.topicPage((await params).slug, 1);
  if (!found) return {};
  const { name, href, description } = found.topic;
  return pageMeta({ title: name, description: description || strings.topic.description(name), path: href });
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
  return (
    <TopicView {...found} panels={[latestPanel(latest), picturesPanel(pictures), recommendedPanel(recommended)]} />
  );
}
