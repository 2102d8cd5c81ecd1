import type { Metadata } from 'next';
import { site } from '#site.config.ts';

type Page = {
  /** Without the site's name; the front page has none. */
  title?: string;
  description: string;
  /** Its one address, from `/`. */
  path: string;
  /** Whether search engines may list it; links are followed either way. */
  index?: boolean;
};

/** Title, description, canonical address and the card that is shown where a link is shared. */
export function pageMeta({ title, description, path, index = true }: Page): Metadata {
  const named = title ? `${title} - ${site.name}` : `${site.name} - ${site.slogan}`;
  return {
    title: { absolute: named },
    description,
    alternates: { canonical: path },
    robots: { index, follow: true },
    openGraph: { title: title ?? named, description, url: path, siteName: site.name, locale: 'zh_CN', type: 'website' },
  };
}
