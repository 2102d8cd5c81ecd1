import { methodNotAllowed } from '#lib/http/problem.ts';
import { atRequestTime } from '#lib/http/request-time.ts';
import { admit, answering, Denied } from '#lib/outside/gate.ts';
import { readStory } from '#lib/outside/stories.ts';
import { positiveInteger } from '#lib/text/number.ts';

type Context = { params: Promise<{ id: string }> };

/** What became of one story. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  atRequestTime(request);
  return answering(async () => {
    const caller = await admit(request, 'stories:read');
    const id = positiveInteger((await params).id);
    const story = id === null ? null : await readStory(caller, id);
    if (!story) throw new Denied('not-found', '没有这篇稿件，或者这个令牌看不到它。');
    return Response.json(story);
  });
}

const refuse = () => methodNotAllowed('GET, HEAD');

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
