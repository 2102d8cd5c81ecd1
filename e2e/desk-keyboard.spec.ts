import type { Browser, Page } from '@playwright/test';
import type { Role } from '#lib/newsroom/actor.ts';
import { colleague, firstPicture, palette, password, tabTo } from './desk.ts';
import { body } from './editor/desk.ts';
import { expect, read, siteUrl, test } from './test.ts';

/** A story's whole life at the desk by people who have no mouse: each begins at the door and finds the way by keys alone. */
test.use({ baseURL: async ({ newsroom: _ }, use) => use(siteUrl()) });
test.setTimeout(240_000);

const pages: Page[] = [];

/** Somebody who has come in by keyboard, and whose pointer would be noticed. */
async function come(browser: Browser, role: Role): Promise<Page> {
  const { username, name } = await colleague(role);
  const context = await browser.newContext({ baseURL: siteUrl(), locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  await context.addInitScript(() =>
    addEventListener('pointerdown', () => localStorage.setItem('pointer', 'used'), true),
  );
  const page = await context.newPage();
  await page.goto('/desk/sign-in');
  await tabTo(page, page.getByLabel('用户名或邮箱'));
  await page.keyboard.type(username);
  await tabTo(page, page.getByLabel('密码', { exact: true }));
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${name}，您好`);
  pages.push(page);
  return page;
}

/** Through the palette to the lists. */
async function lists(page: Page): Promise<void> {
  await palette(page);
  await page.keyboard.type('gaojian');
  await page.keyboard.press('Enter');
  await page.waitForURL('/desk/stories');
  await page.getByText('键盘：').waitFor();
}

/** Opens a story out of one of the lists. */
async function opened(page: Page, list: string, title: string): Promise<void> {
  await lists(page);
  await tabTo(page, page.getByRole('navigation', { name: '稿件列表' }).getByRole('link', { name: list }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(list);
  const line = page.getByRole('link', { name: title });
  await line.waitFor();
  await expect(async () => {
    await page.keyboard.press('j');
    await expect(line).toBeFocused({ timeout: 200 });
  }).toPass();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
}

async function press(page: Page, button: string): Promise<void> {
  await tabTo(page, page.getByRole('button', { name: button, exact: true }));
  await page.keyboard.press('Enter');
}

/** An act that folds, with what it asks. */
async function tell(page: Page, act: string, label: string, words: string): Promise<void> {
  await tabTo(page, page.locator('summary', { hasText: new RegExp(`^${act}…$`) }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.locator('details[open]').getByLabel(label));
  await page.keyboard.type(words);
  await press(page, act);
}

test('from the door to readers, corrected and withdrawn, without a mouse', async ({ browser }) => {
  const title = `卦台山步道第${Date.now() % 1_000_000}报`;
  const reporter = await come(browser, 'reporter');
  await lists(reporter);
  await expect(async () => {
    await reporter.keyboard.press('n');
    await expect(reporter.getByRole('heading', { level: 1 })).toHaveText('写新稿', { timeout: 10_000 });
  }).toPass();
  await tabTo(reporter, reporter.getByLabel('标题', { exact: true }));
  await reporter.keyboard.type(title);
  const section = reporter.getByLabel('栏目');
  await tabTo(reporter, section);
  const chosen = () => section.evaluate((each: HTMLSelectElement) => each.selectedOptions[0]?.text.trim());
  for (let n = 0; n < 40 && (await chosen()) !== '秦州'; n += 1) await reporter.keyboard.press('ArrowDown');
  expect(await chosen()).toBe('秦州');
  await press(reporter, '开始写');
  await body(reporter).waitFor();
  const id = Number(new URL(reporter.url()).pathname.split('/').at(-1));
  await tabTo(reporter, body(reporter));
  await reporter.keyboard.type('步道今天开放。');
  await reporter.keyboard.press('Enter');
  await reporter.keyboard.press('Control+Alt+p');
  await firstPicture(reporter);
  await expect(body(reporter)).toBeFocused();
  await reporter.keyboard.type('全长三公里。');
  await press(reporter, '送审');
  await expect(reporter.getByText('等待一审（共 3 审）')).toBeVisible();

  for (const [role, review, next] of [
    ['editor', '一审', '等待二审（共 3 审）'],
    ['director', '二审', '等待三审（共 3 审）'],
    ['chief', '三审', '三审已过，等待总编签发。'],
  ] as const) {
    const reviewer = await come(browser, role);
    await opened(reviewer, '待我审', title);
    await press(reviewer, `${review}通过`);
    await expect(reviewer.getByText(next)).toBeVisible();
  }
  const chief = await come(browser, 'chief');
  await opened(chief, '待我审', title);
  await press(chief, '签发');
  await expect(chief.getByRole('status').filter({ hasText: '已签发。' })).toBeVisible();
  await press(chief, '现在发布');
  await expect(chief.getByRole('heading', { level: 1 })).toHaveText('刷新了什么');
  const told = await read(`/article/${id}`);
  expect([told.status, told.html.includes('全长三公里。')]).toEqual([200, true]);

  const director = await come(browser, 'director');
  await opened(director, '已发布', title);
  await tell(director, '刊登更正', '更正内容', '全长应为四公里。');
  await expect(director.getByRole('heading', { level: 1 })).toHaveText('刷新了什么');
  expect((await read(`/article/${id}`)).html).toContain('全长应为四公里。');

  await opened(chief, '已发布', title);
  await tell(chief, '撤稿', '撤稿原因', '消息来源有误');
  await expect(chief.getByText('逐处问过正在运行的网站。各处都已撤下。')).toBeVisible();
  expect((await read(`/article/${id}`)).status).toBe(410);
  for (const page of pages) {
    expect(await page.evaluate(() => localStorage.getItem('pointer'))).toBeNull();
    await page.context().close();
  }
});
