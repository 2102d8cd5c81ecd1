import * as content from '#lib/content/index.ts';
import { mapLimits } from '#lib/sitemaps/parts.ts';
import { notThere, xmlResponse } from '#lib/sitemaps/response.ts';
import { urlset } from '#lib/sitemaps/xml.ts';
import { site } from '#site.config.ts';

export const dynamic = 'force-static';

export function generateStaticParams(): { part: string }[] {
  return [{ part: '-' }];
}

/** A part of the site map. */
export async function GET(_: Request, { params }: { params: Promise<{ part: string }> }): Promise<Response> {
  const entries = await content.sitemapPart((await params).part.replace(/\.xml$/, ''), mapLimits.urls);
  if (!entries) return notThere();
  return xmlResponse(urlset(entries, { origin: site.origin, plain: false, maxBytes: mapLimits.bytes }));
}
