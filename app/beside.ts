import * as panel from '#components/panels/contents.ts';
import * as content from '#lib/content/index.ts';
import { site } from '#site.config.ts';

/** What stands beside and below every story, in print or still being written. */
export async function besideStory() {
  const [recommended, hot, pictures, latest, posts, programmes, ...sections] = await Promise.all([
    content.recommended(),
    content.hot('hot-short'),
    content.newestPictures(),
    content.latest(),
    content.blogPosts(),
    content.programmes(),
    ...site.storyPanels.map(sectionPanel),
  ]);
  return {
    rail: [
      panel.recommendedPanel(recommended),
      panel.hotPanel('hot-short', hot),
      panel.picturesPanel(pictures),
      panel.latestPanel(latest),
    ],
    band: [panel.blogsPanel(posts), panel.programmesPanel(programmes), ...sections],
  };
}

/** What stands beside the list of a section, a topic or an author. */
export async function besideList() {
  const [latest, recommended, pictures] = await Promise.all([
    content.latest(),
    content.recommended(),
    content.newestPictures(),
  ]);
  return [panel.latestPanel(latest), panel.picturesPanel(pictures), panel.recommendedPanel(recommended)];
}

async function sectionPanel(slug: string) {
  const section = await content.sectionPanel(slug);
  return section && panel.sectionPanel(slug, section);
}
