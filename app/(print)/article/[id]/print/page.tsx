import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { printMetadata, storyMetadata } from '#components/article/metadata.ts';
import { PrintStory } from '#components/article/print-story.tsx';
import { WithdrawnStory } from '#components/article/withdrawn.tsx';
import * as content from '#lib/content/index.ts';
import { positiveInteger } from '#lib/text/number.ts';

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const story = await storyAt((await params).id);
  if (!story) return {};
  return story.state === 'withdrawn' ? storyMetadata(story) : printMetadata(story);
}

/** 打印本页: the story alone, for paper. */
export default async function PrintPage({ params }: Props) {
  const story = await storyAt((await params).id);
  if (!story) notFound();
  if (story.state === 'withdrawn') return <WithdrawnStory story={story} latest={[]} />;
  return <PrintStory article={story} />;
}

async function storyAt(id: string) {
  const number = positiveInteger(id);
  return number === null ? null : content.article(number);
}
