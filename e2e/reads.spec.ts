import type { Browser, BrowserContext, Page } from '@playwright/test';
import * as room from '#lib/newsroom/index.ts';
import { rankReads } from '#lib/reads/top.ts';
import { objections } from './axe.ts';
import { enter } from './desk.ts';
import { expect, read, siteUrl, test, watch } from './test.ts';

const phone =
  'Mozilla/5.0 (Linux; Android 14; V2309A) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36';

/** A reader of their own: the browsers of tests say that they are no readers. */
async function reader(
  browser: Browser,
  { device = phone, ...options }: Parameters<Browser['newContext']>[0] & { device?: string } = {},
): Promise<{ context: BrowserContext; page: Page; beacons: string[] }> {
  const context = await browser.newContext({ baseURL: siteUrl(), userAgent: device, ...options });
  const page = await context.newPage();
  const beacons: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/api/read') beacons.push(`${request.method()} ${request.postData()}`);
  });
  return { context, page, beacons };
}

test('a reader is counted once, whoever asks not to be followed is not, and both are left as they came', async ({
  browser,
  newsroom: { sql, storyWhere },
}) => {
  const { id } = await storyWhere(`s.kind = 'news' and s.published_at < now() - interval '20 days'`);
  const reads = async () => {
    const rows = await sql<{ visit: string; reads: number }[]>`
      select sum(reads)::int as reads from read_hour where story_id = ${id}`;
    return rows[0]?.reads ?? 0;
  };
  const before = await reads();
  const { context, page, beacons } = await reader(browser);
  const trouble = watch(page);
  const told = page.waitForResponse((response) => response.url().endsWith('/api/read'));
  await page.goto(`/article/${id}`);
  expect((await told).status()).toBe(204);
  await expect.poll(reads).toBe(before + 1);
  const again = page.waitForResponse((response) => response.url().endsWith('/api/read'));
  await page.reload();
  await again;
  expect(beacons[0]).toBe(`POST story=${id}&visit=direct`);
  expect(await context.cookies()).toEqual([]);
  expect(trouble).toEqual([]);
  await context.close();

  const other = await reader(browser, { device: `${phone} Other` });
  await other.context.addInitScript(() => Object.defineProperty(navigator, 'doNotTrack', { get: () => '1' }));
  await other.page.goto(`/article/${id}`);
  await other.page.waitForFunction(() => customElements.get('ws-panel') !== undefined);
  expect(other.beacons).toEqual([]);
  await other.context.close();

  // One more, so that everything before it is written too.
  const last = await reader(browser, { device: `${phone} Last` });
  await last.page.goto(`/article/${id}`);
  await expect.poll(reads).toBe(before + 2);
  await last.context.close();
});

test('what is read most leads 热门 on the front page and beside stories, and leaves it when it is withdrawn', async ({
  browser,
  newsroom: { sql, storyWhere, happens },
}) => {
  const story = await storyWhere(
    `s.kind = 'news' and s.published_at between now() - interval '40 days' and now() - interval '25 days'`,
  );
  const other = await storyWhere(`s.kind = 'news' and s.id <> ${story.id}`);
  await sql`
    insert into read_hour as h (story_id, hour, reads) values (${story.id}, date_trunc('hour', now()), 50000)
    on conflict (story_id, hour) do update set reads = h.reads + 50000`;
  const ranked = await rankReads(new Date());
  expect(ranked).not.toBeNull();
  const { context, page } = await reader(browser, { javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  const first = page.locator('ws-panel[name="hot"] ol >> visible=true').getByRole('listitem').first();
  await expect(async () => {
    await page.goto('/');
    await expect(first).toHaveAttribute('data-id', String(story.id), { timeout: 1_000 });
  }).toPass();
  // Another list, without script.
  const shown = page.locator('ws-panel[name="hot"] ol >> visible=true');
  await expect(shown).toHaveAttribute('aria-label', '24 小时');
  await page.getByText('7 天', { exact: true }).click();
  await expect(shown).toHaveAttribute('aria-label', '7 天');
  await page.keyboard.press('ArrowLeft');
  await expect(shown).toHaveAttribute('aria-label', '24 小时');
  await expect
    .poll(async () => (await read(`/article/${other.id}`)).html)
    .toContain(`<li data-id="${story.id}"><a href="/article/${story.id}">`);
  await context.close();

  await happens(room.withdraw(story.id, '测试撤稿', 'test'));
  for (const address of ['/', `/article/${other.id}`, '/panel/hot', '/panel/hot-short'])
    expect((await read(address)).html).not.toContain(`/article/${story.id}"`);
  await happens(room.republish(story.id, 'test'));
});

test('the desk sees what is read, by section and source, on a phone too, and takes it along', async ({
  context,
  newsroom: { sql },
}) => {
  const [top] = await sql<{ id: number; title: string }[]>`
    select s.id::int, s.title from read_hour h join story s on s.id = h.story_id
    where h.hour > now() - interval '24 hours' group by s.id order by sum(h.reads) desc, s.id desc limit 1`;
  const { page } = await enter(context, 'reporter');
  const trouble = watch(page);
  await page.goto('/desk/numbers');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('数据');
  const most = page.getByRole('region', { name: '读得最多' });
  await expect(most.getByRole('row').nth(1)).toContainText(top?.title ?? '-');
  await expect(page.getByRole('region', { name: '按来访方式' })).toContainText('搜索引擎');
  await page.getByRole('link', { name: '30 天' }).click();
  await expect(page).toHaveURL(/range=30d/);
  await page.getByRole('combobox', { name: '栏目' }).selectOption('culture');
  await page.getByRole('button', { name: '查看' }).click();
  await expect(page).toHaveURL(/range=30d.*section=culture/);
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  expect(await objections(page)).toEqual([]);
  const saving = page.waitForEvent('download');
  await page.getByRole('link', { name: '导出 CSV' }).click();
  expect((await saving).suggestedFilename()).toMatch(/^weishui-reads-30d-culture-\d{4}-\d{2}-\d{2}\.csv$/);
  await page.goto(`/desk/stories/${top?.id}/steps`);
  await expect(page.getByText(/阅读 24 小时 [\d,]+ · 7 天 [\d,]+ · 全部 [\d,]+/)).toBeVisible();
  expect(trouble).toEqual([]);
  const outside = await fetch(new URL('/desk/numbers/csv', siteUrl()), { redirect: 'manual' });
  expect(outside.status).toBe(401);
});
