import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { besideStory } from '#app/beside.ts';
import { storyMetadata } from '#components/article/metadata.ts';
import { Story } from '#components/article/story.tsx';
import { StoryBand } from '#components/article/story-band.tsx';
import { storyStrings } from '#components/article/strings.ts';
import { WithdrawnStory } from '#components/article/withdrawn.tsx';
import { StoryRail } from '#components/panels/story-rail.tsx';
import { BaiduTimes, JsonLd } from '#components/seo/json-ld.tsx';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import * as content from '#lib/content/index.ts';
import { storyGraph } from '#lib/seo/story.ts';
import { positiveInteger } from '#lib/text/number.ts';

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const story = await storyAt((await params).id);
  return story ? storyMetadata(story) : {};
}

/** One story of any kind, or the word that it was withdrawn. */
export default async function ArticlePage({ params }: Props) {
  const story = await storyAt((await params).id);
  if (!story) notFound();
  if (story.state === 'withdrawn') return <WithdrawnStory story={story} latest={await content.latest()} />;
  const [related, contact, { rail, band }] = await Promise.all([
    content.related(story.id),
    content.contact(),
    besideStory(),
  ]);
  return (
    <div className="page">
      <JsonLd nodes={storyGraph(story)} />
      <BaiduTimes story={story} />
      <Breadcrumb trail={story.trail} current={storyStrings.here} />
      <div className="story-page">
        <Story article={story} related={related} contact={contact} />
        <StoryRail panels={rail} />
        <StoryBand panels={band} />
      </div>
    </div>
  );
}

async function storyAt(id: string) {
  const number = positiveInteger(id);
  return number === null ? null : content.article(number);
}
