import type { Page } from '@playwright/test';
import { objections } from '../axe.ts';
import {
  body,
  type DeskServer,
  doc,
  draft,
  expect,
  expectBody,
  InputMethod,
  open,
  openStored,
  openToWrite,
  p,
  saved,
  status,
  test,
  title,
  write,
} from './desk.ts';

const full = draft({
  title: '花牛苹果提前十天开园，果农说今年的糖度是近五年最高',
  sectionId: 2,
  authorIds: [1, 3],
  leadMediaId: 4,
  topicIds: [2],
  body: doc(
    '天水麦积区的果园里,今年早了十天。',
    { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: '为什么早' }] },
    { type: 'image', attrs: { mediaId: 1 } },
    { type: 'gallery', attrs: { items: [{ mediaId: 2 }, { mediaId: 3 }] } },
    { type: 'audio', attrs: { mediaId: 101 } },
    { type: 'video', attrs: { mediaId: 201 } },
    { type: 'storyCard', attrs: { storyId: 2 } },
    {
      type: 'table',
      content: [
        {
          type: 'tableRow',
          content: [
            { type: 'tableHeader', content: [p('品种')] },
            { type: 'tableCell', content: [p('4.5')] },
          ],
        },
      ],
    },
  ),
});

test.describe('Writing', () => {
  test('goes by keyboard alone, from the title to a table', async ({ page, server, story }) => {
    await open(page, story);
    await title(page).focus();
    await page.keyboard.type('花牛苹果开园');
    await page.keyboard.press('Enter');
    await expect(body(page)).toBeFocused();
    await page.keyboard.type('第一段。');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+Alt+2');
    await page.keyboard.type('小标题');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+b');
    await page.keyboard.type('要点');
    await page.keyboard.press('Control+b');
    await page.keyboard.type('在此');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+Shift+8');
    await page.keyboard.type('采摘');
    await page.keyboard.press('Enter');
    await page.keyboard.type('分拣');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+Alt+q');
    await page.keyboard.type('金句');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+Alt+0');
    // A picture: the dialog, Tab to the first one, Enter.
    await page.keyboard.press('Control+Alt+p');
    const dialog = page.getByRole('dialog', { name: '选图片' });
    await expect(dialog.getByRole('searchbox')).toBeFocused();
    await expect(dialog.getByRole('button', { name: /图片 1/ })).toBeVisible();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(body(page)).toBeFocused();
    // The toolbar: Alt+F10, arrows, Enter.
    await page.keyboard.press('Alt+F10');
    const toolbar = page.getByRole('toolbar', { name: '正文工具' });
    await expect(toolbar.locator(':focus')).toHaveCount(1);
    await page.keyboard.press('ArrowLeft');
    await expect(toolbar.getByRole('button', { name: '代码' })).toBeFocused();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await page.keyboard.type('品种');
    await page.keyboard.press('Tab');
    await page.keyboard.type('价格');

    const text = (value: string) => [{ type: 'text' as const, text: value }];
    await expect.poll(async () => (await server.stored(story)).content.title).toBe('花牛苹果开园');
    await expect
      .poll(async () => (await server.stored(story)).content.body.content.slice(0, 6))
      .toEqual([
        p('第一段。'),
        { type: 'heading', attrs: { level: 2 }, content: text('小标题') },
        { type: 'paragraph', content: [{ ...text('要点')[0], marks: [{ type: 'bold' }] }, ...text('在此')] },
        {
          type: 'bulletList',
          content: [
            { type: 'listItem', content: [p('采摘')] },
            { type: 'listItem', content: [p('分拣')] },
          ],
        },
        { type: 'pullQuote', content: text('金句') },
        { type: 'image', attrs: { mediaId: 1 } },
      ]);
    await expect(body(page).locator('table')).toContainText('品种价格');
  });

  test('what is typed, pasted or inserted while a picture is chosen stands behind it', async ({
    page,
    server,
    story,
  }) => {
    const picture = { type: 'image' as const, attrs: { mediaId: 1 } };
    await openStored(page, server, story, draft({ body: doc('前。', picture, '后。') }));
    const chosen = body(page).locator('.ProseMirror-selectednode');
    const choose = async () => {
      await expect(async () => {
        await body(page).locator('p').first().click();
        await page.keyboard.press('End');
        await page.keyboard.press('ArrowDown');
        await expect(chosen.locator('img')).toHaveCount(1, { timeout: 500 });
      }).toPass();
    };
    await choose();
    await page.keyboard.type('打的字。');
    await expectBody(server, story, '前。', picture, '打的字。', '后。');
    await choose();
    await page.keyboard.press('Alt+F10');
    await page.getByRole('toolbar', { name: '正文工具' }).getByRole('button', { name: '分隔线' }).press('Enter');
    await expectBody(server, story, '前。', picture, { type: 'horizontalRule' }, '打的字。', '后。');
    await choose();
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData('text/html', '<p>贴的一段。</p><p>又一段。</p>');
      document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
    });
    const pasted = ['贴的一段。', '又一段。'];
    await expectBody(server, story, '前。', picture, ...pasted, { type: 'horizontalRule' }, '打的字。', '后。');
    // Deleting still takes it away.
    await choose();
    await page.keyboard.press('Backspace');
    await expectBody(server, story, '前。', ...pasted, { type: 'horizontalRule' }, '打的字。', '后。');
  });

  test('shows the outline, goes to a heading, and counts as the site does', async ({ page, server, story }) => {
    await openStored(page, server, story, full);
    const outline = page.getByRole('navigation', { name: '正文大纲' });
    await outline.getByRole('button', { name: '为什么早' }).click();
    await expect(body(page)).toBeFocused();
    await page.keyboard.type('果园');
    await expect(outline.getByRole('button', { name: '果园为什么早' })).toBeVisible();
    await expect(page.getByText(/^\d+ 字 · 约 1 分钟$/)).toHaveText('24 字 · 约 1 分钟');
  });

  test('hints at punctuation and numbers, and follows them with one key', async ({ page, server, story }) => {
    await openStored(page, server, story, draft({ body: doc('渭 水流过天水,又过１０天--到了.', '没有问题的一段。') }));
    await expect(body(page).locator('.hint')).toHaveCount(5);
    await write(page);
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('F8');
    await expect(page.getByRole('status', { name: '规范提示' })).toContainText('汉字之间不空格');
    await page.keyboard.press('Alt+Enter');
    await expectBody(server, story, '渭水流过天水,又过１０天--到了.', '没有问题的一段。');
    await page.keyboard.press('F8');
    await page.getByRole('button', { name: '忽略' }).click();
    await expect(body(page).locator('.hint')).toHaveCount(3);
    await page.keyboard.press('Control+End');
    await page.getByRole('button', { name: '全部改正' }).click();
    await expectBody(server, story, '渭水流过天水,又过10天——到了。', '没有问题的一段。');
    await expect(body(page).locator('.hint')).toHaveCount(0);
  });

  test('the fields beside it are chosen by name and saved with it', async ({ page, server, story }) => {
    await open(page, story);
    await page.getByLabel('栏目', { exact: true }).selectOption('本地');
    await page.getByLabel('同时列入').selectOption('文化');
    const authors = page.getByRole('combobox', { name: '作者' });
    await authors.click();
    await authors.fill('王');
    await page.getByRole('option', { name: '王编辑' }).click();
    await expect(authors).toHaveValue('');
    await page.getByRole('combobox', { name: '稿源' }).fill('气象');
    await page.getByRole('option', { name: '天水市气象局' }).click();
    await page.getByLabel('摘要').fill('一句话。');
    await page.getByRole('button', { name: '选图片' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /图片 3/ })
      .click();
    await title(page).fill('一个长得在列表里一行放不下的标题，需要另拟一个短的');
    await page.getByLabel('列表短题').fill('短题');
    await expect
      .poll(async () => (await server.stored(story)).content)
      .toMatchObject({
        sectionId: 2,
        extraSectionIds: [3],
        authorIds: [2],
        sourceId: 3,
        summary: '一句话。',
        leadMediaId: 3,
        listTitle: '短题',
      });
    await saved(page);
  });

  test('links are asked for, checked, and taken away', async ({ page, server, story }) => {
    await openStored(page, server, story, draft({ body: doc('见原文') }));
    await write(page);
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+Shift+k');
    const address = page.getByLabel('地址');
    await address.fill('javascript:alert(1)');
    await page.keyboard.press('Enter');
    await expect(page.getByText('这个地址不能用')).toBeVisible();
    await address.fill('example.org/a');
    await page.keyboard.press('Enter');
    await expectBody(server, story, {
      type: 'paragraph',
      content: [{ type: 'text', text: '见原文', marks: [{ type: 'link', attrs: { href: 'https://example.org/a' } }] }],
    });
    await page.keyboard.press('Control+Shift+k');
    await page.getByRole('button', { name: '去掉链接' }).click();
    await expectBody(server, story, '见原文');
  });

  test('versions are listed, compared by word, and one comes back as a new one', async ({ page, server, story }) => {
    const old = draft({ title: '旧题', body: doc('天水市今年苹果丰收。') });
    await server.store(story, {
      content: draft({ title: '新题', body: doc('天水市去年苹果丰收。', '新加的一段。') }),
      versions: [{ number: 1, at: '2026-11-22T08:00:00+08:00', by: '李记者', note: '初稿', content: old }],
    });
    await open(page, story);
    await page.getByRole('button', { name: '版本' }).click();
    await page.getByRole('button', { name: /第 1 版 · 李记者/ }).click();
    const diff = page.getByRole('region', { name: '改动对比' });
    await expect(diff.locator('del')).toHaveText(['删去：旧', '删去：今年']);
    await expect(diff.locator('ins')).toHaveText(['新增：新', '新增：去年', '新增：新加的一段。']);
    await diff.getByLabel('合在一起').check();
    await expect(diff.locator('p').filter({ hasText: '苹果丰收' })).toHaveText('天水市删去：今年新增：去年苹果丰收。');
    expect(await objections(page)).toEqual([]);
    await page.getByRole('button', { name: '恢复为新的一版' }).click();
    await expectBody(server, story, '天水市今年苹果丰收。');
    expect((await server.stored(story)).version).toBe(2);
  });

  test('has no barrier that a machine can find', async ({ page, server, story }) => {
    await openStored(page, server, story, full);
    await expect(body(page).locator('.hint')).toHaveCount(1);
    await expect(page.getByRole('group', { name: /^图片：/ }).locator('img')).toBeVisible();
    expect(await objections(page)).toEqual([]);
    await body(page).locator('td').click();
    await expect(page.getByRole('toolbar', { name: '表格工具' })).toBeVisible();
    expect(await objections(page)).toEqual([]);
    await page.getByRole('button', { name: '图片', exact: true }).click();
    await expect(page.getByRole('button', { name: /图片 1/ })).toBeVisible();
    expect(await objections(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('combobox', { name: '作者' }).fill('李');
    await expect(page.getByRole('option', { name: '李四' })).toBeVisible();
    // While its list is open the field alone can be reached; everything else is hidden from assistive technology.
    const parts = ['.desk-popup [role="listbox"]', '[role="combobox"][aria-expanded="true"]'];
    expect(await objections(page, parts)).toEqual([]);
    await page.keyboard.press('Escape');
    await server.store(story, { version: 40, by: '王编辑', content: draft({ body: doc('全不同') }) });
    await write(page);
    await page.keyboard.type('我的');
    await page.getByRole('button', { name: '查看两份并处理' }).click();
    expect(await objections(page)).toEqual([]);
  });

  test('fits a phone: nothing is wider than it', async ({ page, server, story }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await openStored(page, server, story, full);
    await expect(status(page)).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(await objections(page)).toEqual([]);
  });
});

test('A story of 300 KB is written as any other', async ({ page, server, story }, info) => {
  const line = '渭水发源于鸟鼠山，流经天水的城与乡，两岸的果园与麦田依次铺开,今年的雨水比往年多。';
  const paragraphs = Array.from({ length: 850 }, (_, at) => `第${at}段。${line.repeat(3)}`);
  const long = draft({ body: doc(...paragraphs) });
  expect(Buffer.byteLength(JSON.stringify(long.body))).toBeGreaterThan(300_000);
  await openStored(page, server, story, long);
  await expect.poll(() => body(page).locator('.hint').count(), { timeout: 60_000 }).toBe(850 * 3);
  await body(page).locator('p').nth(400).click();
  await page.keyboard.press('Home');
  /** From the key to the frame that shows it, as the browser itself measures it. */
  await page.evaluate(() => {
    const seen = window as unknown as { delays: number[] };
    seen.delays = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.name === 'keydown') seen.delays.push(entry.duration);
    }).observe({ type: 'event', durationThreshold: 16, buffered: false } as PerformanceObserverInit);
  });
  const typed = '在很长的稿件里写字也要跟手'.repeat(4);
  for (const letter of typed) await page.keyboard.press(letter === ' ' ? 'Space' : 'a', { delay: 20 });
  await expect(body(page).locator('p').nth(400)).toContainText('a'.repeat(typed.length));
  const delays = await page.evaluate(
    () =>
      new Promise<number[]>((resolve) =>
        requestAnimationFrame(() => setTimeout(() => resolve((window as unknown as { delays: number[] }).delays), 100)),
      ),
  );
  const sorted = delays.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const summary = `${typed.length} keys, ${sorted.length} took over 16 ms: median ${at(0.5)} ms, 95% ${at(0.95)} ms, longest ${at(1)} ms`;
  info.annotations.push({ type: 'input delay', description: summary });
  process.stdout.write(`input delay at 300 KB: ${summary}\n`);
  await saved(page);
  const { content } = await server.stored(story);
  expect(content.body.content).toHaveLength(850);
  expect(JSON.stringify(content.body)).toContain('a'.repeat(typed.length));
});

test.describe('Topics that the text suggests', () => {
  const suggestions = (page: Page) => page.getByRole('group', { name: '建议的专题与标签' });
  const topics = async (server: DeskServer, story: number) => (await server.stored(story)).content.topicIds;

  test('stand beside their field when typing rests; a key adds one and goes on to the next', async ({
    page,
    server,
    story,
  }) => {
    await openToWrite(page, story);
    await page.keyboard.type('渭河边的花牛苹果红了。');
    await expect(suggestions(page).getByRole('button')).toHaveText(['花牛苹果', '渭河']);
    await expect(body(page)).toBeFocused();
    expect(await objections(page, ['.write-side'])).toEqual([]);
    const field = page.getByRole('combobox', { name: '专题与标签' });
    await field.focus();
    await page.keyboard.press('Tab');
    await expect(suggestions(page).getByRole('button', { name: '加上花牛苹果' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(suggestions(page).getByRole('button', { name: '加上渭河' })).toBeFocused();
    await expect.poll(() => topics(server, story)).toEqual([2]);
    await page.keyboard.press('Enter');
    await expect(suggestions(page)).toHaveCount(0);
    await expect(field).toBeFocused();
    await expect.poll(() => topics(server, story)).toEqual([2, 3]);
    await page.getByRole('button', { name: '移除渭河' }).click();
    await suggestions(page).getByRole('button', { name: '加上渭河' }).click();
    await expect.poll(() => topics(server, story)).toEqual([2, 3]);
  });

  test('are not asked for while an input method composes, and follow what was chosen', async ({ page, story }) => {
    await page.clock.install();
    const asked: string[] = [];
    page.on('request', (request) => request.url().endsWith('/suggest') && asked.push(request.postData() ?? ''));
    await open(page, story);
    await page.clock.runFor(2_000);
    const before = asked.length;
    await write(page);
    const ime = await InputMethod.of(page);
    await ime.compose('weihe');
    await ime.show('渭河');
    await page.clock.runFor(5_000);
    expect(asked).toHaveLength(before);
    await ime.choose('渭河');
    await page.clock.runFor(2_000);
    await expect(suggestions(page).getByRole('button')).toHaveText(['渭河']);
    await page.keyboard.type('边');
    await expect(body(page)).toHaveText('渭河边');
  });
});
