import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { StoryJsonLd } from '#components/article/json-ld.tsx';
import { storyMetadata } from '#components/article/metadata.ts';
import { Story } from '#components/article/story.tsx';
import { StoryBand } from '#components/article/story-band.tsx';
import { storyStrings } from '#components/article/strings.ts';
import { WithdrawnStory } from '#components/article/withdrawn.tsx';
import * as panel from '#components/panels/contents.ts';
import { StoryRail } from '#components/panels/story-rail.tsx';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import * as content from '#lib/content/index.ts';
import { positiveInteger } from '#lib/text/number.ts';
import { site } from '#site.config.ts';

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
  const [related, recommended, pictures, latest, posts, programmes, ...sections] = await Promise.all([
    content.related(story.id),
    content.recommended(),
    content.newestPictures(),
    content.latest(),
    content.blogPosts(),
    content.programmes(),
    ...site.storyPanels.map(sectionPanel),
  ]);
  const beside = [panel.recommendedPanel(recommended), panel.picturesPanel(pictures), panel.latestPanel(latest)];
  const below = [panel.blogsPanel(posts), panel.programmesPanel(programmes), ...sections];
  return (
    <div className="page">
      <Breadcrumb trail={story.trail} current={storyStrings.here} />
      <div className="story-page">
        <Story article={story} related={related} />
        <StoryRail panels={beside} />
        <StoryBand panels={below} />
      </div>
      <StoryJsonLd article={story} />
    </div>
  );
}

async function storyAt(id: string) {
  const number = positiveInteger(id);
  return number === null ? null : content.article(number);
}

async function sectionPanel(slug: string) {
  const section = await content.sectionPanel(slug);
  return section && panel.sectionPanel(slug, section);
}
