/** What can go wrong at the border, by the name that stands in `type`: `urn:weishui:problem:{name}`. */
const titles = {
  unauthorized: [401, '未授权'],
  'bad-signature': [401, '签名无效'],
  'stale-timestamp': [401, '时间戳过期'],
  replayed: [401, '签名已用过'],
  forbidden: [403, '没有权限'],
  'not-found': [404, '没有找到'],
  'bad-request': [400, '请求无效'],
  'method-not-allowed': [405, '方法不被接受'],
  'length-required': [411, '缺少长度'],
  'too-large': [413, '请求过大'],
  'wrong-type': [415, '内容类型不被接受'],
  unusable: [422, '内容无法使用'],
  'key-reused': [422, '幂等键已用于别的请求'],
  'too-many-requests': [429, '请求过多'],
  'too-many-clients': [503, '连接已满'],
  'not-ready': [503, '尚未就绪'],
  unavailable: [503, '暂时不可用'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemName = keyof typeof titles;

/** A problem as RFC 9457 describes it. `detail` is a Chinese sentence for whoever reads the log of the caller. */
export type Problem = { type: string; title: string; status: number; detail: string };

export function problem(name: ProblemName, detail: string): Problem {
  const [status, title] = titles[name];
  return { type: `urn:weishui:problem:${name}`, title, status, detail };
}

/** The answer that carries a problem (`application/problem+json`), never stored by anyone. */
export function problemResponse(what: Problem, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(what), {
    status: what.status,
    headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store', ...headers },
  });
}

/** 405 with the methods that are accepted. */
export function methodNotAllowed(allow: string): Response {
  return problemResponse(problem('method-not-allowed', `这个地址只接受 ${allow}。`), { Allow: allow });
}
