import { methodNotAllowed } from '#lib/http/problem.ts';
import { atRequestTime } from '#lib/http/request-time.ts';

/** Liveness: the process answers. */
export async function GET(request: Request): Promise<Response> {
  atRequestTime(request);
  return Response.json({ status: 'ok' }, { headers: { 'Cache-Control': 'no-store' } });
}

const refuse = () => methodNotAllowed('GET, HEAD');

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
