import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, Locator, Page } from '@playwright/test';
import { startEmbeddedServer } from '#db/embedded.ts';
import * as newsroom from '#lib/newsroom/index.ts';
import { startSite } from './server.ts';
import { expect, read, siteUrl, test, testSite } from './test.ts';

/** An open tab follows the newsroom without being reloaded, and nothing that is being read moves. */
const by = 'e2e';
let section: number;
/** Numbers the stories of all runs on one newsroom. */
let count = Date.now() % 10_000_000;

test.beforeAll(async ({ newsroom: room }) => {
  const [row] = await room.sql<{ id: number }[]>`select id::int id from section where slug = 'qinzhou'`;
  section = row?.id ?? 0;
});

/** A draft that nothing keeps from being published. */
async function draft(about: string): Promise<{ id: number; title: string }> {
  const title = `${about}第${++count}报`;
  const body = { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: `${title}。` }] }] };
  const saved = await newsroom.createStory({ title, sectionId: section, summary: `${title}。`, body }, by);
  if (!saved.ok) throw new Error(saved.message);
  return { id: saved.id, title };
}

/** Does it, and fails where the newsroom refuses. What has been heard of it is for the test to see. */
async function done(change: ReturnType<typeof newsroom.publish>): Promise<number> {
  const result = await change;
  if (!result.ok) throw new Error(`${result.code}: ${result.message}`);
  return result.eventId;
}

type Observed = { shift: number; mark?: boolean };
const observed = (page: Page) => page.evaluate(() => (window as unknown as { observed: Observed }).observed);

/** Opens a page, waits until it follows the live channel, and watches from then on what moves. */
async function follow(page: Page, address: string): Promise<void> {
  await page.addInitScript(() => {
    const observed: Observed = { shift: 0 };
    Object.assign(window, { observed });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) observed.shift += (entry as PerformanceEntry & { value: number }).value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const connected = page.waitForResponse((response) => response.url().includes('/api/live'));
  await page.goto(address);
  await connected;
  await page.evaluate(async () => {
    await document.fonts.ready;
    Object.assign((window as unknown as { observed: Observed }).observed, { shift: 0, mark: true });
  });
}

const latest = (page: Page): Locator =>
  page.locator('ws-panel', { has: page.getByRole('heading', { name: '资讯快递', exact: true }) });
const line = (page: Page, title: string): Locator => latest(page).getByRole('listitem').filter({ hasText: title });

async function expectUnmoved(page: Page): Promise<void> {
  const { shift, mark } = await observed(page);
  expect({ shift, reloaded: !mark }).toEqual({ shift: 0, reloaded: false });
}

test.describe('an open front page', () => {
  test.use({ viewport: { width: 1280, height: 900 } });

  test('shows a published story in 资讯快递, marked as new, and nothing moves', async ({ page }) => {
    await follow(page, '/');
    const before = await latest(page).boundingBox();
    const story = await draft('秦州晨雾散去');
    await done(newsroom.publish(story.id, by));
    await expect(line(page, story.title)).toBeVisible();
    await expect(line(page, story.title)).toHaveClass(/\bis-new\b/);
    await expect(latest(page).getByRole('listitem').first()).toContainText(story.title);
    await expect(line(page, story.title).getByRole('link')).toHaveAttribute('href', `/article/${story.id}`);
    expect(await latest(page).boundingBox()).toEqual(before);
    await expectUnmoved(page);
    await expect(page.getByRole('button', { name: /条新消息/ })).toHaveCount(0);
  });

  test('drops a withdrawn story, and says nothing of it', async ({ page }) => {
    const story = await draft('秦州夜市开张');
    await done(newsroom.publish(story.id, by));
    await follow(page, '/');
    await expect(line(page, story.title)).toBeVisible();
    const before = await latest(page).boundingBox();
    await done(newsroom.withdraw(story.id, '消息来源有误', by));
    await expect(line(page, story.title)).toHaveCount(0);
    await expect(latest(page).getByRole('listitem')).toHaveCount(20);
    expect(await latest(page).boundingBox()).toEqual(before);
    await expectUnmoved(page);
    await expect(page.getByRole('button', { name: /条新消息/ })).toHaveCount(0);
  });

  test('follows a new title', async ({ page }) => {
    const story = await draft('藉河水位上涨');
    await done(newsroom.publish(story.id, by));
    await follow(page, '/');
    const title = `${story.title}更新`;
    await done(newsroom.change(story.id, { title, listTitle: null }, by));
    await expect(line(page, title)).toBeVisible();
    await expect(latest(page).getByText(story.title, { exact: true })).toHaveCount(0);
    await expectUnmoved(page);
  });

  test('tells a reader who has scrolled away how much is new, and takes them there', async ({ page }) => {
    await follow(page, '/');
    const shown = await latest(page).getByRole('listitem').allTextContents();
    await page.getByRole('contentinfo').scrollIntoViewIfNeeded();
    await expect(latest(page)).not.toBeInViewport();
    const place = await page.evaluate(() => scrollY);
    const [first, second] = [await draft('麦积站客流'), await draft('麦积站加开列车')];
    await done(newsroom.publish(first.id, by));
    await expect(page.getByRole('button', { name: '1 条新消息' })).toBeVisible();
    await done(newsroom.publish(second.id, by));
    const pill = page.getByRole('status').getByRole('button', { name: '2 条新消息' });
    await expect(pill).toBeVisible();
    // What is not looked at is left alone, and the reader stays where they read.
    expect(await latest(page).getByRole('listitem').allTextContents()).toEqual(shown);
    expect(await page.evaluate(() => scrollY)).toBe(place);
    await expectUnmoved(page);

    await pill.click();
    await expect(line(page, second.title)).toBeInViewport();
    await expect(line(page, second.title)).toHaveClass(/\bis-new\b/);
    await expect(line(page, first.title)).toHaveClass(/\bis-new\b/);
    await expect(line(page, second.title).getByRole('link')).toBeFocused();
    await expect(pill).toBeHidden();
  });

  test('shows what is new without being asked when the reader comes back to it', async ({ page }) => {
    await follow(page, '/');
    await page.getByRole('contentinfo').scrollIntoViewIfNeeded();
    const story = await draft('甘谷辣椒丰收');
    await done(newsroom.publish(story.id, by));
    await expect(page.getByRole('button', { name: '1 条新消息' })).toBeVisible();
    await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
    await expect(line(page, story.title)).toBeVisible();
    await expect(page.getByRole('button', { name: /条新消息/ })).toHaveCount(0);
    await expectUnmoved(page);
  });

  test('takes no line away from under a keyboard', async ({ page }) => {
    // The whole panel in view.
    await page.setViewportSize({ width: 1280, height: 1600 });
    await follow(page, '/');
    const last = latest(page).getByRole('listitem').last().getByRole('link');
    const title = await last.textContent();
    await last.focus();
    const story = await draft('武山蔬菜外运');
    await done(newsroom.publish(story.id, by));
    await expect(page.getByRole('button', { name: '1 条新消息' })).toBeVisible();
    await expect(page.locator(':focus')).toHaveText(title ?? '-');
    await page.keyboard.press('Shift+Tab');
    await expect(line(page, story.title)).toBeVisible();
    await expectUnmoved(page);
  });
});

test('a story page on a phone says what is new, and does not move under the thumb', async ({
  page,
  newsroom: room,
}) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const { id } = await room.storyWhere(
    `s.kind = 'news' and s.section_id <> ${section} and s.published_at < now() - interval '10 days'`,
  );
  // One that was stored before the last publication is one view late, and would count that as new as well.
  await expect.poll(async () => (await read(`/article/${id}`)).page).toBe('HIT');
  await follow(page, `/article/${id}`);
  const story = await draft('清水核桃上市');
  await done(newsroom.publish(story.id, by));
  const pill = page.getByRole('button', { name: '1 条新消息' });
  await expect(pill).toBeVisible();
  expect((await pill.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  await expectUnmoved(page);
  await pill.click();
  await expect(line(page, story.title)).toBeInViewport();
});

/** A tab of a reader of their own, so that no other tab tells it anything. */
async function reader(
  browser: Browser,
): Promise<{ context: BrowserContext; page: Page; asked: string[]; lastAsked(): number }> {
  const context = await browser.newContext({ baseURL: siteUrl(), viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const asked: string[] = [];
  let last = 0;
  page.on('request', (request) => {
    if (!/\/(?:api\/live|panel\/)/.test(request.url())) return;
    asked.push(new URL(request.url()).pathname);
    last = Date.now();
  });
  return { context, page, asked, lastAsked: () => last };
}

/** Puts a tab in the background, or brings it back: headless browsers never do so themselves. */
async function setHidden(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
    Object.defineProperty(document, 'visibilityState', { value: hidden ? 'hidden' : 'visible', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}

test('a tab in the background asks for nothing, and is up to date when it is looked at', async ({ browser }) => {
  const [away, here] = [await reader(browser), await reader(browser)];
  await follow(away.page, '/');
  await follow(here.page, '/');
  // What was published before is looked at twice, within two seconds: that is over when it has been quiet for longer.
  const opened = Date.now();
  await expect.poll(() => Date.now() - Math.max(opened, away.lastAsked()), { timeout: 15_000 }).toBeGreaterThan(2_500);
  const closed = away.page.waitForEvent('requestfailed', (request) => request.url().includes('/api/live'));
  await setHidden(away.page, true);
  await closed;
  away.asked.length = 0;
  const story = await draft('张川马铃薯入窖');
  await done(newsroom.publish(story.id, by));
  await expect(line(here.page, story.title)).toBeVisible();
  // Told last of all, the second look of the tab that is seen: by then the hidden one would have asked as well.
  await expect.poll(() => here.asked.filter((path) => path === '/panel/latest').length).toBeGreaterThanOrEqual(2);
  expect(away.asked).toEqual([]);
  await expect(line(away.page, story.title)).toHaveCount(0);

  await setHidden(away.page, false);
  await expect(line(away.page, story.title)).toBeVisible();
  await expectUnmoved(away.page);
  await Promise.all([away.context.close(), here.context.close()]);
});

test('a page that is returned to is up to date', async ({ browser }) => {
  const { context, page } = await reader(browser);
  await follow(page, '/');
  await page.goto('/about');
  const story = await draft('秦安花椒采收');
  await done(newsroom.publish(story.id, by));
  await page.goBack();
  await expect(line(page, story.title)).toBeVisible();
  await context.close();
});

test('all tabs of one reader share one connection, and each hears the news', async ({ browser }) => {
  const { context, page, asked } = await reader(browser);
  const other = await context.newPage();
  const streams: string[] = [];
  other.on('request', (request) => {
    if (request.url().includes('/api/live') && !request.url().includes('poll')) streams.push(request.url());
  });
  await follow(page, '/');
  await other.goto('/');
  await expect.poll(() => other.evaluate(async () => (await navigator.locks.query()).pending?.length)).toBe(1);
  const story = await draft('天水机场新航线');
  await done(newsroom.publish(story.id, by));
  for (const tab of [page, other]) await expect(line(tab, story.title)).toBeVisible();
  expect([streams, asked.filter((path) => path === '/api/live').length]).toEqual([[], 1]);

  // The tab that listens is closed: the other takes over.
  const connected = other.waitForResponse((response) => response.url().includes('/api/live'));
  await page.close();
  await connected;
  const next = await draft('天水机场旅客增加');
  await done(newsroom.publish(next.id, by));
  await expect(line(other, next.title)).toBeVisible();
  await context.close();
});

test('a tab outlives a restart of the server, and shows what was published meanwhile', async ({ browser }) => {
  test.setTimeout(240_000);
  // A second instance over the same newsroom: one's own pages and port, which can be stopped without harm to other tests.
  const folder = await mkdtemp(path.join(tmpdir(), 'weishui-live-'));
  const { url } = await startEmbeddedServer(path.join(testSite().dataDir, 'postgres'));
  const first = await startSite(folder, { DATABASE_URL: url });
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await follow(page, first.url);
  const before = await draft('两当红叶正好');
  await done(newsroom.publish(before.id, by));
  await expect(line(page, before.title)).toBeVisible();

  await first.stop();
  const meanwhile = await draft('两当游客返程');
  await done(newsroom.publish(meanwhile.id, by));
  const second = await startSite(folder, { DATABASE_URL: url, PORT: new URL(first.url).port });
  await expect(line(page, meanwhile.title)).toBeVisible({ timeout: 60_000 });
  const after = await draft('两当路面结冰');
  await done(newsroom.publish(after.id, by));
  await expect(line(page, after.title)).toBeVisible({ timeout: 30_000 });
  await expectUnmoved(page);

  await context.close();
  await second.stop();
  await rm(folder, { recursive: true, force: true });
});

test.describe('the live channel itself', () => {
  type Message = { event: string | null; id: number | null; panels: string[] };

  /** Listens until a message satisfies, and hangs up. */
  async function listen(
    headers: Record<string, string>,
    query: string,
    until: (message: Message) => boolean,
    connected?: () => void,
  ): Promise<Message> {
    const hangUp = new AbortController();
    const response = await fetch(new URL(`/api/live${query}`, siteUrl()), {
      headers,
      signal: AbortSignal.any([hangUp.signal, AbortSignal.timeout(15_000)]),
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    let text = '';
    try {
      for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        connected?.();
        connected = undefined;
        text += part;
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) {
          const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? null;
          const { panels } = JSON.parse(field('data') ?? '{"panels":[]}') as { panels: string[] };
          const message = { event: field('event'), id: field('id') === null ? null : Number(field('id')), panels };
          if (until(message)) return message;
        }
      }
    } finally {
      hangUp.abort();
    }
    throw new Error('the stream ended');
  }

  const poll = async (query: string) => {
    const response = await fetch(new URL(`/api/live?poll=1${query}`, siteUrl()));
    return { response, notice: (await response.json()) as { id: number; panels: string[] } };
  };

  test('begins with where it stands, and tells which panels an event changed', async () => {
    const here = await listen({}, '', ({ id }) => id !== null);
    expect(here).toEqual({ event: null, id: expect.any(Number), panels: [] });
    const story = await draft('武都来客');
    const heard = listen(
      {},
      '',
      ({ event }) => event === 'panels',
      () => void done(newsroom.publish(story.id, by)),
    );
    const message = await heard;
    expect(message.id).toBeGreaterThan(here.id ?? 0);
    expect(message.panels).toEqual(expect.arrayContaining(['latest']));
    expect(message.panels).not.toContain('blogs');
  });

  test('goes on by Last-Event-ID, which counts for more than the address', async () => {
    const here = await listen({}, '', ({ id }) => id !== null);
    const story = await draft('徽县银杏');
    const event = await done(newsroom.publish(story.id, by));
    await expect.poll(async () => (await poll(`&after=${here.id}`)).notice.id).toBeGreaterThanOrEqual(event);
    for (const [headers, query] of [
      [{ 'Last-Event-ID': String(here.id) }, ''],
      [{}, `?after=${here.id}`],
      [{ 'Last-Event-ID': String(here.id) }, `?after=${event}`],
    ] as const) {
      const missed = await listen(headers, query, ({ id }) => id !== null);
      expect(missed.event).toBe('panels');
      expect(missed.id).toBeGreaterThanOrEqual(event);
      expect(missed.panels).toContain('latest');
    }
  });

  test('says “everything” to whoever was away longer than it remembers', async () => {
    const missed = await listen({ 'Last-Event-ID': '0' }, '', ({ id }) => id !== null);
    expect(missed).toMatchObject({ event: 'panels', panels: ['*'] });
  });

  test('answers whoever asks instead of listening', async () => {
    const start = await poll('');
    expect(start.response.headers.get('cache-control')).toBe('public, max-age=2');
    expect(start.notice).toEqual({ id: expect.any(Number), panels: [] });
    const story = await draft('成县核桃');
    const event = await done(newsroom.publish(story.id, by));
    await expect.poll(async () => (await poll(`&after=${start.notice.id}`)).notice.id).toBeGreaterThanOrEqual(event);
    expect((await poll(`&after=${start.notice.id}`)).notice.panels).toContain('latest');
    expect((await poll('&after=0')).notice.panels).toEqual(['*']);
  });

  test('refuses what is not a number, and other methods', async () => {
    for (const after of ['x', '-1', '1.5', '1e3', '9'.repeat(20)]) {
      const response = await fetch(new URL(`/api/live?poll=1&after=${after}`, siteUrl()));
      expect([after, response.status, response.headers.get('content-type')]).toEqual([
        after,
        400,
        expect.stringContaining('application/problem+json'),
      ]);
    }
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const response = await fetch(new URL('/api/live', siteUrl()), { method });
      expect([method, response.status]).toEqual([method, 405]);
    }
    const head = await fetch(new URL('/api/live', siteUrl()), { method: 'HEAD' });
    expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  });
});

test('where the stream is cut off, a tab asks instead', async ({ browser }) => {
  const { context, page } = await reader(browser);
  await page.clock.install();
  // A proxy that lets no stream through.
  await page.route(/\/api\/live(?!\?poll)/, (route) => route.fulfill({ status: 502, body: '' }));
  const asking = page.waitForResponse((response) => response.url().includes('poll=1'), { timeout: 60_000 });
  await page.goto('/');
  const story = await draft('西和乞巧');
  await done(newsroom.publish(story.id, by));
  await expect(async () => {
    await page.clock.runFor(10_000);
    await expect(line(page, story.title)).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 60_000 });
  await asking;
  await context.close();
});
