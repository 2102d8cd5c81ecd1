import path from 'node:path';
import { type Browser, test as base, expect, type Page, type Response } from '@playwright/test';
import { connect, disconnect } from '#db/client.ts';
import { startEmbeddedServer } from '#db/embedded.ts';
import type { Done, Refusal } from '#lib/newsroom/index.ts';
import { launchBrowser } from '#lib/testing/browser.ts';

export { expect };

export type Newsroom = {
  sql: ReturnType<typeof connect>['sql'];
  /** What an editor does, in a process of its own; returns when the site has heard of it. */
  happens(change: Promise<Done | Refusal>): Promise<Done>;
  /** The newest published story that fits, by SQL condition on `story s`. */
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
      const server = await startEmbeddedServer(path.join(process.env.E2E_DATA_DIR ?? '', 'postgres'));
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
            select s.id, s.title from story s where s.status = 'published' and (${sql.unsafe(condition)})
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

export function siteUrl(): string {
  const url = process.env.E2E_URL;
  if (!url) throw new Error('E2E_URL is not set: e2e/server.ts sets it.');
  return url;
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
