import type { Page } from '@playwright/test';
import * as newsroom from '#lib/newsroom/index.ts';
import { objections } from './axe.ts';
import { enter } from './desk.ts';
import { slotsOf } from './slots.ts';
import { expect, read, siteUrl, test, watch } from './test.ts';

/** Slots, redirects and sensitive words in a real browser, on the whole application. */
test.use({ baseURL: async ({ newsroom: _ }, use) => use(siteUrl()) });

type Room = Parameters<Parameters<typeof test>[2]>[0]['newsroom'];

async function stories(room: Room, count: number): Promise<{ id: number; title: string }[]> {
  const rows = await room.sql<{ id: string; title: string }[]>`
    select s.id, s.title from story s
    where s.status = 'published' and s.kind = 'news' and s.lead_media_id is not null and s.list_title is null
      and not exists (select from slot_item i where i.story_id = s.id)
    order by s.published_at, s.id limit ${count}`;
  return rows.map(({ id, title }) => ({ id: Number(id), title }));
}

/** What the demo newsroom has in its slots is there again for the tests that follow. */
let before: Awaited<ReturnType<typeof slotsOf>>;
test.beforeAll(async ({ newsroom: room }) => {
  before = await slotsOf(room, ['front-lead', 'headline', 'front-carousel', 'recommended', 'breaking']);
});
test.afterAll(async ({ newsroom: room }) => {
  for (const [slot, items] of before) await room.happens(newsroom.setSlot(slot, items, 'e2e'));
});

/** The titles that are arranged, in order. */
const lines = (page: Page) => page.locator('.slot-lines .slot-title');
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Goes to a control as people without a mouse do, and presses a key on it. */
async function press(page: Page, name: string, key = 'Enter'): Promise<void> {
  await button(page, name).focus();
  await page.keyboard.press(key);
}

async function find(page: Page, words: string): Promise<void> {
  await page.getByRole('searchbox', { name: '查找已发布的稿件' }).focus();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
}

/** What the front page says, without the marks of where a line may break. */
async function frontText(): Promise<string> {
  return (await read('/')).html.replace(/<[^>]*>/g, '');
}

test('by keyboard alone a story is found, entitled, ordered, looked at in time, and saved: the next reader sees it', async ({
  context,
  newsroom: room,
}) => {
  const [first, second] = await stories(room, 2);
  if (!first || !second) throw new Error('The demo newsroom has too few stories.');
  await room.happens(newsroom.setSlot('headline', [{ storyId: first.id }], 'e2e'));
  const { page, name } = await enter(context, 'editor');
  const trouble = watch(page);
  await page.goto('/desk/slots?slot=headline');
  await expect(lines(page)).toHaveCount(1);
  await expect(lines(page).first()).toContainText(first.title);

  await find(page, String(second.id));
  await press(page, `加入：${second.title}`);
  await expect(lines(page).first()).toContainText(second.title);
  await press(page, `下移：${second.title}`);
  await expect(lines(page).nth(1)).toContainText(second.title);
  await expect(button(page, `下移：${second.title}`), 'who moves it goes with it').toBeFocused();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(lines(page).first()).toContainText(second.title);
  await expect(button(page, `下移：${second.title}`)).toBeFocused();

  await press(page, `修改：${second.title}`);
  const title = `桥通了 ${second.id}`;
  await page.getByLabel('标题', { exact: true }).focus();
  await page.keyboard.type(title);
  await page.getByLabel('结束', { exact: true }).fill('2099-01-02T03:04');
  const then = page.getByRole('region', { name: /^保存以后/ });
  await expect(then).toContainText(title);
  await expect(page.getByRole('region', { name: '现在', exact: true })).not.toContainText(title);
  await page.getByLabel('看这个时刻').fill('2099-01-02T03:04');
  await expect(then, 'its time is over then').not.toContainText(title);
  await expect(lines(page).first()).toContainText('已结束');
  await press(page, '回到现在');
  await expect(then).toContainText(title);
  expect(await objections(page)).toEqual([]);
  expect(await frontText()).not.toContain(title);

  await page.keyboard.press('ControlOrMeta+S');
  await expect(page.getByText('已保存，读者下一次打开就看到。')).toBeVisible();
  expect(await frontText(), 'at the next request').toContain(title);
  await expect(page.getByRole('region', { name: '现在', exact: true })).toContainText(title);
  await expect(page.getByRole('heading', { name: /编排要闻/ })).toContainText(name);
  const [row] = await room.sql<
    { until: string }[]
  >`select until_at as until from slot_item where story_id = ${second.id}`;
  expect(new Date(row?.until ?? 0).toISOString(), 'the clock is that of Shanghai').toBe('2099-01-01T19:04:00.000Z');

  await press(page, `置顶：${first.title}`);
  await expect(lines(page).first()).toContainText(first.title);
  await expect(button(page, `下移：${first.title}`), 'it is the only pinned one').toBeDisabled();
  await press(page, `移出：${first.title}`);
  await expect(lines(page)).toHaveCount(1);
  await page.reload();
  await press(page, '接着编排');
  await expect(lines(page), 'what was not saved is not lost').toHaveCount(1);
  await press(page, '放弃改动');
  await expect(lines(page)).toHaveCount(2);
  expect(trouble).toEqual([]);
});

test('two editors at once: neither loses what they did', async ({ context, browser, newsroom: room }) => {
  const [a, b, c] = await stories(room, 3);
  if (!a || !b || !c) throw new Error('The demo newsroom has too few stories.');
  await room.happens(newsroom.setSlot('recommended', [{ storyId: a.id }], 'e2e'));
  const { page } = await enter(context, 'editor');
  const elsewhere = await browser.newContext({ baseURL: siteUrl() });
  const { page: other, name } = await enter(elsewhere, 'director');
  await page.goto('/desk/slots?slot=recommended');
  await other.goto('/desk/slots?slot=recommended');
  await find(page, String(b.id));
  await press(page, `加入：${b.title}`);
  await find(other, String(c.id));
  await press(other, `加入：${c.title}`);
  await press(other, '保存编排');
  await expect(other.getByText('已保存，读者下一次打开就看到。')).toBeVisible();
  await press(page, '保存编排');
  const conflict = page.getByRole('alert').filter({ hasText: '改过这个推荐位' });
  await expect(conflict).toContainText(name);
  await expect(conflict).toContainText(`加入《${c.title}》`);
  await expect(lines(page).first(), 'what was arranged stays').toContainText(b.title);
  expect(await objections(page)).toEqual([]);
  await press(page, '合在一起');
  await expect(lines(page)).toHaveCount(3);
  await press(page, '保存编排');
  await expect(page.getByText('已保存，读者下一次打开就看到。')).toBeVisible();
  const { html } = await read('/');
  for (const { title } of [a, b, c]) expect(html).toContain(title);

  // A story is withdrawn while it stands there: readers do not see it, editors are told.
  await room.happens(newsroom.withdraw(a.id, '有误', 'e2e'));
  await page.reload();
  await expect(page.locator('.slot-line').filter({ hasText: a.title })).toContainText('已撤回，读者看不到');
  await room.happens(newsroom.republish(a.id, 'e2e'));
  await elsewhere.close();
});

test('a line is dragged to another place', async ({ context, newsroom: room }) => {
  const [a, b] = await stories(room, 2);
  if (!a || !b) throw new Error('The demo newsroom has too few stories.');
  await room.happens(newsroom.setSlot('front-carousel', [{ storyId: a.id }, { storyId: b.id }], 'e2e'));
  const { page } = await enter(context, 'chief');
  await page.goto('/desk/slots?slot=front-carousel');
  const line = (title: string) => page.locator('.slot-line').filter({ hasText: title });
  await line(b.title).locator('.grip').dragTo(line(a.title));
  await expect(lines(page).first()).toContainText(b.title);
});

test('what is breaking reaches an open page and moves nothing on it, is put away, and goes with its story', async ({
  context,
  browser,
  newsroom: room,
}) => {
  const [story] = await stories(room, 1);
  if (!story) throw new Error('The demo newsroom has too few stories.');
  const outside = await browser.newContext({ baseURL: siteUrl(), viewport: { width: 360, height: 740 } });
  const reader = await outside.newPage();
  const trouble = watch(reader);
  const another = await room.storyWhere("s.kind = 'news'");
  await reader.goto(`/article/${another.id}`);
  await reader.evaluate(() => {
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) document.body.dataset.shift = JSON.stringify(entry);
    }).observe({ type: 'layout-shift' });
  });
  const bar = reader.locator('ws-panel[name="breaking"]');
  await expect(bar).toBeEmpty();

  const { page } = await enter(context, 'director');
  await page.goto('/desk/slots');
  await page.getByRole('link', { name: '快讯', exact: true }).press('Enter');
  await expect(page.getByRole('heading', { level: 2 }).first()).toContainText('快讯');
  await find(page, story.title);
  await press(page, `加入：${story.title}`);
  expect(await objections(page)).toEqual([]);
  await press(page, '保存编排');
  await expect(page.getByText('已保存')).toBeVisible();

  await expect(bar.getByRole('link')).toHaveText(story.title);
  await expect(bar).toHaveClass(/floats/);
  expect(await reader.locator('body').getAttribute('data-shift')).toBeNull();
  expect(await objections(reader, ['[name=breaking]'])).toEqual([]);
  expect((await read('/')).html).toMatch(new RegExp(`name="breaking"[^]{0,400}data-id="${story.id}"`));

  await reader.goto('/');
  await expect(bar.getByRole('link')).toHaveText(story.title);
  await expect(bar).not.toHaveClass(/floats/);
  await bar.getByRole('button', { name: '收起快讯' }).press('Enter');
  await expect(bar).toBeEmpty();
  await reader.reload();
  await expect(bar, 'what was put away stays away').toBeEmpty();
  expect(trouble).toEqual([]);
  await outside.close();

  await room.happens(newsroom.withdraw(story.id, '改期', 'e2e'));
  expect((await read('/')).html).not.toContain(`data-id="${story.id}"`);
  expect((await read('/panel/breaking')).html).not.toContain(story.title);
  await room.happens(newsroom.republish(story.id, 'e2e'));
});

test('a line of 快讯 comes to an open page at its minute and leaves it at its end, and no event tells of either', async ({
  browser,
  newsroom: room,
}) => {
  const [story] = await stories(room, 1);
  if (!story) throw new Error('The demo newsroom has too few stories.');
  const reader = await (await browser.newContext({ baseURL: siteUrl() })).newPage();
  const trouble = watch(reader);
  const bar = reader.locator('ws-panel[name="breaking"]');
  const seconds = (count: number) => new Date(Date.now() + count * 1000);
  const { eventId } = await room.happens(
    newsroom.setSlot('breaking', [{ storyId: story.id, fromAt: seconds(12), untilAt: seconds(20) }], 'e2e'),
  );
  await reader.goto('/');
  await expect(bar).toBeEmpty();
  await expect(bar.getByRole('link')).toHaveText(story.title, { timeout: 20_000 });
  await expect(bar).toBeEmpty({ timeout: 20_000 });
  // The newsroom's own doings aside, as counting out 热门.
  const since = await room.sql<{ type: string }[]>`select type from event where id > ${eventId}`;
  expect(since.map(({ type }) => type).filter((type) => type !== 'most-read-changed')).toEqual([]);
  expect(trouble).toEqual([]);
  await reader.context().close();
});

test('the leads of a section are arranged by whoever looks after it, and stand at the head of its page', async ({
  context,
  newsroom: room,
}) => {
  const [story] = await stories(room, 1);
  const [sport] = await room.sql<{ id: string }[]>`select id from section where slug = 'sports'`;
  if (!story || !sport) throw new Error('The demo newsroom has too little.');
  await expect.poll(async () => (await read('/section/economy')).page).toBe('HIT');
  const { page } = await enter(context, 'editor');
  await page.goto(`/desk/slots?slot=section-lead:${sport.id}`);
  await find(page, story.title);
  await press(page, `加入：${story.title}`);
  await expect(page.getByRole('region', { name: '保存以后' })).toContainText(story.title);
  expect(await objections(page)).toEqual([]);
  await press(page, '保存编排');
  await expect(page.getByText('已保存')).toBeVisible();
  const { html } = await read('/section/sports');
  expect(html).toMatch(new RegExp(`class="section-lead"[^]{0,200}data-id="${story.id}"`));
  expect((await read('/section/economy')).page, 'no other section is touched').toBe('HIT');
  await room.happens(newsroom.setSlot(`section-lead:${Number(sport.id)}`, [], 'e2e'));
});

test('a redirect leads at the next request, and no longer after it was removed', async ({ context }) => {
  const { page } = await enter(context, 'chief');
  const trouble = watch(page);
  await page.goto('/desk/redirects');
  await page.getByLabel('旧地址', { exact: true }).fill('/旧闻/desk.asp?id=7');
  await page.getByLabel('新地址', { exact: true }).fill('/latest');
  await press(page, '添加');
  await expect(page.getByText('从现在起跳到 /latest')).toBeVisible();
  const old = '/%E6%97%A7%E9%97%BB/desk.asp?id=7';
  const moved = await read(old);
  expect([moved.status, moved.headers.get('location')]).toEqual([301, '/latest']);
  await page.getByRole('searchbox').fill('旧闻/desk');
  await page.keyboard.press('Enter');
  await page.waitForURL(/q=/);
  expect(await objections(page)).toEqual([]);
  await press(page, '删除');
  await page.getByRole('alertdialog').getByRole('button', { name: '删除' }).press('Enter');
  await expect(page.getByText('没有符合的跳转。')).toBeVisible();
  expect((await read(old)).status).toBe(404);
  expect(trouble).toEqual([]);
});

test('sensitive words are pasted, tried, changed and removed', async ({ context }) => {
  const { page } = await enter(context, 'chief');
  await page.goto('/desk/words');
  const many = page.getByRole('region', { name: '成批添加' });
  await many.getByLabel('词', { exact: true }).fill('地下彩票,严重');
  await press(page, '全部添加');
  await expect(many.getByRole('alert')).toContainText('没有级别“严重”');
  await many.getByLabel('词', { exact: true }).fill('地下彩票，禁止，见通知\n包赢');
  await press(page, '全部添加');
  await expect(many.getByRole('status')).toContainText('添加或更新了 2 个词');
  const attempt = page.getByRole('region', { name: '试一段文字' });
  await attempt.getByLabel('文字').fill('有人卖地下彩 票，号称包赢。');
  await press(page, '试一试');
  await expect(attempt.locator('mark')).toHaveText(['地下彩 票', '包赢']);
  await expect(attempt.getByLabel('文字')).toHaveValue('有人卖地下彩 票，号称包赢。');
  expect(await objections(page)).toEqual([]);
  await page.getByRole('link', { name: '修改：包赢' }).press('Enter');
  const change = page.getByRole('region', { name: '修改这个词' });
  await change.getByLabel('级别').selectOption('forbid');
  await change.getByRole('button', { name: '保存' }).press('Enter');
  await expect(change).toHaveCount(0);
  const row = (word: string) => page.getByRole('row').filter({ hasText: word });
  await expect(row('包赢')).toContainText('禁止');
  for (const word of ['包赢', '地下彩票']) {
    await row(word).getByRole('button', { name: '删除' }).press('Enter');
    await page.getByRole('alertdialog').getByRole('button', { name: '删除' }).press('Enter');
    await expect(row(word)).toHaveCount(0);
  }
});

test('rooms are closed to those without the right', async ({ context }) => {
  const { page } = await enter(context, 'reporter');
  for (const room of ['slots', 'redirects', 'words']) {
    await page.goto(`/desk/${room}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('这里没有这一页');
    await expect(page.locator(`.desk-nav a[href="/desk/${room}"]`)).toHaveCount(0);
  }
});
