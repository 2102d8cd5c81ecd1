import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerMalformed } from './malformed.ts';

const server = createServer((_, response) => response.end('ok')).on('clientError', answerMalformed);
beforeAll(async () => void (await once(server.listen(0, '127.0.0.1'), 'listening')));
afterAll(() => void server.close());

/** Sends bytes, and reads until the connection ends. */
async function send(...parts: (string | number[])[]): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(Buffer.concat(parts.map((part) => Buffer.from(part as string))));
  let answer = '';
  for await (const chunk of socket.setEncoding('latin1')) answer += chunk;
  return answer;
}
const rest = ' HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';

it('a search whose bytes nobody escaped leads to the same, escaped, in UTF-8 and in GBK', async () => {
  expect(await send('GET /search?q=天水&sort=time', rest)).toMatch(
    /^HTTP\/1\.1 301 .*\r\nLocation: \/search\?q=%E5%A4%A9%E6%B0%B4&sort=time\r\n/,
  );
  expect(await send('GET /hant/search?q=', [0xcc, 0xec, 0xcb, 0xae], rest)).toMatch(
    /\r\nLocation: \/hant\/search\?q=%CC%EC%CB%AE\r\n/,
  );
});

it('nothing else leads anywhere', async () => {
  const wrong = [
    'GET //evil.example/search?q=天',
    'GET /latest?q=天',
    'POST /search?q=天',
    `GET /search?q=${'天'.repeat(3000)}`,
    'GET /search?q=a\u0000b',
  ];
  for (const line of wrong) {
    const answer = await send(line, rest);
    expect([line.slice(0, 30), answer.split('\r\n')[0]]).toEqual([line.slice(0, 30), 'HTTP/1.1 400 Bad Request']);
    expect(answer).not.toContain('Location');
  }
});

it('what is no HTTP is refused as ever', async () => {
  expect(await send('hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  expect(await send(`GET / HTTP/1.1\r\nHost: x\r\nCookie: ${'a'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
  expect(await send('GET /latest', rest)).toMatch(/^HTTP\/1\.1 200 /);
});
