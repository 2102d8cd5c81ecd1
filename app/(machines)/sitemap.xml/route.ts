import * as content from '#lib/content/index.ts';
import { mapLimits } from '#lib/sitemaps/parts.ts';
import { xmlResponse } from '#lib/sitemaps/response.ts';
import { sitemapIndex } from '#lib/sitemaps/xml.ts';
import { site } from '#site.config.ts';

export const dynamic = 'force-static';

/** The index of the site map. */
export async function GET(): Promise<Response> {
  return xmlResponse(sitemapIndex(await content.sitemapParts(mapLimits.urls), { origin: site.origin, plain: false }));
}
