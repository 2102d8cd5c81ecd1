import * as content from '#lib/content/index.ts';
import { robotsTxt } from '#lib/sitemaps/robots.ts';
import { site } from '#site.config.ts';

export const dynamic = 'force-static';

/** What crawlers may read. */
export async function GET(): Promise<Response> {
  return new Response(robotsTxt({ ...site, aiCrawlers: await content.crawlers() }), {
    headers: { 'Content-Type': 'text/plain; charset=utf-8' },
  });
}
