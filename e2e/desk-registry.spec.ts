import { renameSection } from '#lib/newsroom/index.ts';
import { objections } from './axe.ts';
import { enter, tabTo } from './desk.ts';
import { expect, read, siteUrl, test, watch } from './test.ts';

/** What stories belong to, and the console, in a real browser. */
test.use({ baseURL: async ({ newsroom: _ }, use) => use(siteUrl()) });

const location = (address: string | null) => (address === null ? null : new URL(address, siteUrl()).pathname);

test('a section that is renamed: its old address leads on in one hop, and pages show the new name at once', async ({
  context,
  newsroom: { sql, happens },
}) => {
  const { page } = await enter(context, 'chief');
  // All three are remembered, the last as not there.
  expect((await read('/section/qingshui')).status).toBe(200);
  expect((await read('/section/local')).html).toContain('清水');
  expect((await read('/section/qingshui-xian')).status).toBe(404);
  await page.goto('/desk/sections');
  await page.getByRole('link', { name: /^清水/ }).click();
  await page.getByLabel('栏目名').fill('清水县');
  await page.getByLabel('地址').fill('qingshui-xian');
  await page.getByRole('button', { name: '保存' }).first().click();
  await expect(page.getByText('已保存，网站正在更新。')).toBeVisible();
  const old = await read('/section/qingshui');
  expect([old.status, location(old.headers.get('location'))]).toEqual([301, '/section/qingshui-xian']);
  const now = await read('/section/qingshui-xian');
  expect(now.status).toBe(200);
  expect(now.html).toContain('清水县');
  expect((await read('/section/local')).html).toContain('清水县');
  await page.goto('/desk/audit?object=section');
  await expect(page.getByRole('row').filter({ hasText: '修改栏目' }).first()).toContainText('栏目“清水县”');
  const [renamed] = await sql<{ id: number }[]>`select id::int from section where slug = 'qingshui-xian'`;
  await happens(renameSection(renamed?.id ?? 0, { name: '清水', slug: 'qingshui' }, 'e2e'));
});

test('a section whose address stands in the configuration says so, and keeps what was typed', async ({ context }) => {
  const { page } = await enter(context, 'chief');
  await page.goto('/desk/sections');
  await page.getByRole('link', { name: /^本地/ }).click();
  await page.getByLabel('地址').fill('bendi');
  await page.getByRole('button', { name: '保存' }).first().click();
  await expect(page.getByRole('alert').filter({ hasText: 'site.config.ts' })).toBeVisible();
  await expect(page.getByLabel('地址')).toHaveValue('bendi');
});

test('topics that are merged: the stories of one are the other’s, its address leads there', async ({
  context,
  newsroom,
}) => {
  const rows = await newsroom.sql<{ id: string; slug: string; story: string }[]>`
    select t.id, t.slug, max(s.id) as story from topic t join story_topic x on x.topic_id = t.id
    join story s on s.id = x.story_id where s.status = 'published'
    group by t.id having count(*) <= 8 order by t.id desc limit 2`;
  const [gone, kept] = rows;
  if (!gone || !kept) throw new Error('The demo has no topics.');
  for (const path of [`/topic/${gone.slug}`, `/topic/${kept.slug}`, `/article/${gone.story}`])
    expect((await read(path)).status).toBe(200);
  const { page } = await enter(context, 'editor');
  await page.goto(`/desk/topics?q=${gone.slug}`);
  await page.locator(`.table a[href="/desk/topics/${gone.id}"]`).click();
  await page.getByLabel('并入的编号或地址').fill('no-such-topic');
  await page.getByRole('button', { name: '并入另一个' }).click();
  await expect(page.getByText('没有这个专题或标签')).toBeVisible();
  await page.getByLabel('并入的编号或地址').fill(kept.slug);
  await page.getByRole('button', { name: '并入另一个' }).click();
  await page.waitForURL(`/desk/topics/${kept.id}`);
  const old = await read(`/topic/${gone.slug}`);
  expect([old.status, location(old.headers.get('location'))]).toEqual([301, `/topic/${kept.slug}`]);
  expect((await read(`/topic/${kept.slug}`)).html).toContain(`/article/${gone.story}"`);
  const story = (await read(`/article/${gone.story}`)).html;
  expect(story).toContain(`/topic/${kept.slug}"`);
  expect(story).not.toContain(`/topic/${gone.slug}"`);
});

test('by keyboard: an author is entered, refused in a sentence, entered, and removed', async ({ context }) => {
  const { page } = await enter(context, 'editor');
  await page.goto('/desk/authors');
  await tabTo(page, page.getByRole('link', { name: '新增作者' }));
  await page.keyboard.press('Enter');
  await page.waitForURL('/desk/authors/new');
  await tabTo(page, page.getByLabel('名称'));
  await page.keyboard.type('何逸');
  await page.keyboard.press('Tab');
  await page.keyboard.type('He Yi');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: '作者地址只能用小写字母、数字和连字符。' })).toBeVisible();
  await expect(page.getByLabel('名称')).toHaveValue('何逸');
  await tabTo(page, page.getByLabel('地址'));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('he-yi-2');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/desk\/authors\/\d+$/);
  expect((await read('/author/he-yi-2')).status).toBe(200);
  await tabTo(page, page.getByRole('button', { name: '删除' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await page.getByRole('alertdialog').getByRole('button', { name: '删除' }).press('Enter');
  await page.waitForURL('/desk/authors');
  expect((await read('/author/he-yi-2')).status).toBe(404);
});

test('by keyboard: sections change places, and the focus stays on the button', async ({ context, newsroom }) => {
  const { page } = await enter(context, 'admin');
  await page.goto('/desk/sections');
  const down = page.getByRole('button', { name: '下移“秦州”' });
  await tabTo(page, down);
  await page.keyboard.press('Enter');
  await expect(page.getByText(/“秦州”现在是 \d+ 个里的第 2 个。/)).toBeAttached();
  await expect(down).toBeFocused();
  const order = await newsroom.sql<{ slug: string }[]>`
    select s.slug from section s join section p on p.id = s.parent_id where p.slug = 'local' order by s.position, s.id limit 2`;
  expect(order.map(({ slug }) => slug)).toEqual(['maiji', 'qinzhou']);
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByRole('button', { name: '上移“秦州”' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText(/“秦州”现在是 \d+ 个里的第 1 个。/)).toBeAttached();
});

test('a programme that is renamed takes its feed along, and comes back', async ({ context, newsroom }) => {
  const [show] = await newsroom.sql<{ id: number; slug: string }[]>`select id::int, slug from show order by id limit 1`;
  if (!show) throw new Error('The demo has no programmes.');
  const { page } = await enter(context, 'editor');
  await page.goto(`/desk/shows/${show.id}`);
  const rename = async (slug: string) => {
    await page.getByLabel('地址').fill(slug);
    await page.getByRole('button', { name: '保存' }).click();
    await expect.poll(async () => (await read(`/podcast/${slug}`)).status).toBe(200);
  };
  const other = `${show.slug}-xin`;
  await rename(other);
  for (const rest of ['', '/feed.xml']) {
    const old = await read(`/podcast/${show.slug}${rest}`);
    expect([old.status, location(old.headers.get('location'))]).toEqual([301, `/podcast/${other}${rest}`]);
    expect((await read(`/podcast/${other}${rest}`)).status).toBe(200);
  }
  await rename(show.slug);
  const back = await read(`/podcast/${other}`);
  expect([back.status, location(back.headers.get('location'))]).toEqual([301, `/podcast/${show.slug}`]);
});

test('a column is opened for an author, follows the author’s new address, and is closed', async ({
  context,
  newsroom,
}) => {
  const [author] = await newsroom.sql<{ id: number; slug: string }[]>`
    select a.id::int, a.slug from author a where not exists (select from blog b where b.author_id = a.id)
    order by a.id limit 1`;
  if (!author) throw new Error('Every author of the demo has a column.');
  const { page } = await enter(context, 'editor');
  await page.goto('/desk/blogs/new');
  await page.getByLabel('名称').fill('藉水夜话');
  await page.getByLabel('作者').selectOption(String(author.id));
  await page.getByLabel('说明').fill('每周一篇。');
  await page.getByRole('button', { name: '新增' }).click();
  await page.waitForURL(/\/desk\/blogs\/\d+$/);
  const column = page.url();
  expect((await read('/blog')).html).toContain('藉水夜话');
  expect((await read(`/blog/${author.slug}`)).html).toContain('每周一篇。');

  await page.goto(`/desk/authors/${author.id}`);
  await page.getByLabel('地址').fill(`${author.slug}-xin`);
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByText('已保存，用到它的页面正在更新。')).toBeVisible();
  for (const part of ['author', 'blog']) {
    const old = await read(`/${part}/${author.slug}`);
    expect([old.status, location(old.headers.get('location'))]).toEqual([301, `/${part}/${author.slug}-xin`]);
  }
  await page.getByLabel('地址').fill(author.slug);
  await page.getByRole('button', { name: '保存' }).click();
  await expect.poll(async () => (await read(`/author/${author.slug}`)).status).toBe(200);

  await page.goto(column);
  await page.getByRole('button', { name: '删除' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: '删除' }).click();
  await page.waitForURL('/desk/blogs');
  expect((await read('/blog')).html).not.toContain('藉水夜话');
  expect((await read(`/blog/${author.slug}`)).status).toBe(404);
});

test('a topic’s picture is found in the library by words', async ({ context, newsroom }) => {
  const [topic] = await newsroom.sql<{ id: string }[]>`select id from topic order by id limit 1`;
  const [media] = await newsroom.sql<{ id: string; alt: string }[]>`
    select id, alt from media where kind = 'image' and alt <> '' order by id desc limit 1`;
  if (!topic || !media) throw new Error('The demo has no pictures.');
  const { page } = await enter(context, 'editor');
  await page.goto(`/desk/topics/${topic.id}`);
  await page.getByLabel('在媒体库里查找图片').fill(media.id);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: media.alt }).first().click();
  await expect(page.getByLabel('头图')).toHaveValue(media.id);
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(page.getByText('已保存，用到它的页面正在更新。')).toBeVisible();
  await expect(page.locator('.registry-picture')).toHaveAttribute('alt', media.alt);
  await expect(page.getByLabel('头图')).toHaveValue(media.id);
});

test('the console says what a refresh costs, does it, and it stands in the trail', async ({ context }) => {
  const { page } = await enter(context, 'chief');
  await read('/latest');
  expect((await read('/latest')).page).toBe('HIT');
  await page.goto('/desk/console');
  await page.getByLabel('网址、栏目地址或标签').fill('latest');
  await page.getByRole('button', { name: '先看代价' }).click();
  await expect(page.getByRole('alert').filter({ hasText: '须是以 / 开头的本站路径' })).toBeVisible();
  await page.getByLabel('网址、栏目地址或标签').fill('/latest');
  await page.getByRole('button', { name: '先看代价' }).click();
  await expect(page.getByRole('region', { name: '代价' })).toContainText(/[12] 个存着的页面/);
  await page.getByRole('button', { name: '立即刷新' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: '立即刷新' }).click();
  await expect(page.getByText('已刷新，这些页面下一次打开就是新的。')).toBeVisible();
  expect((await read('/latest')).page).toBe('MISS');
  await page.goto('/desk/audit?object=path');
  await expect(page.getByRole('row').filter({ hasText: '页面 /latest' }).first()).toContainText('刷新页面');
});

test('deliveries that were given up are sent again and dropped', async ({ context, newsroom }) => {
  const [one, two] = await newsroom.sql<{ id: string }[]>`
    insert into delivery (channel, event_id, state, attempts, ended_at, last_error, payload)
    select 'e2e-nobody', 1, 'dead', 9, now(), '应答 500', '{"type":"story-published"}' from generate_series(1, 2) returning id`;
  const { page } = await enter(context, 'admin');
  await page.goto('/desk/console/deliveries?state=dead&channel=e2e-nobody');
  const line = (id: string | undefined) => page.getByRole('listitem').filter({ hasText: `${id} · 事件` });
  await line(one?.id).getByRole('button', { name: '重新投递' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: '重新投递' }).click();
  await expect(line(one?.id)).toHaveCount(0);
  await line(two?.id).getByRole('button', { name: '删掉' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: '删掉' }).click();
  await expect(line(two?.id)).toHaveCount(0);
  const left = await newsroom.sql<{ id: string; state: string }[]>`
    select id, state from delivery where channel = 'e2e-nobody'`;
  expect([...left]).toEqual([{ id: one?.id, state: 'waiting' }]);
  await newsroom.sql`delete from delivery where channel = 'e2e-nobody'`;
});

const registryRooms = ['/desk/sources', '/desk/authors', '/desk/topics', '/desk/blogs', '/desk/shows'];
const headRooms = ['/desk/sections', '/desk/console', '/desk/console/calls', '/desk/console/deliveries'];

test('rooms are there for those who may', async ({ context }) => {
  const { page } = await enter(context, 'reporter');
  for (const room of [...registryRooms, ...headRooms]) expect((await page.goto(room))?.status(), room).toBe(404);
});

test('the rooms are free of what axe finds, and fit a phone', async ({ browser, newsroom }) => {
  test.slow();
  const context = await browser.newContext({
    baseURL: siteUrl(),
    viewport: { width: 360, height: 740 },
  });
  const { page } = await enter(context, 'admin');
  const trouble = watch(page);
  const rooms = [
    ...headRooms,
    '/desk/sections/new',
    '/desk/console?what=section&of=local',
    '/desk/console?what=everything',
    ...registryRooms.flatMap((room) => [room, `${room}/new`]),
  ];
  for (const [room, table] of [
    ['sections', 'section'],
    ['sources', 'source'],
    ['authors', 'author'],
    ['topics', 'topic'],
    ['blogs', 'blog'],
    ['shows', 'show'],
  ]) {
    const [row] = await newsroom.sql<{ id: string }[]>`
      select id from ${newsroom.sql(table ?? '')} order by id limit 1`;
    rooms.push(`/desk/${room}/${row?.id}`);
  }
  for (const room of rooms) {
    expect((await page.goto(room))?.status(), room).toBe(200);
    expect([room, await objections(page)]).toEqual([room, []]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), `${room} fits`).toBeLessThanOrEqual(360);
  }
  expect(trouble).toEqual([]);
  await context.close();
});
