import * as content from '#lib/content/index.ts';
import { feedResponse } from '#lib/feeds/response.ts';

export const dynamic = 'force-static';

export function generateStaticParams(): { show: string }[] {
  return [{ show: '-' }];
}

/** The episodes of a show, for podcast players. */
export async function GET(_: Request, { params }: { params: Promise<{ show: string }> }): Promise<Response> {
  return feedResponse(await content.feed('show', (await params).show), 'rss');
}
