import { createHash, createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { S3Storage } from './s3-storage.ts';

/**
 * Signatures as the specification has them, worked out anew (AWS Signature Version 4, "Authenticating Requests"): the server that
 * the storage is otherwise tested on does not check them.
 */
const secret = 'secret/of+the=bucket';
const seen: { method: string; given: string; computed: string; scope: string }[] = [];
let server: Server;
let folder: string;
let storage: S3Storage;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'weishui-signature-'));
  server = createServer((request, response) => {
    request.resume().on('end', () => {
      seen.push(check(request));
      response.writeHead(200, { 'Content-Type': 'application/xml', ETag: '"a"' });
      response.end(request.method === 'GET' ? '<ListBucketResult></ListBucketResult>' : '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as { port: number }).port}/bucket`;
  storage = new S3Storage({ endpoint, region: 'cn-north-1', accessKeyId: 'KEY', secretAccessKey: secret });
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const mac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

function check(request: IncomingMessage) {
  const url = new URL(request.url ?? '/', 'http://x');
  const presigned = url.searchParams.has('X-Amz-Signature');
  const [, credential = '', signed = '', signature = ''] =
    /Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=(\w+)/.exec(request.headers.authorization ?? '') ?? [];
  const parameter = (name: string) => url.searchParams.get(name) ?? '';
  const who = presigned ? parameter('X-Amz-Credential') : credential;
  const names = (presigned ? parameter('X-Amz-SignedHeaders') : signed).split(';');
  const given = presigned ? parameter('X-Amz-Signature') : signature;
  const at = presigned ? parameter('X-Amz-Date') : String(request.headers['x-amz-date']);
  url.searchParams.delete('X-Amz-Signature');
  const encode = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
  const query = [...url.searchParams]
    .map(([key, value]) => `${encode(key)}=${encode(value)}`)
    .sort()
    .join('&');
  const headers = names.map((name) => `${name}:${String(request.headers[name]).trim()}\n`).join('');
  const payload = presigned ? 'UNSIGNED-PAYLOAD' : String(request.headers['x-amz-content-sha256']);
  const canonical = [request.method, url.pathname, query, headers, names.join(';'), payload].join('\n');
  const [key, day = '', region = '', service = '', end = ''] = who.split('/');
  const toSign = ['AWS4-HMAC-SHA256', at, `${day}/${region}/${service}/${end}`, hash(canonical)].join('\n');
  const signing = [region, service, end].reduce<Buffer>((left, part) => mac(left, part), mac(`AWS4${secret}`, day));
  return {
    method: request.method ?? '',
    given,
    computed: mac(signing, toSign).toString('hex'),
    scope: `${key} ${region} ${service}`,
  };
}

it('every request is signed as the specification says', async () => {
  const file = path.join(folder, 'a');
  await writeFile(file, 'bytes');
  await storage.put('media/0123456789abcdef/16x9-50-50.jpg', file, 'image/jpeg');
  await storage.send('media/0123456789abcdef/16x9-50-50.jpg', 'GET', { range: 'bytes=0-1' });
  await storage.list('media/0123456789abcdef/');
  await storage.remove(['media/0123456789abcdef/a.webp']);
  expect(new Set(seen.map(({ method }) => method))).toEqual(new Set(['PUT', 'GET', 'DELETE']));
  for (const { method, given, computed, scope } of seen) {
    expect([method, given, scope]).toEqual([method, computed, 'KEY cn-north-1 s3']);
  }
});
