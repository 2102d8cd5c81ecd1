import { applyEvent } from '#lib/cache/revalidate.ts';
import { methodNotAllowed, problemResponse } from '#lib/http/problem.ts';
import { atRequestTime } from '#lib/http/request-time.ts';
import { answerCall } from '#lib/newsroom/call.ts';
import { toApply } from '#lib/newsroom/index.ts';

/** An editors' system says what changed; the answer says what is stale by it. See `docs/revalidate.md`. */
export async function POST(request: Request): Promise<Response> {
  const call = await answerCall(request);
  if (!call.ok) return problemResponse(call.problem, call.headers);
  try {
    await Promise.all(toApply(call.done).map(applyEvent));
  } catch (error) {
    // It is committed, and stale on this instance; open tabs hear of it when the database is back.
    console.error('/api/revalidate:', error);
  }
  return Response.json(call.answer, { headers: { 'Cache-Control': 'no-store' } });
}

export async function GET(request: Request): Promise<Response> {
  atRequestTime(request);
  return methodNotAllowed('POST');
}

export { GET as DELETE, GET as PATCH, GET as PUT };
