import { Story } from '#components/article/story.tsx';
import { StoryBand } from '#components/article/story-band.tsx';
import { storyStrings } from '#components/article/strings.ts';
import { StoryRail } from '#components/panels/story-rail.tsx';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import * as content from '#lib/content/index.ts';
import type { StoryText } from '#lib/newsroom/writing.ts';
import { besideStory } from '../beside.ts';

/** The story's page as `app/(site)/article/[id]` draws it, of the text as it stands now. */
export async function PreviewPage({ text }: { text: StoryText }) {
  const [{ article, related }, contact, { rail, band }] = await Promise.all([
    content.draft(text),
    content.contact(),
    besideStory(),
  ]);
  return (
    <div className="page">
      <Breadcrumb trail={article.trail} current={storyStrings.here} />
      <div className="story-page">
        <Story article={article} related={related} contact={contact} />
        <StoryRail panels={rail} />
        <StoryBand panels={band} />
      </div>
    </div>
  );
}
