import { pngResponse } from '#lib/media/answers.ts';
import { drawCard } from '#lib/media/card.ts';
import { site } from '#site.config.ts';

export const dynamic = 'force-static';

/** What stands for pages without a picture where their addresses are shared. */
export async function GET(): Promise<Response> {
  return pngResponse(
    await drawCard({ title: site.slogan, name: site.name, slogan: site.latinName, foot: `${site.region}${site.city}` }),
  );
}
