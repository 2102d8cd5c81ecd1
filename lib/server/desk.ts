import { randomBytes } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { site } from '#site.config.ts';
import { clock } from '../cache/clock.ts';
import { type Asked, askedBy } from './address.ts';

/**
 * What holds for every answer of the desk, before Next.js is asked: a policy with a nonce of its own, nothing kept by
 * anyone, nothing changed at the word of another site, and one sentence where the database does not answer.
 */
export async function serveDesk(next: RequestListener, request: IncomingMessage, response: ServerResponse) {
  const asked = askedBy(request);
  const nonce = randomBytes(16).toString('base64');
  // A preview stands in a frame of the desk; nothing else of the desk stands in any.
  const framed = /^\/desk\/preview\//.test(request.url ?? '');
  const policy = deskPolicy(nonce, framed);
  for (const [name, value] of Object.entries(deskHeaders)) response.setHeader(name, value);
  if (framed) response.setHeader('X-Frame-Options', 'SAMEORIGIN');
  response.setHeader('Content-Security-Policy', policy);

  if (!isRead(request.method) && !isOwnOrigin(request, asked))
    return plainAnswer(response, 403, '这个操作不是从本站的页面发出的，没有执行。');
  if (!clock.inTouch) return unavailable(response, nonce);

  const { headers } = request;
  // Next.js reads the nonce from the policy; the application reads the rest. What came from outside is overwritten.
  headers['content-security-policy'] = policy;
  delete headers['content-security-policy-report-only'];
  delete headers.forwarded;
  headers['x-forwarded-for'] = asked.address;
  headers['x-forwarded-proto'] = asked.scheme;
  // Its own check of a server action's origin compares with this.
  headers['x-forwarded-host'] = (!isRead(request.method) && hostOf(headers.origin)) || asked.host;
  headers['x-nonce'] = nonce;
  headers['x-desk-path'] = pageOf(request.url ?? '/desk');
  return next(request, response);
}

/** The page that is asked for, without what Next.js adds when it asks for the page's data. */
function pageOf(url: string): string {
  return url.replace(/([?&])_rsc=[^&]*&?/, '$1').replace(/[?&]$/, '');
}

/**
 * Scripts and style sheets of ours alone; `style` attributes, which measuring and dragging need, may stand.
 * @param framed whether the desk may hold it in a frame.
 */
export function deskPolicy(nonce: string, framed = false): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${framed ? "'self'" : "'none'"}`,
  ].join('; ');
}

const deskHeaders = {
  'Cache-Control': 'private, no-store',
  'X-Frame-Options': 'DENY',
  'X-Robots-Tag': 'noindex, nofollow',
  // Links of invitations are in addresses. (Not `no-referrer`: browsers would then send no Origin either.)
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

function isRead(method: string | undefined): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** Browsers send Origin with everything that changes something. Who sends none is no browser, and has an API. */
export function isOwnOrigin({ headers }: IncomingMessage, { host }: Asked): boolean {
  if (headers['sec-fetch-site'] && headers['sec-fetch-site'] !== 'same-origin') return false;
  // As nearly all say it: no need to take it apart.
  if (headers.origin === `https://${host}` || headers.origin === `http://${host}`) return true;
  const origin = hostOf(headers.origin);
  return origin !== null && (origin === host.toLowerCase() || origin === new URL(site.origin).host);
}

function hostOf(origin: string | undefined): string | null {
  return origin !== undefined && URL.canParse(origin) ? new URL(origin).host || null : null;
}

function plainAnswer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}

function unavailable(response: ServerResponse, nonce: string): void {
  const html = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>编辑部暂时不能保存</title><style nonce="${nonce}">
:root{color-scheme:light dark}body{font:1rem/1.8 system-ui,sans-serif;max-width:34rem;margin:18vh auto 0;padding:0 1.5rem}h1{font-size:1.5rem}
</style></head><body><main><h1>编辑部暂时不能保存</h1>
<p>数据库没有应答，现在什么也存不进去。读者看到的网站不受影响。</p>
<p>正在写的稿件请不要关闭页面：文字还在这个浏览器里，数据库恢复后会自动存上。</p>
<p><a href="/desk">再试一次</a></p></main></body></html>`;
  response.writeHead(503, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': Buffer.byteLength(html),
    'Retry-After': '10',
  });
  response.end(html);
}
