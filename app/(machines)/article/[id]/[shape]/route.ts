import * as content from '#lib/content/index.ts';
import { jpegResponse, noPicture } from '#lib/media/answers.ts';
import { cropped, isShape } from '#lib/media/crop.ts';
import { storyPicture } from '#lib/seo/story.ts';
import { positiveInteger } from '#lib/text/number.ts';

export const dynamic = 'force-static';

export function generateStaticParams(): { id: string; shape: string }[] {
  return [{ id: '0', shape: '-' }];
}

/** A story's picture as engines ask for it: 16:9, 4:3, 1:1, around its focal point. */
export async function GET(
  _: Request,
  { params }: { params: Promise<{ id: string; shape: string }> },
): Promise<Response> {
  const { id, shape } = await params;
  const name = shape.replace(/\.jpg$/, '');
  const number = positiveInteger(id);
  const story = number === null || !isShape(name) ? null : await content.article(number);
  const picture = story?.state === 'published' ? storyPicture(story) : null;
  if (!picture || !isShape(name)) return noPicture();
  return jpegResponse(await cropped(picture, name));
}
