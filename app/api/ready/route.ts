import { sql } from '#db/client.ts';
import { clock } from '#lib/cache/clock.ts';
import { methodNotAllowed, problem, problemResponse } from '#lib/http/problem.ts';
import { atRequestTime } from '#lib/http/request-time.ts';

const patience = 1_000;

/** Readiness: this instance can render pages, and hears what changes. */
export async function GET(request: Request): Promise<Response> {
  atRequestTime(request);
  if (!(await databaseAnswers())) return notReady('数据库在一秒内没有应答。');
  if (clock.now === null) return notReady('还没有连上事件通知。');
  return Response.json({ status: 'ready', event: clock.now }, { headers: { 'Cache-Control': 'no-store' } });
}

const refuse = () => methodNotAllowed('GET, HEAD');

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };

function notReady(detail: string): Response {
  return problemResponse(problem('not-ready', detail), { 'Retry-After': '2' });
}

async function databaseAnswers(): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), patience);
  });
  const answered = (async () => {
    try {
      await sql`select 1`;
      return true;
    } catch {
      return false;
    }
  })();
  try {
    return await Promise.race([answered, late]);
  } finally {
    clearTimeout(timer);
  }
}
