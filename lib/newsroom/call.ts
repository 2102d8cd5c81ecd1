import { sql } from 'drizzle-orm';
import { db } from '#db/client.ts';
import { revalidationCall } from '#db/schema/index.ts';
import type { PanelName } from '#lib/cache/tags.ts';
import { readBody, utf8 } from '#lib/http/body.ts';
import { addressOf, bearerOf } from '#lib/http/caller.ts';
import { isTimely, sameSecret, sign } from '#lib/http/credentials.ts';
import { type Problem, type ProblemName, problem } from '#lib/http/problem.ts';
import { type RateLimit, rateLimit } from '#lib/http/rate-limit.ts';
import { looksLikeApiToken } from './api-token.ts';
import { type Asked, asked, revalidate } from './asked.ts';
import { type Done, toApply } from './result.ts';
import { callerOf } from './tokens.ts';
import { validate } from './validate.ts';

/** What was made stale, all events together. */
export type CallAnswer = { stale: { hard: string[]; soft: string[]; panels: PanelName[] }; eventIds: number[] };

export type Call =
  | { ok: true; done: Done; answer: CallAnswer }
  | { ok: false; problem: Problem; headers: Record<string, string> };

type Refused = Extract<Call, { ok: false }>;
type Caller = { name: string; body: Uint8Array; signature?: string };

const largestBody = 64 * 1024;
const callsPerMinute = 60;
/** Rows of `revalidation_call` that are kept, whoever knocks how often. */
const keepCalls = 50_000;

/** One caller's calls a minute, and a stranger's attempts: kept apart, so that a stranger cannot use up the caller's. */
const limit: RateLimit = rateLimit(callsPerMinute);

/**
 * Answers one call of `/api/revalidate`: who is it, how often, what does it say; then records it, refused or not.
 * Callers have a token of the desk with the scope `revalidate`, or a secret of the environment (`REVALIDATE_TOKEN`,
 * `REVALIDATE_SECRET`).
 */
export async function answerCall(request: Request): Promise<Call> {
  const caller = await identify(request);
  if ('problem' in caller) {
    const wait = limit.take(`stranger ${addressOf(request)}`);
    return remember(`${addressOf(request)}`, null, wait > 0 ? tooMany(wait) : caller);
  }
  const wait = limit.take(caller.name);
  if (wait > 0) return remember(caller.name, null, tooMany(wait));
  const said = parse(caller.body);
  if ('problem' in said) return remember(caller.name, null, said);
  return remember(caller.name, said, await perform(said, caller));
}

async function perform(said: Asked, { name, signature }: Caller): Promise<Call> {
  let done: Awaited<ReturnType<typeof revalidate>>;
  try {
    done = await revalidate(said, name, signature);
  } catch (error) {
    console.error('/api/revalidate:', error);
    return refused('unavailable', '数据库暂时不可用，什么也没有更新，请稍后重发。', { 'Retry-After': '5' });
  }
  if (!done.ok)
    return done.code === 'replayed' ? unauthorized('replayed', done.message) : refused('bad-request', done.message);
  const events = toApply(done);
  const all = <T>(list: (event: (typeof events)[number]) => readonly T[]) => [...new Set(events.flatMap(list))];
  return {
    ok: true,
    done,
    answer: {
      stale: { hard: all(({ hard }) => hard), soft: all(({ soft }) => soft), panels: all(({ panels }) => panels) },
      eventIds: events.map(({ id }) => id),
    },
  };
}

/** Who calls, by a bearer token or by a signature over time and body; the body is read only as far as it may be large. */
async function identify(request: Request): Promise<Caller | Refused> {
  const token = process.env.REVALIDATE_TOKEN;
  const secret = process.env.REVALIDATE_SECRET;
  const bearer = bearerOf(request);
  if (bearer !== null && looksLikeApiToken(bearer)) return identifyByToken(request, bearer);
  if (!token && !secret) return unauthorized('unauthorized', '这个接口没有启用：服务器没有设置密钥。');

  const signature = request.headers.get('x-weishui-signature')?.toLowerCase();
  const timestamp = request.headers.get('x-weishui-timestamp');
  if (bearer !== null) {
    if (!token || !sameSecret(bearer, token)) return unauthorized('unauthorized', '令牌不对。');
    const body = await readBody(request, largestBody);
    return body ? { name: 'bearer', body } : tooLarge();
  }
  if (!signature || !timestamp) return unauthorized('unauthorized', '请求没有带令牌或签名。');
  if (!secret) return unauthorized('bad-signature', '签名不对。');
  if (!isTimely(timestamp, Date.now())) return unauthorized('stale-timestamp', '时间戳与服务器时间相差超过 5 分钟。');
  const body = await readBody(request, largestBody);
  if (!body) return tooLarge();
  if (!sameSecret(signature, sign(secret, timestamp, body))) return unauthorized('bad-signature', '签名不对。');
  return { name: 'hmac', body, signature };
}

async function identifyByToken(request: Request, token: string): Promise<Caller | Refused> {
  let found: Awaited<ReturnType<typeof callerOf>>;
  try {
    found = await callerOf(token);
  } catch (error) {
    console.error('/api/revalidate:', error);
    return refused('unavailable', '数据库暂时不可用，什么也没有更新，请稍后重发。', { 'Retry-After': '5' });
  }
  if (!found.ok) return unauthorized('unauthorized', found.message);
  const { caller } = found;
  if (!caller.scopes.includes('revalidate'))
    return refused('forbidden', '这个令牌没有“刷新页面”(revalidate)的用途。', {
      'WWW-Authenticate': 'Bearer realm="weishui", error="insufficient_scope", scope="revalidate"',
    });
  const body = await readBody(request, largestBody);
  return body ? { name: `token:${caller.id} ${caller.name}`, body } : tooLarge();
}

function parse(body: Uint8Array): Asked | Refused {
  const text = utf8(body);
  if (text === null) return refused('bad-request', '请求内容不是 UTF-8 文本。');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refused('bad-request', '请求内容不是 JSON。');
  }
  const checked = validate(asked, json);
  return checked.ok ? checked.data : refused('bad-request', `请求内容不合要求：${checked.message}。`);
}

/** Records the call, without its headers; a recording that fails does not change the answer. */
async function remember(caller: string, request: Asked | null, call: Call): Promise<Call> {
  try {
    const [row] = await db
      .insert(revalidationCall)
      .values({
        caller,
        status: call.ok ? 200 : call.problem.status,
        request,
        answer: call.ok ? call.answer : call.problem,
      })
      .returning({ id: revalidationCall.id });
    // Now and then, and over a range of the key: what is older than the newest so many goes.
    if (row && row.id % 1000 === 0)
      await db.delete(revalidationCall).where(sql`${revalidationCall.id} <= ${row.id - keepCalls}`);
  } catch (error) {
    console.error('/api/revalidate 的调用没有记录下来:', error);
  }
  return call;
}

function refused(name: ProblemName, detail: string, headers: Record<string, string> = {}): Refused {
  return { ok: false, problem: problem(name, detail), headers };
}

/** RFC 9110, 15.5.2: a 401 says how one could be let in. */
function unauthorized(name: ProblemName, detail: string): Refused {
  return refused(name, detail, { 'WWW-Authenticate': 'Bearer realm="weishui"' });
}

function tooLarge(): Refused {
  return refused('too-large', '请求内容超过 64 KB。');
}

function tooMany(seconds: number): Refused {
  return refused('too-many-requests', `请求太频繁，请 ${seconds} 秒后再试。`, { 'Retry-After': String(seconds) });
}
