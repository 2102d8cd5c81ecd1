import type { Metadata } from 'next';
import type { PictureModel } from '#lib/content/models.ts';
import type { feedLinks } from '#lib/feeds/addresses.ts';
import { oneLine, shortened, summarised } from '#lib/seo/text.ts';
import { languagesOf, variants } from '#lib/text/variants.ts';
import { site } from '#site.config.ts';

/** A picture that stands for a page where its address is shared. */
export type SharePicture = { url: string; width: number; height: number; alt: string };

type Page = {
  /** Without the site's name; the front page has none. */
  title?: string;
  description: string;
  /** Its one address, from `/`. */
  path: string;
  /** Whether search engines may list it; links are followed either way. */
  index?: boolean;
  /** Its feeds (`feedLinks`), where it has any. */
  feeds?: ReturnType<typeof feedLinks>;
  picture?: SharePicture | undefined;
};

/** Longest title without the site's name and longest description, in code units: engines and chats show less than that. */
const longest = { title: 80, description: 160 };

/** Title, description, canonical address and the card that is shown where a link is shared. */
export function pageMeta({ title, description, path, index = true, feeds = {}, picture = siteCard }: Page): Metadata {
  const own = title === undefined ? undefined : shortened(oneLine(title), longest.title);
  const named = own === undefined ? `${site.name} - ${site.slogan}` : `${own} - ${site.name}`;
  const about = summarised(oneLine(description), longest.description);
  return {
    title: { absolute: named },
    description: about,
    alternates: { canonical: path, types: feeds, ...(index && { languages: languagesOf(path) }) },
    robots: { index, follow: true, ...(index && { 'max-image-preview': 'large' }) },
    openGraph: {
      title: own ?? named,
      description: about,
      url: path,
      siteName: site.name,
      locale: variants.hans.locale,
      alternateLocale: variants.hant.locale,
      type: 'website',
      images: [picture],
    },
    // Title, description and picture are those of Open Graph, which it falls back to.
    twitter: { card: 'summary_large_image' },
  };
}

/** The size in which shared links are shown, in pixels: 1.91 to 1. */
export const cardSize = { width: 1200, height: 630 };

/** What stands for pages that have no picture: the site's name, drawn. */
const siteCard: SharePicture = { url: '/card.png', ...cardSize, alt: `${site.name} - ${site.slogan}` };

/** A picture of the newsroom as it is shown with a shared address. */
export function shared({ full, width, height, alt }: PictureModel): SharePicture {
  return { url: full, width, height, alt };
}
