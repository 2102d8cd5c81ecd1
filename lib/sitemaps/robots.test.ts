import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { headersFor } from '#lib/server/headers.ts';
import { site } from '#site.config.ts';
import { webManifest } from './manifest.ts';
import { aiCrawlers, robotsTxt } from './robots.ts';

const base = { name: '渭水', origin: 'https://www.weishui.example', staging: false };
const text = (crawlers: Partial<typeof site.aiCrawlers> = {}) =>
  robotsTxt({ ...base, aiCrawlers: { training: false, search: true, users: true, ...crawlers } });

/** Whether a crawler may read a path, by RFC 9309: the group that names it, else `*`; the longest rule that fits. */
function mayRead(robots: string, crawler: string, address: string): boolean {
  const groups: { names: string[]; rules: [string, string][] }[] = [];
  let open = false;
  for (const line of robots.split('\n')) {
    const [, key = '', value = ''] = /^([A-Za-z-]+): *(.*)$/.exec(line) ?? [];
    if (key === 'User-agent') {
      if (!open) groups.push({ names: [], rules: [] });
      open = true;
      groups.at(-1)?.names.push(value.toLowerCase());
    } else if (key === 'Allow' || key === 'Disallow') {
      open = false;
      groups.at(-1)?.rules.push([key, value]);
    }
  }
  const group =
    groups.find(({ names }) => names.includes(crawler.toLowerCase())) ??
    groups.find(({ names }) => names.includes('*'));
  const fitting = (group?.rules ?? []).filter(([, rule]) => address.startsWith(rule));
  const [best] = fitting.sort((a, b) => b[1].length - a[1].length);
  return best?.[0] !== 'Disallow';
}

describe('robots.txt', () => {
  it('lets everyone read everything but the interfaces of our own', () => {
    for (const crawler of ['Googlebot', 'Baiduspider', 'bingbot', 'Sogou web spider']) {
      for (const address of [
        '/',
        '/article/1',
        '/panel/latest',
        '/media/a/b.webp',
        '/_next/static/a.css',
        '/sitemap.xml',
      ])
        expect([address, mayRead(text(), crawler, address)]).toEqual([address, true]);
      expect(mayRead(text(), crawler, '/api/live')).toBe(false);
    }
  });

  it.each(['training', 'search', 'users'] as const)('opens and closes the site to AI by purpose: %s', (purpose) => {
    for (const allowed of [true, false]) {
      const robots = text({ training: !allowed, search: !allowed, users: !allowed, [purpose]: allowed });
      for (const [of, names] of Object.entries(aiCrawlers)) {
        for (const name of names) {
          expect([name, mayRead(robots, name, '/article/1')]).toEqual([name, of === purpose ? allowed : !allowed]);
          expect(mayRead(robots, name, '/api/live')).toBe(false);
        }
      }
      expect(mayRead(robots, 'Googlebot', '/article/1')).toBe(true);
    }
  });

  it('names every crawler once', () => {
    const names = Object.values(aiCrawlers).flat();
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
  });

  it.each([
    [{}, 'search=yes, ai-input=yes, ai-train=no'],
    [{ training: true }, 'search=yes, ai-input=yes, ai-train=yes'],
    [{ search: false, users: false }, 'search=yes, ai-input=no, ai-train=no'],
    [{ search: false }, 'search=yes, ai-train=no'],
  ])('says what pages may be used for: %o', (crawlers, signal) => {
    const signals = text(crawlers).match(/^Content-Signal: .*$/gm) ?? [];
    expect(new Set(signals)).toEqual(new Set([`Content-Signal: ${signal}`]));
  });

  it('names the site maps by their whole addresses', () => {
    expect(text().match(/^Sitemap: .*$/gm)).toEqual([
      'Sitemap: https://www.weishui.example/sitemap.xml',
      'Sitemap: https://www.weishui.example/news-sitemap.xml',
    ]);
  });

  it('closes a staging site to everyone, and every answer of it says so', () => {
    const robots = robotsTxt({ ...base, staging: true, aiCrawlers: { training: true, search: true, users: true } });
    expect(robots).not.toContain('Sitemap');
    for (const crawler of ['Googlebot', 'Baiduspider', ...Object.values(aiCrawlers).flat()])
      expect(mayRead(robots, crawler, '/')).toBe(false);
    expect(headersFor({ ...base, staging: true })['X-Robots-Tag']).toBe('noindex, nofollow');
    expect(headersFor(base)).not.toHaveProperty('X-Robots-Tag');
  });
});

describe('the web app manifest', () => {
  const manifest = JSON.parse(webManifest(site)) as {
    background_color: string;
    theme_color: string;
    icons: { src: string }[];
  };

  it('has the colours of the pages', async () => {
    const css = await readFile(path.resolve(import.meta.dirname, '../../app/styles/tokens.css'), 'utf8');
    expect(css).toContain(`--paper: ${manifest.background_color};`);
    expect(css).toContain(`--seal: ${manifest.theme_color};`);
  });

  it('names icons that are there', async () => {
    for (const { src } of manifest.icons) {
      const file = await readFile(path.resolve(import.meta.dirname, `../../public${src}`));
      expect(file.length).toBeGreaterThan(0);
    }
  });
});
