import { methodNotAllowed } from '#lib/http/problem.ts';
import { atRequestTime } from '#lib/http/request-time.ts';
import { admit, answering } from '#lib/outside/gate.ts';
import { takeMedia } from '#lib/outside/media.ts';

/** An outside system brings a file for the media library. See `docs/api.md`. */
export function POST(request: Request): Promise<Response> {
  return answering(async () => {
    const answer = await takeMedia(await admit(request, 'media:write'), request);
    const done = answer.state === 'done';
    const headers = { Location: `/api/media/${answer.upload}`, ...(!done && { 'Retry-After': '5' }) };
    return Response.json(answer, { status: done ? 201 : 202, headers });
  });
}

export async function GET(request: Request): Promise<Response> {
  atRequestTime(request);
  return methodNotAllowed('POST');
}

export { GET as DELETE, GET as PATCH, GET as PUT };
