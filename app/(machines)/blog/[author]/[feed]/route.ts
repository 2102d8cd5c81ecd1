import * as content from '#lib/content/index.ts';
import { feedResponse, formatOf } from '#lib/feeds/response.ts';

export const dynamic = 'force-static';

type Params = { author: string; feed: string };

export function generateStaticParams(): Params[] {
  return [{ author: '-', feed: '-' }];
}

/** The newest stories of a columnist’s blog, in each format. */
export async function GET(_: Request, { params }: { params: Promise<Params> }): Promise<Response> {
  const { author, feed } = await params;
  const format = formatOf(feed);
  return feedResponse(format && (await content.feed('blog', author)), format ?? 'rss');
}
