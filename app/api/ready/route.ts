import { clock } from '#lib/cache/clock.ts';
import { methodNotAllowed, problem, problemResponse } from '#lib/http/problem.ts';
import { atRequestTime } from '#lib/http/request-time.ts';
import { draining } from '#lib/server/draining.ts';

/** Readiness: this instance can render pages, hears what changes, and is not about to stop. */
export async function GET(request: Request): Promise<Response> {
  atRequestTime(request);
  if (clock.now === null) return notReady('还没有连上数据库。');
  if (draining.since !== null) return notReady('这个实例正在停止。');
  if (!clock.inTouch) return notReady('数据库没有应答。');
  return Response.json({ status: 'ready', event: clock.now }, { headers: { 'Cache-Control': 'no-store' } });
}

const refuse = () => methodNotAllowed('GET, HEAD');

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };

function notReady(detail: string): Response {
  return problemResponse(problem('not-ready', detail), { 'Retry-After': '2' });
}
