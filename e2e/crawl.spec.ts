import { createHash } from 'node:crypto';
import { parse } from 'node-html-parser';
import { site } from '#site.config.ts';
import { expect, holdHot, oneDay, siteUrl, test } from './test.ts';

/** The whole demo newsroom as crawlers walk it, link by link from the front page, none of them with a script engine. */

const agents = {
  plain: 'plain-client/1.0',
  baidu: 'Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)',
  google: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
};
/** So many clicks from the front page a story is at most. */
const deepest = 4;
/** Requests at a time: two are rendered at once, and one is looked at meanwhile. */
const abreast = 3;

type Page = {
  path: string;
  depth: number;
  status: number;
  type: string;
  hash: string;
  /** What is to be the same for every client, beside the body. */
  told: string;
  language: string;
  title: string;
  titles: number;
  canonical: string;
  indexed: boolean;
  links: string[];
  files: string[];
  graphs: number;
};

test('a crawl finds every story within four clicks, every address once, and the same for every client', async ({
  newsroom,
}) => {
  test.setTimeout(600_000);
  // What one client reads a minute after another is the same only while the newsroom does nothing by itself.
  await oneDay(180);
  const goOn = await holdHot(newsroom);
  const pages = await crawl('/');
  const all = [...pages.values()];

  await test.step('no link is broken or redirected', () => {
    const wrong = all.filter(({ status }) => status !== 200);
    expect(wrong.map(({ path, status }) => `${path} ${status} from ${from(all, path)}`)).toEqual([]);
  });

  const documents = all.filter(({ type }) => type.startsWith('text/html'));
  const indexed = documents.filter((page) => page.indexed);

  await test.step('every page has one title of its own, its own canonical address and structured data', () => {
    expect(documents.filter((page) => page.titles !== 1 || page.title === '').map(({ path }) => path)).toEqual([]);
    expect(
      indexed.filter(({ path, canonical }) => canonical !== path).map((page) => [page.path, page.canonical]),
    ).toEqual([]);
    // Some titles are written alike in both scripts.
    expect(repeated(indexed, ({ language, title }) => `${language} ${title}`)).toEqual([]);
    expect(repeated(indexed, ({ hash }) => hash)).toEqual([]);
    expect(indexed.filter(({ graphs }) => graphs === 0).map(({ path }) => path)).toEqual([]);
  });

  await test.step('no published story is an orphan or further than four clicks', async () => {
    const stories = await newsroom.sql<{ path: string }[]>`
      select '/article/' || id as path from story where status = 'published' order by id`;
    expect(stories.filter(({ path }) => !pages.has(path)).map(({ path }) => path)).toEqual([]);
    const deep = stories.flatMap(({ path }) => {
      const { depth } = pages.get(path) as Page;
      return depth > deepest ? [`${path} ${depth}`] : [];
    });
    expect(deep).toEqual([]);
  });

  await test.step('every file that a page names is there', async () => {
    const files = new Set(documents.flatMap((page) => page.files));
    const missing: string[] = [];
    await each([...files], async (file) => {
      const { status } = await fetch(siteUrl() + file, { method: 'HEAD', redirect: 'manual' });
      if (status !== 200) missing.push(`${file} ${status}`);
    });
    expect(missing).toEqual([]);
  });

  await test.step('crawlers and clients without scripts read the same', async () => {
    const differing: string[] = [];
    await each(all, async (page) => {
      for (const agent of [agents.baidu, agents.google]) {
        const { told, hash } = await visit(page.path, page.depth, agent);
        if (told !== page.told || hash !== page.hash) differing.push(`${page.path} ${agent}`);
      }
    });
    expect(differing).toEqual([]);
  });
  await goOn();
});

async function crawl(start: string): Promise<Map<string, Page>> {
  const pages = new Map<string, Page>();
  let level = [start];
  for (let depth = 0; level.length > 0; depth++) {
    await each(level, async (path) => {
      pages.set(path, await visit(path, depth, agents.plain));
    });
    const next = new Set(level.flatMap((path) => pages.get(path)?.links ?? []));
    level = [...next].filter((path) => !pages.has(path));
  }
  return pages;
}

/** What stands at an address once it is drawn: what a test before made stale is drawn anew behind whoever asks first. */
async function settled(path: string, agent: string): Promise<{ response: Response; body: string }> {
  let read: { response: Response; body: string } | undefined;
  await expect(async () => {
    const response = await fetch(siteUrl() + path, { redirect: 'manual', headers: { 'user-agent': agent } });
    read = { response, body: await response.text() };
    expect([path, response.headers.get('x-page')]).not.toEqual([path, 'STALE']);
  }).toPass({ intervals: [50] });
  if (!read) throw new Error(`${path} was not read`);
  return read;
}

async function visit(path: string, depth: number, agent: string): Promise<Page> {
  const { response, body } = await settled(path, agent);
  const type = response.headers.get('content-type') ?? '';
  const html = type.startsWith('text/html') ? parse(body) : null;
  const head = html?.querySelector('head');
  const attributes = (selector: string, name: string) =>
    (html?.querySelectorAll(selector) ?? []).flatMap((element) => own(element.getAttribute(name)));
  const robots = `${response.headers.get('x-robots-tag')} ${head?.querySelector('meta[name=robots]')?.getAttribute('content')}`;
  const graphs = html?.querySelectorAll('script[type="application/ld+json"]') ?? [];
  for (const graph of graphs) JSON.parse(graph.rawText);
  return {
    path,
    depth,
    status: response.status,
    type,
    hash: createHash('sha256').update(body).digest('hex'),
    told: ['etag', 'link', 'x-robots-tag', 'location', 'content-language']
      .map((name) => response.headers.get(name))
      .concat(String(response.status), type)
      .join(' | '),
    language: html?.querySelector('html')?.getAttribute('lang') ?? '',
    title: head?.querySelector('title')?.text ?? '',
    titles: html?.querySelectorAll('title').filter((title) => !title.closest('svg')).length ?? 0,
    canonical: own(head?.querySelector('link[rel=canonical]')?.getAttribute('href'))[0] ?? '',
    indexed: !robots.includes('noindex'),
    links: [...attributes('a', 'href'), ...attributes('link[rel=alternate]', 'href')],
    files: [...attributes('img', 'src'), ...attributes('script', 'src'), ...attributes('link[rel=stylesheet]', 'href')],
    graphs: graphs.length,
  };
}

/** The path of an address of ours, without its fragment. */
function own(address: string | undefined): string[] {
  if (!address || address.startsWith('#') || /^(mailto|tel|data|javascript):/.test(address)) return [];
  const url = new URL(address, site.origin);
  return url.origin === site.origin ? [url.pathname + url.search] : [];
}

function from(pages: Page[], path: string): string {
  return pages.find((page) => page.links.includes(path))?.path ?? '(start)';
}

function repeated(pages: Page[], key: (page: Page) => string): string[][] {
  const groups = new Map<string, string[]>();
  for (const page of pages) groups.set(key(page), [...(groups.get(key(page)) ?? []), page.path]);
  return [...groups.values()].filter((group) => group.length > 1);
}

async function each<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = all.values();
  await Promise.all(
    Array.from({ length: abreast }, async () => {
      for (const one of left) await work(one);
    }),
  );
}
