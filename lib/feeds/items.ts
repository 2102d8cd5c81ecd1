import type { FeedModel, FeedStory, PictureModel } from '#lib/content/models.ts';
import type { SiteConfig } from '#site.config.ts';

/** What the feeds say of the site. */
export type FeedSite = Pick<SiteConfig, 'name' | 'origin' | 'description' | 'publisher' | 'podcasts'>;

/** Who made it: where it is read, and at which hub one may subscribe. */
export type Making = { site: FeedSite; hub: string | null };

export const language = 'zh-CN';

/** A section's feed is called as its page is: `秦州 - 渭水`. */
export function feedTitle({ name }: Pick<FeedModel, 'name'>, site: FeedSite): string {
  return name === null ? site.name : `${name} - ${site.name}`;
}

/** Never nothing: RSS requires it. */
export function feedDescription({ description, href }: FeedModel, site: FeedSite): string {
  return (href === '/' ? site.description : description) || site.description;
}

/** When what the feed lists last changed; null where it lists nothing. */
export function lastChange({ stories }: FeedModel): Date | null {
  if (stories.length === 0) return null;
  return new Date(Math.max(...stories.map((story) => changed(story).getTime())));
}

export function changed({ updated, published }: FeedStory): Date {
  return new Date((updated ?? published).iso);
}

/** The picture that stands for a story. */
export function pictureOf({ lead, media, gallery }: FeedStory): PictureModel | null {
  return lead ?? media?.poster ?? gallery[0] ?? null;
}

/** Names of who wrote it; a byline where they have no pages here. */
export function writers({ authors, byline }: FeedStory): { name: string; href: string | null }[] {
  if (authors.length > 0) return authors;
  return byline ? [{ name: byline, href: null }] : [];
}

/** The section and topics of a story. */
export function subjects({ section, topics }: FeedStory): string[] {
  return [...new Set([section.name, ...topics.map(({ name }) => name)])];
}
