import { openSearch } from '#lib/sitemaps/open-search.ts';
import { site } from '#site.config.ts';

export const dynamic = 'force-static';

export function GET(): Response {
  return new Response(openSearch(site), {
    headers: { 'Content-Type': 'application/opensearchdescription+xml; charset=utf-8', 'X-Robots-Tag': 'noindex' },
  });
}
