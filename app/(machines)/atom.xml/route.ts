import * as content from '#lib/content/index.ts';
import { feedResponse } from '#lib/feeds/response.ts';

export const dynamic = 'force-static';

/** The newest stories of the whole site. */
export async function GET(): Promise<Response> {
  return feedResponse(await content.feed('site', ''), 'atom');
}
