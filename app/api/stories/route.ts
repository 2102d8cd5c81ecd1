import { methodNotAllowed } from '#lib/http/problem.ts';
import { atRequestTime } from '#lib/http/request-time.ts';
import { createDraft } from '#lib/outside/drafts.ts';
import { admit, answering } from '#lib/outside/gate.ts';
import { listStories } from '#lib/outside/stories.ts';

/** Outside systems read what became of stories, and hand in drafts. See `docs/api.md`. */
export function GET(request: Request): Promise<Response> {
  atRequestTime(request);
  return answering(async () => {
    const caller = await admit(request, 'stories:read');
    return Response.json(await listStories(caller, new URL(request.url).searchParams));
  });
}

export function POST(request: Request): Promise<Response> {
  return answering(async () => {
    const caller = await admit(request, 'stories:write');
    const { answer, replayed } = await createDraft(caller, request);
    const headers = { Location: `/api/stories/${answer.id}`, ...(replayed && { 'Idempotency-Replayed': 'true' }) };
    return Response.json(answer, { status: 201, headers });
  });
}

const refuse = () => methodNotAllowed('GET, HEAD, POST');

export { refuse as DELETE, refuse as PATCH, refuse as PUT };
