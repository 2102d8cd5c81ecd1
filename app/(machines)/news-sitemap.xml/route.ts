import * as content from '#lib/content/index.ts';
import { xmlResponse } from '#lib/sitemaps/response.ts';
import { newsUrlset } from '#lib/sitemaps/xml.ts';
import { site } from '#site.config.ts';

export const dynamic = 'force-static';

/** Stories of the last two days, for Google News. */
export async function GET(): Promise<Response> {
  return xmlResponse(newsUrlset(await content.newsEntries(), { origin: site.origin, name: site.name }));
}
