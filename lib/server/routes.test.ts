import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { hantPath } from '../text/variants.ts';
import { sampleSegments } from './fixtures.ts';
import { canonicalPath, isReading, routeOf } from './routes.ts';

const app = path.resolve(import.meta.dirname, '../../app');

describe('the table of addresses', () => {
  it('names every page and every route handler of the application, and nothing else', async () => {
    const entries = await readdir(app, { recursive: true });
    for (const file of entries) {
      const match = /^(.*?)\/?(page\.tsx|route\.ts)$/.exec(file);
      if (!match) continue;
      const pattern =
        `/${match[1]}`.replace(/\/\([a-z]+\)/g, '').replace(/\/\[\w+\]/g, (part) => sampleSegments[part] ?? part) ||
        '/';
      // What is drawn there is served under another address, or in place of other pages.
      if (pattern === '/not-found-page' || pattern.startsWith('/search/')) {
        expect([pattern, routeOf(pattern)]).toEqual([pattern, 'unknown']);
        continue;
      }
      const route = /^\((?:desk|preview)\)\//.test(file) ? 'desk' : file.startsWith('api/') ? 'machine' : 'document';
      expect([pattern, routeOf(pattern)]).toEqual([pattern, route]);
      if (route === 'desk') continue;
      // Reading pages, and they alone, stand in traditional characters too.
      const reading = file.endsWith('page.tsx');
      expect([pattern, isReading(pattern), isReading(hantPath(pattern)), routeOf(hantPath(pattern))]).toEqual([
        pattern,
        reading,
        false,
        reading ? 'document' : 'unknown',
      ]);
    }
  });

  it.each([
    '/article/0',
    '/article/-1',
    '/article/1e9',
    '/article/01',
    '/article/9999999999999999999999',
    '/article/abc',
    '/article/%00',
    '/article/1/',
    '/article/1/x',
    '/article/1/2x1.jpg',
    '/article/0/card.png',
    '/section/local/page/0',
    '/section/local/page/01',
    '/section/LOCAL',
    '/archive/2026-1-1',
    '/sitemap/2026-13.xml',
    '/sitemap/2026-11-1.xml',
    '/sitemap/2026-11-02.xml',
    '/sitemap/pages-2.xml',
    '/sitemap/plain/plain.xml',
    '/sitemap/2026-11',
    '/feed',
    '/section/local/rss.xml',
    '/section/local/page/2/feed.xml',
    '/podcast/xiangyin/atom.xml',
    '/podcast/feed.xml',
    '/article/1/feed.xml',
    '/article/0/chapters.json',
    '/not-found-page',
    '/search/cT1h',
    '/search/problem/busy',
    '/hant/search/problem/busy',
    '/hant/not-found-page',
    '/hant/hant',
    '/hants',
    '/hantlatest',
    '/hant/sitemap.xml',
    '//',
    '/.env',
    '/deskx',
    '/Desk',
    '/api/desk',
    `/topic/${'a'.repeat(10_000)}`,
  ])('knows without asking anyone that %.60s is no page', (wrong) => {
    expect(routeOf(wrong)).toBe('unknown');
  });

  it.each([
    ['/latest/', '/latest'],
    ['/latest//', '/latest'],
    ['//', '/'],
    ['//section//local', '/section/local'],
    ['/Section/Local', '/section/local'],
    ['/index.html', '/'],
    ['/section/local/index.htm', '/section/local'],
    ['/section/local/page/1', '/section/local'],
    ['/SECTION/local/page/1/', '/section/local'],
    ['/Search/', '/search'],
    ['/hant//search', '/hant/search'],
    ['/Hant/', '/hant'],
    ['//hant//Section/Local/page/1/', '/hant/section/local'],
    ['/hant/nowhere/', '/hant/nowhere/'],
    ['/%6Catest', '/latest'],
    ['/%4catest', '/latest'],
    ['/./latest', '/latest'],
    ['/section/../latest', '/latest'],
    ['/%2e%2e/latest', '/latest'],
    ['/section/local/.', '/section/local'],
    ['/ROBOTS.TXT', '/robots.txt'],
    ['/sitemap.xml/', '/sitemap.xml'],
    ['/article/12/index.html', '/article/12'],
    ['/section%2Flocal', '/section%2Flocal'],
    ['/latest%00', '/latest%00'],
    ['/latest%20', '/latest%20'],
    ['/..%2flatest', '/..%2flatest'],
    ['/nowhere/', '/nowhere/'],
    ['/Nowhere', '/Nowhere'],
    [`/${'/'.repeat(10_000)}`, `/${'/'.repeat(10_000)}`],
  ])('knows the one address of what was asked for as %.40s', (asked, address) => {
    expect(canonicalPath(asked)).toBe(address);
    expect(canonicalPath(address)).toBe(address);
  });
});
