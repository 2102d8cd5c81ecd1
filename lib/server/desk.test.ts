import { createServer, type IncomingMessage, type Server } from 'node:http';
import { Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clock } from '../cache/clock.ts';
import { askedBy, proxies, settleAddress } from './address.ts';
import { serveDesk } from './desk.ts';

let server: Server;
let origin: string;
/** What the application was asked, after the guard. */
let seen: IncomingMessage['headers'] | null;

beforeAll(async () => {
  server = createServer(
    (request, response) =>
      void serveDesk(
        (inner, answer) => {
          seen = { ...inner.headers };
          answer.end('ok');
        },
        request,
        response,
      ),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  seen = null;
  clock.inTouch = true;
});

describe('every answer of the desk', () => {
  it('has a nonce of its own, told to the application, and is kept by nobody', async () => {
    const answers = await Promise.all([1, 2].map(() => fetch(`${origin}/desk?x=1`)));
    const policies = answers.map(({ headers }) => headers.get('content-security-policy') ?? '');
    expect(new Set(policies)).toHaveLength(2);
    expect(policies[0]).toMatch(/script-src 'self' 'nonce-[\w+/]{22}==' 'strict-dynamic'/);
    expect(policies[0]).toContain("frame-ancestors 'none'");
    expect(policies[0]).not.toMatch(/script-src[^;]*unsafe/);
    expect(policies).toContain(seen?.['content-security-policy']);
    expect(seen?.['x-desk-path']).toBe('/desk?x=1');
    for (const asked of ['/desk?_rsc=abc&x=1', '/desk?x=1&_rsc=abc']) {
      await fetch(origin + asked);
      expect(seen?.['x-desk-path']).toBe('/desk?x=1');
    }
    const [headers] = answers.map((answer) => answer.headers);
    expect(headers?.get('cache-control')).toBe('private, no-store');
    expect(headers?.get('x-frame-options')).toBe('DENY');
    expect(headers?.get('x-robots-tag')).toContain('noindex');
  });

  it('stands in no frame, but for a preview, which stands in one of the desk', async () => {
    const framing = async (path: string) => {
      const { headers } = await fetch(origin + path);
      const ancestors = /frame-ancestors [^;]*/.exec(headers.get('content-security-policy') ?? '')?.[0];
      return [headers.get('x-frame-options'), ancestors];
    };
    expect(await framing('/desk/preview/story/1')).toEqual(['SAMEORIGIN', "frame-ancestors 'self'"]);
    for (const path of ['/desk', '/desk/previews', '/desk/stories/1/preview', '/desk?next=/desk/preview/x'])
      expect([path, ...(await framing(path))]).toEqual([path, 'DENY', "frame-ancestors 'none'"]);
  });

  it('is given only what the server knows: a browser cannot set its own nonce, path or, over a proxy, address', async () => {
    await fetch(`${origin}/desk`, {
      headers: {
        'content-security-policy': "script-src 'nonce-mine'",
        'x-nonce': 'mine',
        'x-desk-path': '//evil.example',
        'x-forwarded-for': '203.0.113.9, 198.51.100.7',
        origin: 'https://evil.example',
      },
    });
    expect(JSON.stringify(seen)).not.toContain('nonce-mine');
    expect(seen?.['x-nonce']).not.toBe('mine');
    expect(seen?.['x-desk-path']).toBe('/desk');
    expect(seen?.['x-forwarded-for']).toBe('198.51.100.7');
    expect(seen?.['x-forwarded-host']).toBe(new URL(origin).host);
  });
});

describe('what changes something', () => {
  const post = (headers: Record<string, string>, method = 'POST') => fetch(`${origin}/desk`, { method, headers });

  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['a subdomain', { origin: 'https://x.127.0.0.1' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['nobody', {}],
    ['a browser that says so', { origin: 'self', 'sec-fetch-site': 'cross-site' }],
    ['a sibling site', { origin: 'self', 'sec-fetch-site': 'same-site' }],
  ])('is refused at the word of %s', async (_, headers: Record<string, string>) => {
    const sent = headers.origin === 'self' ? { ...headers, origin } : headers;
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await post(sent, method);
      expect(answer.status).toBe(403);
      expect(await answer.text()).toContain('没有执行');
    }
    expect(seen).toBeNull();
  });

  it('is done at the word of a page of ours, under whichever name it was asked for', async () => {
    expect((await post({ origin, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    expect((await post({ origin: 'https://news.example:8443', 'x-forwarded-host': 'news.example:8443' })).status).toBe(
      200,
    );
    expect(seen?.['x-forwarded-host']).toBe('news.example:8443');
  });
});

it('says plainly that nothing can be saved while the database does not answer', async () => {
  clock.inTouch = false;
  for (const method of ['GET', 'POST']) {
    const answer = await fetch(`${origin}/desk/people`, { method, headers: { origin } });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    expect(await answer.text()).toContain('现在什么也存不进去');
  }
  expect(seen).toBeNull();
});

describe('who asks', () => {
  const from = (peer: string, headers: IncomingMessage['headers'], trusted?: string) => {
    const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: peer });
    return askedBy({ headers: { host: 'inside', ...headers }, socket }, proxies(trusted));
  };

  it('is the connection, unless that is a proxy that we believe', () => {
    const headers = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'a.example' };
    expect(from('198.51.100.1', headers)).toEqual({ address: '198.51.100.1', host: 'inside', scheme: 'http' });
    const believed = { address: '203.0.113.9', host: 'a.example', scheme: 'https' };
    expect(from('127.0.0.1', headers)).toEqual(believed);
    expect(from('::ffff:127.0.0.1', headers)).toEqual(believed);
    expect(from('10.77.0.10', headers, '10.77.0.0/24')).toEqual(believed);
    expect(from('10.78.0.10', headers, '10.77.0.0/24').address).toBe('10.78.0.10');
  });

  it('is the nearest address that is no proxy: what stands before it, anybody may have written', () => {
    const chain = (list: string) => from('127.0.0.1', { 'x-forwarded-for': list }, '10.0.0.0/8').address;
    expect(chain('1.1.1.1, 203.0.113.9, 10.1.2.3')).toBe('203.0.113.9');
    expect(chain('nonsense, 10.1.2.3')).toBe('10.1.2.3');
    expect(chain('')).toBe('127.0.0.1');
    expect(chain('2001:db8::1')).toBe('2001:db8::1');
  });

  it('is what the interfaces for programs are told, who count strangers by it', () => {
    const told = (peer: string) => {
      const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: peer });
      const headers: IncomingMessage['headers'] = { forwarded: 'for=1.1.1.1', 'x-forwarded-for': '203.0.113.9' };
      settleAddress({ headers, socket });
      return headers;
    };
    expect(told('198.51.100.1')).toEqual({ 'x-forwarded-for': '198.51.100.1' });
    expect(told('127.0.0.1')).toEqual({ 'x-forwarded-for': '203.0.113.9' });
  });

  it('is not guessed from a network that is none', () => {
    for (const wrong of ['everyone', '10.0.0.0/33', '10.0.0.0/8/8', '::1/200'])
      expect(() => proxies(wrong)).toThrow('TRUSTED_PROXIES');
  });
});
