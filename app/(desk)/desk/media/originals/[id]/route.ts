import { currentActor } from '#lib/auth/current.ts';
import { answerOriginal } from '#lib/media/http.ts';
import { positiveInteger } from '#lib/text/number.ts';

type Context = { params: Promise<{ id: string }> };

/** The unaltered original, for the newsroom alone. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const [actor, { id }] = await Promise.all([currentActor(), params]);
  if (!actor) return new Response('请先登录。', { status: 401 });
  return answerOriginal(request, actor, positiveInteger(id) ?? 0);
}
