import path from 'node:path';
import { type Browser, test as base, expect, type Page, type Response } from '@playwright/test';
import { connect, disconnect } from '#db/client.ts';
import { startEmbeddedServer } from '#db/embedded.ts';
import type { Done, Refusal } from '#lib/newsroom/index.ts';
import { launchBrowser } from '#lib/testing/browser.ts';
import type { TestSite } from './server.ts';

export { expect };

export type Newsroom = {
  sql: ReturnType<typeof connect>['sql'];
  /** What an editor does, in a process of its own; returns when the site has heard of it. */
  happens(change: Promise<Done | Refusal>): Promise<Done>;
  /** The newest published story of the demo newsroom that fits, by SQL condition on `story s`. What other tests publish is none. */
  storyWhere(condition: string): Promise<{ id: number; title: string }>;
};

type Worker = { browser: Browser; newsroom: Newsroom };

/** Playwright's test with the site's address, any browser that the machine has, and an editor. */
export const test = base.extend<object, Worker>({
  baseURL: async ({ browserName: _ }, use) => use(siteUrl()),

  browser: [
    async ({ browserName: _ }, use) => {
      const browser = await launchBrowser();
      await use(browser as unknown as Browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],

  newsroom: [
    async ({ browserName: _ }, use) => {
      const server = await startEmbeddedServer(path.join(testSite().dataDir, 'postgres'));
      const { sql } = connect(server.url);
      await use({
        sql,
        async happens(change) {
          const done = await change;
          if (!done.ok) throw new Error(`${done.code}: ${done.message}`);
          await heard(done.eventId);
          return done;
        },
        async storyWhere(condition) {
          const [row] = await sql<{ id: string; title: string }[]>`
            select s.id, s.title from story s
            where s.status = 'published' and s.id <= ${testSite().lastOfDemo} and (${sql.unsafe(condition)})
            order by s.published_at desc, s.id desc limit 1`;
          if (!row) throw new Error(`no story where ${condition}`);
          return { id: Number(row.id), title: row.title };
        },
      });
      await disconnect();
    },
    { scope: 'worker' },
  ],
});

/** The site of this worker. */
export function testSite(): TestSite {
  const sites = JSON.parse(process.env.E2E_SITES ?? '[]') as TestSite[];
  const site = sites[Number(process.env.TEST_PARALLEL_INDEX)];
  if (!site) throw new Error('E2E_SITES is not set: e2e/server.ts sets it.');
  return site;
}

export function siteUrl(): string {
  return testSite().url;
}

/** The day in the newsroom's time zone, as `yyyy-mm-dd`. */
export function today(): string {
  return new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
}

/**
 * Waits for midnight in the newsroom's time zone where it is nearer than so many seconds: what a test then says of today is true
 * to its end.
 */
export async function oneDay(seconds: number): Promise<void> {
  const day = 86_400_000;
  const left = day - ((Date.now() + 8 * 3_600_000) % day);
  if (left < seconds * 1000) await new Promise((resolve) => setTimeout(resolve, left + 1000));
}

/** Asks for a page until it is served as stored: what was made stale before is rendered anew behind whoever asks first. */
export async function stored(path: string): Promise<void> {
  await expect(async () => expect([path, (await read(path)).page]).toEqual([path, 'HIT'])).toPass({ intervals: [50] });
}

/**
 * Keeps the newsroom from counting out 热门 anew, as it does every ten minutes and whenever an instance starts: for tests that
 * say which pages stay as they are.
 * @returns what lets it go on.
 */
export async function holdHot({ sql }: Newsroom): Promise<() => Promise<void>> {
  const holder = await sql.reserve();
  await holder`select pg_advisory_lock(hashtext('weishui.read_top'))`;
  return async () => {
    await holder`select pg_advisory_unlock(hashtext('weishui.read_top'))`;
    holder.release();
  };
}

/** One page as a crawler sees it. `page` says how it was served: HIT, STALE or MISS. */
export async function read(address: string, init?: RequestInit) {
  const response = await fetch(new URL(address, siteUrl()), { redirect: 'manual', ...init });
  return {
    status: response.status,
    page: response.headers.get('x-page'),
    headers: response.headers,
    html: await response.text(),
  };
}

/** Waits until the instance has heard of an event: its live channel names the newest event that it knows. */
async function heard(eventId: number): Promise<void> {
  await expect
    .poll(async () => {
      const answer = await fetch(new URL(`/api/live?poll=1&after=${eventId}`, siteUrl()));
      return ((await answer.json()) as { id: number }).id;
    })
    .toBeGreaterThanOrEqual(eventId);
}

/** Everything in a page that a reader should never meet: errors, refused resources, policy violations. */
export function watch(page: Page): string[] {
  const trouble: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') trouble.push(message.text());
  });
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('response', (response: Response) => {
    if (response.status() >= 400) trouble.push(`${response.status()} ${response.url()}`);
  });
  return trouble;
}
