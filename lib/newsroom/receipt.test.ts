import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { askPlaces } from './receipt.ts';
import type { Place } from './refreshed.ts';

let server: Server;
let url: string;
beforeAll(async () => {
  // An edge that knows the site by its name only, and still has an old front page.
  server = createServer((request, response) => {
    if (request.headers.host !== 'www.weishui.example') response.statusCode = 421;
    else if (request.url === '/article/7') response.statusCode = 410;
    response.end(request.url === '/' ? '<a href="/article/7">还在</a>' : '<a href="/article/70">别的</a>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const places: Place[] = [
  { kind: 'page', path: '/article/7', gone: true },
  { kind: 'front', path: '/', gone: false },
  { kind: 'lists', path: '/latest', gone: false },
];

it('every place is asked under the readers’ name, and says whether the story is still there', async () => {
  const answers = await askPlaces({ url, host: 'www.weishui.example' }, 7, places);
  expect(answers.map(({ path, status, clean }) => [path, status, clean])).toEqual([
    ['/article/7', 410, true],
    ['/', 200, false],
    ['/latest', 200, true],
  ]);
});

it('nothing is called clean that does not answer', async () => {
  const answers = await askPlaces({ url: 'http://127.0.0.1:1' }, 7, places);
  expect(answers.map(({ status, clean }) => [status, clean])).toEqual([
    [null, false],
    [null, false],
    [null, false],
  ]);
});
