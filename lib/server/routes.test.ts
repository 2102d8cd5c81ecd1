import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { sampleSegments } from './fixtures.ts';
import { canonicalPath, routeOf } from './routes.ts';

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
      if (pattern === '/not-found-page') continue;
      expect([pattern, routeOf(pattern)]).toEqual([pattern, match[2] === 'page.tsx' ? 'document' : 'machine']);
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
    '/section/local/page/0',
    '/section/local/page/01',
    '/section/LOCAL',
    '/archive/2026-1-1',
    '/not-found-page',
    '//',
    '/.env',
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
    ['/nowhere/', '/nowhere/'],
    ['/Nowhere', '/Nowhere'],
    [`/${'/'.repeat(10_000)}`, `/${'/'.repeat(10_000)}`],
  ])('knows the one address of what was asked for as %.40s', (asked, address) => {
    expect(canonicalPath(asked)).toBe(address);
    expect(canonicalPath(address)).toBe(address);
  });
});
