import { readdir, stat } from 'node:fs/promises';
import { request } from 'node:http';
import path from 'node:path';
import { expect, read, siteUrl, test, testSite } from './test.ts';

/** Sends a path byte for byte, as a browser would not. */
function raw(target: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(siteUrl());
    const asked = request({ hostname, port, path: target, method: 'GET' }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    asked.once('error', reject);
    asked.end();
  });
}

const nowhere = [
  ...[
    '0',
    '-1',
    '1e9',
    '9999999999999999999999',
    'abc',
    '%00',
    '%',
    '%ff',
    '01',
    '1.5',
    '999999999',
    '..%2f..%2fetc%2fpasswd',
    '1%20',
    '１',
  ].map((id) => `/article/${encodeURI(id).replaceAll('%25', '%')}`),
  '/section/nowhere',
  '/section/local/page/0',
  '/section/local/page/99999',
  '/section/local/page/-1',
  '/section/local/page/x',
  '/archive/2026-02-30',
  '/archive/2026-13-01',
  '/archive/0000-00-00',
  '/archive/9999-12-31',
  '/archive/x',
  '/topic/nowhere',
  '/author/nobody',
  '/blog/nobody',
  '/podcast/nothing',
  '/panel/nothing',
  '/article/1/print/x',
  '/.git/config',
  '/.env',
  '/package.json',
  '/db/client.ts',
  '/../package.json',
  '/media/../../package.json',
  '/media/%2e%2e/%2e%2e/package.json',
  '/not-found-page',
  '/_next/data/x.json',
  '//evil.example/',
  `/${'a'.repeat(10_000)}`,
  `/article/${'1'.repeat(8_000)}`,
];

test('every address where nothing is answers 404 with a page that can be read', async () => {
  const wrong: Record<string, unknown> = {};
  for (const target of nowhere) {
    const { status, text } = await raw(target);
    const readable = text.includes('<h1') && text.includes('href="/"') && !/at .*\.(ts|js):\d+/.test(text);
    if (status !== 404 || !readable) wrong[target.slice(0, 80)] = { status, text: text.slice(0, 200) };
  }
  expect(wrong).toEqual({});
});

test('methods that make no sense are refused, and HEAD answers as GET without a body', async () => {
  for (const method of ['POST', 'PUT', 'DELETE']) {
    const answer = await read('/', { method });
    expect([method, answer.status, answer.headers.get('allow')]).toEqual([method, 405, 'GET, HEAD']);
  }
  const get = await read('/latest');
  const head = await read('/latest', { method: 'HEAD' });
  expect(head.html).toBe('');
  expect([head.status, head.headers.get('etag')]).toEqual([get.status, get.headers.get('etag')]);
});

test('two thousand addresses that do not exist leave nothing on the disk', async () => {
  const cache = path.join(testSite().dataDir, 'cache');
  const files = async () => (await readdir(cache, { recursive: true })).length;
  await read('/nowhere');
  const before = await files();
  for (let start = 0; start < 2_000; start += 20) {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => raw(n % 2 ? `/article/${800_000 + start + n}` : `/x/${start + n}`)),
    );
    expect(answers.every(({ status }) => status === 404)).toBe(true);
  }
  expect(await files()).toBe(before);
  expect((await stat(cache)).isDirectory()).toBe(true);
});

test('headers of every answer close what a hardened site closes', async () => {
  for (const target of ['/', '/nowhere', '/latest/', '/api/health', '/speculation-rules.json']) {
    const { headers } = await read(target);
    expect(headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin');
    expect(headers.get('x-powered-by')).toBeNull();
  }
});
