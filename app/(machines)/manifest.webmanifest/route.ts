import { webManifest } from '#lib/sitemaps/manifest.ts';
import { site } from '#site.config.ts';

export const dynamic = 'force-static';

export function GET(): Response {
  return new Response(webManifest(site), { headers: { 'Content-Type': 'application/manifest+json; charset=utf-8' } });
}
