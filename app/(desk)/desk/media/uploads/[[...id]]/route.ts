import { currentActor } from '#lib/auth/current.ts';
import { answerUploads } from '#lib/media/http.ts';

/** Files on their way in, by the tus protocol, and what became of them (docs/media.md). */
async function answer(request: Request): Promise<Response> {
  const actor = await currentActor();
  if (!actor) return new Response('登录已过期：请在另一个标签页重新登录，上传会接着进行。', { status: 401 });
  return answerUploads(request, actor);
}

export { answer as DELETE, answer as GET, answer as HEAD, answer as OPTIONS, answer as PATCH, answer as POST };
