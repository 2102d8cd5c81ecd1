import * as content from '#lib/content/index.ts';
import { publicData } from '#lib/feeds/response.ts';
import { squareCover } from '#lib/media/cover.ts';
import { readMedia } from '#lib/media/read.ts';

export const dynamic = 'force-static';

export function generateStaticParams(): { show: string }[] {
  return [{ show: '-' }];
}

/** A show's cover as podcast directories ask for it. */
export async function GET(_: Request, { params }: { params: Promise<{ show: string }> }): Promise<Response> {
  const cover = await content.showCover((await params).show);
  if (!cover) return new Response(null, { status: 404 });
  const jpeg = await squareCover(await readMedia(cover.file), cover.focus);
  return new Response(new Uint8Array(jpeg), { headers: { ...publicData, 'Content-Type': 'image/jpeg' } });
}
