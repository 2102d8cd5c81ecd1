import * as content from '#lib/content/index.ts';
import { feedResponse, formatOf } from '#lib/feeds/response.ts';

export const dynamic = 'force-static';

type Params = { slug: string; feed: string };

export function generateStaticParams(): Params[] {
  return [{ slug: '-', feed: '-' }];
}

/** The newest stories of a dossier or tag, in each format. */
export async function GET(_: Request, { params }: { params: Promise<Params> }): Promise<Response> {
  const { slug, feed } = await params;
  const format = formatOf(feed);
  return feedResponse(format && (await content.feed('topic', slug)), format ?? 'rss');
}
