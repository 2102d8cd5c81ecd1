import * as content from '#lib/content/index.ts';
import { chaptersJson, chaptersType } from '#lib/feeds/podcast.ts';
import { publicData } from '#lib/feeds/response.ts';
import { positiveInteger } from '#lib/text/number.ts';

export const dynamic = 'force-static';

export function generateStaticParams(): { id: string }[] {
  return [{ id: '0' }];
}

/** The chapters of a story's sound or film, for podcast players. */
export async function GET(_: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const id = positiveInteger((await params).id);
  const story = id === null ? null : await content.article(id);
  const chapters = story?.state === 'published' ? (story.media?.chapters ?? []) : [];
  if (chapters.length === 0) return new Response(null, { status: 404 });
  return new Response(chaptersJson(chapters), { headers: { ...publicData, 'Content-Type': chaptersType } });
}
