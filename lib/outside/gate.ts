import { addressOf, bearerOf } from '#lib/http/caller.ts';
import { type Problem, type ProblemName, problem, problemResponse } from '#lib/http/problem.ts';
import { type RateLimit, rateLimit } from '#lib/http/rate-limit.ts';
import { type Scope, scopeNames } from '#lib/newsroom/api-token.ts';
import { type Caller, callerOf } from '#lib/newsroom/tokens.ts';

/** An outside system is not let in, or its request is of no use. Thrown inside of an endpoint; `answering` makes the answer of it. */
export class Denied extends Error {
  readonly problem: Problem;
  readonly headers: Record<string, string>;

  constructor(name: ProblemName, detail: string, headers: Record<string, string> = {}) {
    super(detail);
    this.name = 'Denied';
    this.problem = problem(name, detail);
    this.headers = headers;
  }
}

/** Calls a minute, of each token and on each instance. Strangers are counted by address, apart from all who have a token. */
const limits: Record<Scope, RateLimit> = {
  revalidate: rateLimit(60),
  'stories:read': rateLimit(300),
  'stories:write': rateLimit(60),
  'media:write': rateLimit(60),
};
const strangers = rateLimit(60);

/** How a 401 says how one could be let in (RFC 9110, 15.5.2), and a 403 what is missing (RFC 6750, 3.1). */
export function challenge(error?: 'invalid_token' | 'insufficient_scope', scope?: Scope): Record<string, string> {
  const parts = ['realm="weishui"', ...(error ? [`error="${error}"`] : []), ...(scope ? [`scope="${scope}"`] : [])];
  return { 'WWW-Authenticate': `Bearer ${parts.join(', ')}` };
}

/** Who asks, if they may. @throws {Denied} 401, 403 or 429. */
export async function admit(request: Request, scope: Scope): Promise<Caller> {
  const token = bearerOf(request);
  const found = token === null ? null : await callerOf(token);
  if (!found?.ok) {
    refuseTooMany(strangers.take(addressOf(request)));
    if (!found) throw new Denied('unauthorized', '请求没有带接口令牌。', challenge());
    throw new Denied('unauthorized', found.message, challenge('invalid_token'));
  }
  const { caller } = found;
  refuseTooMany(limits[scope].take(String(caller.id)));
  if (!caller.scopes.includes(scope))
    throw new Denied(
      'forbidden',
      `这个令牌没有“${scopeNames[scope]}”(${scope})的用途。`,
      challenge('insufficient_scope', scope),
    );
  return caller;
}

/** Runs an endpoint: what it refuses and what goes wrong becomes a problem document, and nothing of it is kept by anyone. */
export async function answering(work: () => Promise<Response>): Promise<Response> {
  try {
    const response = await work();
    response.headers.set('Cache-Control', 'no-store');
    return response;
  } catch (error) {
    if (error instanceof Denied) return problemResponse(error.problem, error.headers);
    console.error('接口请求没有办成:', error);
    return problemResponse(problem('unavailable', '暂时不能处理，什么也没有改动，请稍后重发。'), {
      'Retry-After': '5',
    });
  }
}

function refuseTooMany(seconds: number): void {
  if (seconds > 0)
    throw new Denied('too-many-requests', `请求太频繁，请 ${seconds} 秒后再试。`, { 'Retry-After': String(seconds) });
}
