import { methodNotAllowed, problem, problemResponse } from '#lib/http/problem.ts';
import { liveHub } from '#lib/live/live.ts';

const streamHeaders = {
  'Content-Type': 'text/event-stream',
  // Compression would hold messages back until it has a block full.
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
};

/** Which panels changed: as server-sent events, or with `?poll=1` as one JSON answer. */
export async function GET(request: Request): Promise<Response> {
  const query = new URL(request.url).searchParams;
  // What the browser itself remembers is newer than the address, which it repeats when it comes back.
  const after = eventId(request.headers.get('last-event-id') || query.get('after'));
  if (after === undefined) return problemResponse(problem('bad-request', 'after 须是事件编号。'));
  if (query.has('poll')) {
    return Response.json(liveHub().since(after), { headers: { 'Cache-Control': 'public, max-age=2' } });
  }
  const stream = liveHub().open(after);
  if (stream) return new Response(stream, { headers: streamHeaders });
  return problemResponse(problem('too-many-clients', '实时连接已满，请稍后再连。'), {
    'Retry-After': String(5 + Math.floor(Math.random() * 10)),
  });
}

/** Without this, Next.js would answer HEAD by opening a stream; what is no stream answers as GET. */
export async function HEAD(request: Request): Promise<Response> {
  const query = new URL(request.url).searchParams;
  const stream = !query.has('poll') && eventId(query.get('after')) !== undefined;
  return stream ? new Response(null, { headers: streamHeaders }) : GET(request);
}

const refuse = () => methodNotAllowed('GET, HEAD');

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };

/** An event's number; null where none is given, undefined where it is not a number. */
function eventId(text: string | null): number | null | undefined {
  if (!text) return null;
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
