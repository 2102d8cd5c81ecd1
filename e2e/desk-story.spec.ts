import type { Browser, Page } from '@playwright/test';
import type { connect } from '#db/client.ts';
import { actorOf } from '#lib/auth/sign-in.ts';
import type { Actor, Role } from '#lib/newsroom/actor.ts';
import { recall, saveWork, startStory, submit, type WorkInput } from '#lib/newsroom/index.ts';
import { objections } from './axe.ts';
import { enter, firstPicture, tabTo } from './desk.ts';
import { body } from './editor/desk.ts';
import { expect, read, siteUrl, test } from './test.ts';

/** A story's life at the desk, by the hands of everybody who has a part in it, and what readers see of it. */
test.use({ baseURL: async ({ newsroom: _ }, use) => use(siteUrl()) });
test.setTimeout(180_000);

type Sql = ReturnType<typeof connect>['sql'];

/** Somebody at the desk, with a browser of their own. */
type Colleague = { page: Page; actor: Actor; name: string };
async function colleague(browser: Browser, sql: Sql, role: Role): Promise<Colleague> {
  const context = await browser.newContext({ baseURL: siteUrl(), locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  const { page, username, name } = await enter(context, role);
  const [row] = await sql<Parameters<typeof actorOf>[0][]>`
    select id, name, role, null as "sectionIds" from person where username = ${username}`;
  if (!row) throw new Error(`${username} has no account.`);
  return { page, actor: actorOf(row), name };
}

async function sectionId(sql: Sql): Promise<number> {
  const [row] = await sql<{ id: number }[]>`select id::int id from section where slug = 'qinzhou'`;
  return row?.id ?? 0;
}

/** From the empty form of a new story to its number. */
async function begun({ page }: Colleague, title: string, section: number): Promise<number> {
  await page.goto('/desk/stories');
  await page.getByRole('link', { name: '写新稿' }).click();
  await page.getByLabel('标题', { exact: true }).fill(title);
  await page.getByLabel('栏目').selectOption(String(section));
  await page.getByRole('button', { name: '开始写' }).click();
  await page.waitForURL(/\/desk\/stories\/\d+$/);
  return Number(new URL(page.url()).pathname.split('/').at(-1));
}

/** What the writing component would save. */
async function written(by: Actor, id: number, version: number, input: WorkInput): Promise<number> {
  const saved = await saveWork(by, id, version, input);
  if (!saved.ok) throw new Error(saved.message);
  return saved.version;
}

const paragraphs = (...texts: string[]) => ({
  type: 'doc' as const,
  content: texts.map((text) => ({ type: 'paragraph' as const, content: [{ type: 'text' as const, text }] })),
});

/** Opens a story's steps, and takes one by keyboard. */
async function take({ page }: Colleague, id: number, button: string): Promise<void> {
  await page.goto(`/desk/stories/${id}/steps`);
  const target = page.getByRole('button', { name: button, exact: true });
  await target.waitFor();
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

async function fold({ page }: Colleague, id: number, act: string): Promise<void> {
  await page.goto(`/desk/stories/${id}/steps`);
  await page.locator('summary', { hasText: new RegExp(`^${act}…$`) }).click();
}

test('a story goes from an empty page through three reviews to an open tab, is corrected, withdrawn, and the receipt is true', async ({
  browser,
  newsroom: { sql },
}) => {
  const reporter = await colleague(browser, sql, 'reporter');
  const editor = await colleague(browser, sql, 'editor');
  const director = await colleague(browser, sql, 'director');
  const third = await colleague(browser, sql, 'chief');
  const chief = await colleague(browser, sql, 'chief');
  const title = `藉河步道全线贯通第${Date.now() % 1_000_000}报`;
  const section = await sectionId(sql);
  const id = await begun(reporter, title, section);
  // Written, with pictures, by keyboard alone.
  await body(reporter.page).waitFor();
  await tabTo(reporter.page, body(reporter.page));
  await reporter.page.keyboard.type('藉河步道今天全线贯通。');
  await reporter.page.keyboard.press('Enter');
  await reporter.page.keyboard.press('Control+Alt+p');
  await firstPicture(reporter.page);
  await expect(body(reporter.page)).toBeFocused();
  await reporter.page.keyboard.type('步道从罗玉桥通到天水郡，全长十二公里。');
  await tabTo(reporter.page, reporter.page.getByLabel('摘要'));
  await reporter.page.keyboard.type('步道从罗玉桥通到天水郡。');
  await tabTo(reporter.page, reporter.page.getByRole('button', { name: '选图片' }));
  await reporter.page.keyboard.press('Enter');
  await firstPicture(reporter.page);
  const stored = async () => {
    const [row] = await sql<{ content: { body: { content: { type: string }[] }; leadMediaId: number | null } }[]>`
      select content from story_work where story_id = ${id}`;
    return [row?.content.body.content.map(({ type }) => type).join(' '), row?.content.leadMediaId !== null];
  };
  await expect.poll(stored).toEqual(['paragraph image paragraph', true]);
  await take(reporter, id, '送审');
  await expect(reporter.page.getByRole('status')).toHaveText('已送审。');
  await expect(reporter.page.getByText('等待一审（共 3 审）')).toBeVisible();

  // Nobody is offered what is not theirs.
  await director.page.goto('/desk/stories?list=review');
  await editor.page.goto('/desk/stories?list=review');
  expect(await objections(editor.page)).toEqual([]);
  await expect(editor.page.getByRole('link', { name: title })).toBeVisible();
  await editor.page.goto(`/desk/stories/${id}/steps`);
  await expect(editor.page.getByRole('button', { name: '签发' })).toHaveCount(0);
  expect(await objections(editor.page)).toEqual([]);
  await editor.page.getByLabel('审稿意见（可不写）').fill('数字已核对');
  await editor.page.getByRole('button', { name: '一审通过' }).click();
  await expect(editor.page.getByRole('status')).toHaveText('已审过。');
  await take(director, id, '二审通过');
  await expect(director.page.getByText('等待三审')).toBeVisible();
  await take(third, id, '三审通过');
  await expect(third.page.getByText('三审已过，等待总编签发。')).toBeVisible();
  expect((await read(`/article/${id}`)).status).toBe(404);
  await take(chief, id, '签发');
  await expect(chief.page.getByRole('status')).toHaveText('已签发。');

  const reader = await (await browser.newContext({ baseURL: siteUrl() })).newPage();
  const connected = reader.waitForResponse((response) => response.url().includes('/api/live'));
  await reader.goto('/');
  await connected;
  const line = reader
    .locator('ws-panel', { has: reader.getByRole('heading', { name: '资讯快递', exact: true }) })
    .getByRole('link', { name: title });
  await expect(line).toHaveCount(0);
  await chief.page.getByRole('button', { name: '现在发布' }).click();
  await chief.page.waitForURL(/\/refreshed\/\d+$/);
  await expect(line).toBeVisible();
  await expect(chief.page.getByRole('heading', { level: 1 })).toHaveText('刷新了什么');
  await expect(chief.page.getByText('本实例已经知道。')).toBeVisible();
  await expect(chief.page.getByText(`article:${id}`)).toBeVisible();
  expect(await objections(chief.page)).toEqual([]);
  expect((await read('/')).html).toContain(`/article/${id}`);
  await expect(chief.page.getByRole('row', { name: '/ 已更新' }).first()).toBeVisible();

  await fold(director, id, '刊登更正');
  await director.page.getByLabel('更正内容').fill('步道全长应为十三公里。');
  await director.page.getByRole('button', { name: '刊登更正' }).click();
  await director.page.waitForURL(/\/refreshed\/\d+$/);
  for (const path of [`/article/${id}`, '/corrections'])
    expect((await read(path)).html).toContain('步道全长应为十三公里。');

  await fold(chief, id, '撤稿');
  await chief.page.locator('details[open]').getByLabel('撤稿原因').fill('消息来源有误');
  await chief.page.getByRole('button', { name: '撤稿', exact: true }).click();
  await chief.page.waitForURL(/\/refreshed\/\d+$/);
  await expect(chief.page.getByText('逐处问过正在运行的网站。各处都已撤下。')).toBeVisible();
  await expect(line).toHaveCount(0);
  const receipt = chief.page.getByRole('region', { name: '撤稿回执' });
  const places = await receipt.locator('td.mono').allTextContents();
  expect(places).toEqual(
    expect.arrayContaining(['/', '/section/qinzhou', '/feed.xml', '/news-sitemap.xml', '/panel/latest', '/pictures']),
  );
  expect(places).toContain(`/search?q=${title}`);
  await expect(
    chief.page.getByRole('region', { name: '实例' }).getByRole('row', { name: '本实例 已知道' }),
  ).toBeVisible();
  for (const path of places) {
    const answer = await read(path);
    const own = new RegExp(`^(?:/hant)?/article/${id}(?:/print)?$`).test(path);
    // A search that finds nothing may have no page.
    const right = own ? [410] : path.startsWith('/search') ? [200, 404] : [200];
    expect([path, right.includes(answer.status)]).toEqual([path, true]);
    if (!own) expect(answer.html).not.toMatch(new RegExp(`/article/${id}(?![0-9])`));
  }
  expect((await read(`/article/${id}`)).html).toContain('消息来源有误');
  await chief.page.goto('/desk/stories?list=withdrawn');
  await expect(chief.page.getByRole('link', { name: title })).toBeVisible();

  // Of a long life the newest steps stand open.
  await chief.page.goto(`/desk/stories/${id}/steps`);
  await expect(chief.page.getByRole('heading', { level: 1 })).toHaveText(title);
  await expect(chief.page.locator('.history > li:visible')).toHaveCount(6);
  await chief.page.getByText('更早的 3 步').click();
  await expect(chief.page.getByText('新建稿件')).toBeVisible();
});

test('what comes back says why, nobody reviews what was not seen, and a time is kept to the minute', async ({
  browser,
  newsroom: { sql },
}) => {
  const reporter = await colleague(browser, sql, 'reporter');
  const editor = await colleague(browser, sql, 'editor');
  const section = await sectionId(sql);
  const title = `天水麻辣烫开新店第${Date.now() % 1_000_000}报`;
  const id = await begun(reporter, title, section);

  // Nothing is written yet: the refusal says all that is missing.
  await take(reporter, id, '送审');
  await expect(reporter.page.getByRole('alert').filter({ hasText: '稿件还不完整' })).toBeVisible();
  const version = await written(reporter.actor, id, 1, {
    title,
    sectionId: section,
    body: paragraphs('新店今天开张。'),
  });
  await take(reporter, id, '送审');
  await expect(reporter.page.getByRole('status')).toHaveText('已送审。');

  // Who may only read sees why, in a line or two, and the text; a tab says which story it is.
  await reporter.page.goto(`/desk/stories/${id}`);
  const why = reporter.page.locator('.notice', { hasText: '作者要改，可在一审之前收回，或请审稿人退回。' });
  expect((await why.boundingBox())?.height).toBeLessThan(100);
  await expect(reporter.page).toHaveTitle(new RegExp(`^${title}`));

  // While the editor looks at it, the writer takes it back and changes it.
  await editor.page.goto(`/desk/stories/${id}/steps`);
  expect((await recall(reporter.actor, id)).ok).toBe(true);
  const changed = await written(reporter.actor, id, version, {
    title,
    sectionId: section,
    body: paragraphs('新店明天开张。'),
  });
  expect((await submit(reporter.actor, id, { version: changed })).ok).toBe(true);
  await editor.page.getByRole('button', { name: '一审通过' }).click();
  await expect(editor.page.getByRole('alert').filter({ hasText: '又改了稿件' })).toContainText('请刷新页面');

  await fold(editor, id, '退回');
  await editor.page.getByLabel('退回的原因').fill('请写明店址');
  await editor.page.getByRole('button', { name: '退回', exact: true }).click();
  await expect(editor.page.getByRole('status')).toHaveText('已退回作者。');

  // By keyboard alone: the list, its first story, the filter.
  await reporter.page.goto('/desk/stories');
  await expect(reporter.page.getByText('退回：请写明店址')).toBeVisible();
  await reporter.page.getByText('键盘：').waitFor();
  await expect(async () => {
    await reporter.page.keyboard.press('j');
    await expect(reporter.page.getByRole('link', { name: title })).toBeFocused({ timeout: 500 });
  }).toPass();
  await reporter.page.keyboard.press('/');
  await reporter.page.keyboard.type(title.slice(0, 5));
  await reporter.page.keyboard.press('Enter');
  await reporter.page.waitForURL(/q=/);
  await expect(reporter.page.getByRole('link', { name: title })).toBeVisible();
  await reporter.page.goto(`/desk/stories?q=${encodeURIComponent('没有这样的标题')}`);
  await expect(reporter.page.getByText('这里没有稿件。')).toBeVisible();
  await reporter.page.getByRole('link', { name: '找全部' }).click();
  await reporter.page.getByText('草稿、已发布的、已撤的稿件都找').waitFor();
  await reporter.page.getByRole('searchbox').fill(title);
  await reporter.page.getByRole('button', { name: '筛选' }).click();
  await expect(reporter.page.getByRole('row', { name: title })).toContainText('草稿');

  // A chief publishes it directly, and has it withdrawn at its time.
  const chief = await colleague(browser, sql, 'chief');
  await fold(chief, id, '直接发布');
  await chief.page.getByLabel('不经审核直接发布的原因').fill('突发');
  await chief.page.getByRole('button', { name: '直接发布', exact: true }).click();
  await chief.page.waitForURL(/\/refreshed\/\d+$/);
  await fold(chief, id, '定时撤稿');
  await chief.page.getByLabel('撤稿时间').fill('2020-01-01T08:00');
  await chief.page.locator('details[open]').getByLabel('撤稿原因').fill('活动结束');
  await chief.page.getByRole('button', { name: '定时撤稿', exact: true }).click();
  await expect(chief.page.getByRole('alert').filter({ hasText: '定时须晚于现在' })).toBeVisible();
  const day = new Date(Date.now() + 32 * 3_600_000).toISOString().slice(0, 10);
  await chief.page.getByLabel('撤稿时间').fill(`${day}T08:30`);
  await chief.page.getByRole('button', { name: '定时撤稿', exact: true }).click();
  await expect(chief.page.getByText(`${day} 08:30:00`)).toBeVisible();
  const [row] = await sql<{ at: string }[]>`select withdraw_at as at from story_work where story_id = ${id}`;
  expect(new Date(row?.at ?? 0).toISOString()).toBe(`${day}T00:30:00.000Z`);
  await chief.page.goto('/desk/stories?list=scheduled');
  await expect(chief.page.getByRole('row', { name: title })).toContainText('撤稿');
});

test('many stories of a list, by keyboard alone: handed over, taken back, and without a script too', async ({
  browser,
  newsroom: { sql },
}) => {
  const reporter = await colleague(browser, sql, 'reporter');
  const section = await sectionId(sql);
  const mark = `第${Date.now() % 1_000_000}号`;
  const ids: number[] = [];
  for (const name of ['甲', '乙', '丙']) {
    const said = name === '乙' ? '' : `${name}路公交延时到零点。`;
    const input = { title: `${name}路公交${mark}`, sectionId: section, ...(said && { body: paragraphs(said) }) };
    const step = await startStory(reporter.actor, input);
    if (!step.ok) throw new Error(step.message);
    ids.push(step.id);
  }
  const stages = async () => {
    const rows = await sql<
      { stage: string }[]
    >`select stage from story_work where story_id in ${sql(ids)} order by story_id`;
    return rows.map(({ stage }) => stage);
  };
  const { page } = reporter;
  await page.goto(`/desk/stories?q=${encodeURIComponent(mark)}`);
  await page.getByText('还没有选中稿件').waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Shift+X');
  await expect(page.getByText('已选 3 篇')).toBeVisible();
  await page.getByRole('combobox', { name: '对选中的稿件' }).focus();
  await page.keyboard.type('送');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('送审');
  await expect(page.getByText('可以', { exact: true })).toHaveCount(3);
  expect(await objections(page)).toEqual([]);
  await page.getByRole('button', { name: '送审 · 3 篇' }).press('Enter');
  await expect(page.getByText('送审：3 篇里办好 2 篇，1 篇没有办。')).toBeVisible();
  await expect(page.getByRole('row', { name: `乙路公交${mark}` })).toContainText('稿件还不完整');
  expect(await stages()).toEqual(['submitted', 'draft', 'submitted']);
  expect(await objections(page)).toEqual([]);
  await page.getByRole('button', { name: '撤销这次操作' }).press('Enter');
  await expect(page.getByRole('heading', { name: '撤销的结果' })).toBeVisible();
  await expect(page.getByText('已撤销', { exact: true })).toHaveCount(2);
  expect(await stages()).toEqual(['draft', 'draft', 'draft']);

  const plain = await browser.newContext({
    baseURL: siteUrl(),
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
  });
  const bare = await plain.newPage();
  await bare.goto(`/desk/stories?q=${encodeURIComponent(mark)}`);
  await bare.getByRole('checkbox', { name: `选中：甲路公交${mark}` }).check();
  await bare.getByRole('combobox', { name: '对选中的稿件' }).selectOption('discard');
  await bare.getByRole('button', { name: '下一步…' }).click();
  await bare.getByRole('button', { name: '放弃修改 · 1 篇' }).click();
  await expect(bare.getByText('放弃修改：1 篇都办好了。')).toBeVisible();
  expect(await stages()).toEqual(['none', 'draft', 'draft']);
  await plain.close();
});
