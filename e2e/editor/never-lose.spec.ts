import type { Page } from '@playwright/test';
import {
  body,
  doc,
  draft,
  expect,
  expectBody,
  expectUnanswered,
  expectWritable,
  leaveUnsent,
  open,
  openStored,
  openToWrite,
  saved,
  status,
  test,
  title,
  write,
} from './desk.ts';

const recovery = (page: Page) => page.getByRole('status').filter({ hasText: '没有送到服务器' });

test.describe('What was typed is never lost', () => {
  test('it is on the server within two seconds, while typing goes on', async ({ page, server, story }) => {
    await openToWrite(page, story);
    const before = (await server.control({})).saves.length;
    await page.keyboard.type('渭水流过天水，又流过宝鸡和咸阳，一路向东。'.repeat(4), { delay: 30 });
    const typedFor = (await server.control({})).saves.length - before;
    expect(typedFor).toBeGreaterThanOrEqual(2);
    await expectBody(server, story, '渭水流过天水，又流过宝鸡和咸阳，一路向东。'.repeat(4));
    await saved(page);
  });

  test('opening a story saves nothing', async ({ page, server, story }) => {
    await server.store(story, { content: draft({ body: doc('原文', { type: 'image', attrs: { mediaId: 1 } }) }) });
    await openToWrite(page, story);
    await page.keyboard.press('End');
    await expect(status(page)).toHaveText('没有未保存的改动');
    expect((await server.stored(story)).version).toBe(1);
  });

  test('without a network typing goes on, and arrives when it is back', async ({ page, context, server, story }) => {
    await openToWrite(page, story);
    await context.setOffline(true);
    await page.keyboard.type('断网时写的。');
    await expect(status(page)).toContainText('网络断开，文字存在本机浏览器里');
    await page.keyboard.type('还在写。');
    await context.setOffline(false);
    await expectBody(server, story, '断网时写的。还在写。');
    await saved(page);
  });

  test('an expired sign-in keeps typing, says where to sign in, and goes on by itself', async ({
    page,
    server,
    story,
  }) => {
    await openToWrite(page, story);
    await server.control({ status: 401 });
    await page.keyboard.type('过期之后');
    await expect(status(page)).toContainText('登录已过期');
    await page.keyboard.type('写的。');
    const link = page.getByRole('link', { name: '在新窗口登录' });
    await expect(link).toHaveAttribute('target', '_blank');
    await server.control({});
    const [other] = await Promise.all([page.waitForEvent('popup'), link.click()]);
    await other.close();
    await page.bringToFront();
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await expectBody(server, story, '过期之后写的。');
    await saved(page);
  });

  test('a server in trouble is tried again until it is well', async ({ page, server, story }) => {
    await openToWrite(page, story);
    await server.control({ status: 503 });
    await page.keyboard.type('五百零三');
    await expectUnanswered(page);
    await server.control({});
    await page.getByRole('button', { name: '现在再试' }).click();
    await expectBody(server, story, '五百零三');
  });

  test('a text that is too long says so, and is saved when it is shorter', async ({ page, server, story }) => {
    await openToWrite(page, story);
    await server.control({ status: 413 });
    await page.keyboard.type('太长');
    await expect(status(page)).toContainText('未能保存：稿件太长');
    await server.control({});
    await page.keyboard.press('Backspace');
    await expectBody(server, story, '太');
  });

  test('a save whose answer was lost is no conflict', async ({ page, server, story }) => {
    await openToWrite(page, story);
    await server.control({ swallow: true });
    await page.keyboard.type('到了却没有回音');
    await expectUnanswered(page);
    await expect.poll(async () => (await server.stored(story)).version).toBe(2);
    await server.control({});
    await page.keyboard.type('，接着写');
    await expectBody(server, story, '到了却没有回音，接着写');
    await saved(page);
  });

  test('an answer that comes late changes nothing of what was typed meanwhile', async ({ page, server, story }) => {
    await openToWrite(page, story);
    await server.control({ hold: true });
    await page.keyboard.type('甲');
    await expect.poll(async () => (await server.control({ hold: true })).held).toBe(1);
    await page.keyboard.type('乙丙');
    await expect(status(page)).toHaveText('正在保存……');
    await server.control({});
    await expect(body(page).locator('p')).toHaveText('甲乙丙');
    await expectBody(server, story, '甲乙丙');
  });

  test('a server that is killed in the midst of typing has all but the last moment, and then all', async ({
    page,
    server,
    story,
  }) => {
    await openToWrite(page, story);
    await page.keyboard.type('停电之前写的。');
    await saved(page);
    await page.keyboard.type('停电时写的。');
    await server.kill();
    await page.keyboard.type('停电之后写的。');
    await expect(status(page)).toContainText('文字存在本机浏览器里');
    await server.start();
    expect(JSON.stringify((await server.stored(story)).content.body)).toContain('停电之前写的。');
    await expectBody(server, story, '停电之前写的。停电时写的。停电之后写的。');
  });

  test('a tab that is closed while the server is away: the next one offers what it had', async ({
    page,
    context,
    server,
    story,
  }) => {
    await openStored(page, server, story, draft({ title: '旧题', body: doc('旧文') }));
    await leaveUnsent(page, server, async () => {
      await title(page).fill('新题');
      await write(page);
      await page.keyboard.press('End');
      await page.keyboard.type('和没有送到的话');
    });
    const again = await context.newPage();
    await open(again, story);
    await expect(recovery(again)).toBeVisible();
    await expect(body(again)).toHaveText('旧文');
    await again.getByRole('button', { name: '对比', exact: true }).click();
    await expect(again.getByRole('region', { name: '改动对比' }).locator('ins').first()).toContainText('新');
    await again.getByRole('button', { name: '恢复这一份' }).click();
    await expect(title(again)).toHaveValue('新题');
    await expectBody(server, story, '旧文和没有送到的话');
    await expect(recovery(again)).toHaveCount(0);
    await saved(again);

    await again.reload();
    await body(again).waitFor();
    await expect(status(again)).toContainText('已保存');
    await expect(recovery(again)).toHaveCount(0);
  });

  test('what a person left in the browser is not shown to another', async ({ page, context, server, story }) => {
    await open(page, story);
    await leaveUnsent(page, server, async () => {
      await write(page);
      await page.keyboard.type('李记者的话');
    });
    const other = await context.newPage();
    await open(other, story, '&user=u2&name=王编辑');
    await expect(status(other)).toBeVisible();
    await expect(recovery(other)).toHaveCount(0);
    const own = await context.newPage();
    await open(own, story);
    await expect(recovery(own)).toBeVisible();
    await own.getByRole('button', { name: '丢弃' }).click();
    await own.reload();
    await body(own).waitFor();
    await expect(recovery(own)).toHaveCount(0);
  });

  test('left behind, and the story has changed since: both are set side by side', async ({
    page,
    context,
    server,
    story,
  }) => {
    await openStored(page, server, story, draft({ body: doc('共有的一段', '后面的一段') }));
    await leaveUnsent(page, server, async () => {
      await write(page);
      await page.keyboard.press('Control+End');
      await page.keyboard.type('，我续写的');
    });
    await server.store(story, {
      version: 9,
      by: '王编辑',
      content: draft({ body: doc('共有的一段，他续写的', '后面的一段') }),
    });
    const again = await context.newPage();
    await open(again, story);
    await again.getByRole('button', { name: '对比并合并' }).click();
    const first = again.getByRole('group', { name: '正文第 1 处不同' });
    await first.getByRole('radio', { name: '王编辑的' }).check();
    await again.getByRole('button', { name: '按所选合并' }).click();
    await expectBody(server, story, '共有的一段，他续写的', '后面的一段，我续写的');
  });
});

test.describe('Two who write one story', () => {
  test('if both wrote all the same, both texts are kept side by side until one has chosen', async ({
    page,
    server,
    story,
  }) => {
    await openStored(page, server, story, draft({ title: '开园', body: doc('第一段说苹果', '第二段说花椒') }));
    await write(page);
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('我写的：');
    await server.store(story, {
      version: 7,
      by: '王编辑',
      content: draft({ title: '提前开园', body: doc('第一段说苹果', '第二段说花椒，他写的') }),
    });
    await expect(status(page)).toContainText('王编辑也改了这篇稿件，两份都在');
    await page.keyboard.type('还在写，');
    await page.getByRole('button', { name: '查看两份并处理' }).click();
    const view = page.getByRole('region', { name: '两份文字' });
    await expect(view).toContainText('我写的：还在写，第一段说苹果');
    await expect(view).toContainText('第二段说花椒，他写的');
    // What only one of them changed is proposed.
    await expect(view.getByRole('group', { name: '标题' }).getByRole('radio', { name: '王编辑的' })).toBeChecked();
    await view.getByRole('button', { name: '按所选合并' }).click();
    await expectBody(server, story, '我写的：还在写，第一段说苹果', '第二段说花椒，他写的');
    expect((await server.stored(story)).content.title).toBe('提前开园');
    await expect(title(page)).toHaveValue('提前开园');
    await saved(page);
    await body(page).click();
    await page.keyboard.press('Control+z');
    await expect(body(page)).toContainText('第二段说花椒');
  });

  test('a lock shows who writes; a senior takes over, and the other keeps what was typed', async ({
    page,
    context,
    server,
    story,
  }) => {
    await openToWrite(page, story);
    await page.keyboard.type('记者写的。');
    await saved(page);
    await server.lock(story, { id: 'u1', name: '李记者' });

    const chief = await context.newPage();
    await open(chief, story, '&user=chief&name=赵总编');
    await expect(chief.getByText('李记者正在写这篇稿件')).toBeVisible();
    await expectWritable(chief, false);
    await chief.getByRole('button', { name: '接管' }).click();
    await expectWritable(chief, true);

    await page.bringToFront();
    await write(page);
    await page.keyboard.press('Control+End');
    await page.keyboard.type('接管之后写的。');
    await expect(status(page)).toContainText('赵总编接管了这篇稿件');
    await expectWritable(page, false);
    await expect(body(page)).toContainText('接管之后写的');
    await server.lock(story, null);
    await page.reload();
    await body(page).waitFor();
    await expect(recovery(page)).toBeVisible();
  });

  test('two tabs of one browser: one writes, and hands over with everything', async ({
    page,
    context,
    server,
    story,
  }) => {
    await openToWrite(page, story);
    await page.keyboard.type('第一个标签页写的');
    const second = await context.newPage();
    await open(second, story);
    await expect(status(second)).toHaveText('这篇稿件正在另一个标签页里写');
    await expectWritable(second, false);
    await second.getByRole('button', { name: '改在这里写' }).click();
    await expect(body(second)).toHaveText('第一个标签页写的');
    await expectWritable(second, true);
    await expect(status(page)).toHaveText('这篇稿件正在另一个标签页里写');
    await expectWritable(page, false);
    await write(second);
    await second.keyboard.press('Control+End');
    await second.keyboard.type('，第二个接着写');
    await expectBody(server, story, '第一个标签页写的，第二个接着写');
  });
});
