import * as content from '#lib/content/index.ts';
import { noPicture, pngResponse } from '#lib/media/answers.ts';
import { drawCard } from '#lib/media/card.ts';
import { oneLine } from '#lib/seo/text.ts';
import { positiveInteger } from '#lib/text/number.ts';
import { site } from '#site.config.ts';

export const dynamic = 'force-static';

export function generateStaticParams(): { id: string }[] {
  return [{ id: '0' }];
}

/** A story's title, drawn: what is shown of a story without a picture where its address is shared. */
export async function GET(_: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const id = positiveInteger((await params).id);
  const story = id === null ? null : await content.article(id);
  if (story?.state !== 'published') return noPicture();
  const { title, section, published } = story;
  const foot = `${section.name}　${published.day}`;
  return pngResponse(await drawCard({ title: oneLine(title), name: site.name, slogan: site.slogan, foot }));
}
