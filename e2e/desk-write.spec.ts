import type { BrowserContext, Page } from '@playwright/test';
import type { Actor, Role } from '#lib/newsroom/actor.ts';
import { releaseLock, saveWork, takeOverLock } from '#lib/newsroom/drafts.ts';
import type { WorkContent, WorkInput } from '#lib/newsroom/work-content.ts';
import { publishDirectly, startStory } from '#lib/newsroom/workflow.ts';
import { objections } from './axe.ts';
import { enter, signIn } from './desk.ts';
import { body, doc, InputMethod, saved, status, title, write } from './editor/desk.ts';
import { freePort, startSite } from './server.ts';
import { expect, read, siteUrl, test, testSite, watch } from './test.ts';

/** Writing in the real desk, on the real database. What the component does by itself is shown in `e2e/editor`. */
test.use({ baseURL: async ({ newsroom: _ }, use) => use(siteUrl()) });

type Sql = Parameters<Parameters<typeof test>[2]>[0]['newsroom']['sql'];

async function actorOf(sql: Sql, username: string): Promise<Actor> {
  const [row] = await sql<{ id: string; name: string; role: Role }[]>`
    select id, name, role from person where username = ${username}`;
  if (!row) throw new Error(`nobody is called ${username}`);
  return { ...row, sectionIds: null };
}

async function storyBy(sql: Sql, actor: Actor, more: Partial<WorkInput> = {}): Promise<number> {
  const [section] = await sql<{ id: string }[]>`select id from section order by id limit 1`;
  const made = await startStory(actor, { title: '渭河新桥', sectionId: Number(section?.id), ...more });
  if (!made.ok) throw new Error(made.message);
  return made.id;
}

async function stored(sql: Sql, id: number): Promise<{ version: number; content: WorkContent }> {
  const [row] = await sql<{ version: number; content: WorkContent }[]>`
    select version, content from story_work where story_id = ${id}`;
  if (!row) throw new Error('The working copy is gone.');
  return row;
}

/** Somebody at the desk with a story of their own open. */
async function writing(context: BrowserContext, sql: Sql, role: Role = 'reporter', more: Partial<WorkInput> = {}) {
  const { page, username } = await enter(context, role);
  const actor = await actorOf(sql, username);
  const id = await storyBy(sql, actor, more);
  await open(page, id);
  return { page, actor, id, username };
}

async function open(page: Page, id: number): Promise<void> {
  await page.goto(`/desk/stories/${id}`);
  await body(page).waitFor();
}

const texts = async (sql: Sql, id: number) => JSON.stringify((await stored(sql, id)).content.body);

test('what an input method writes is in the database, and there again after a reload', async ({
  context,
  newsroom,
}) => {
  const { page, id } = await writing(context, newsroom.sql);
  const trouble = watch(page);
  await write(page);
  const ime = await InputMethod.of(page);
  await ime.type('weiheshang', '渭河上');
  await ime.type('jiqixinqiao', '架起新桥。');
  await expect.poll(() => texts(newsroom.sql, id)).toContain('渭河上架起新桥。');
  await title(page).fill('渭河新桥合龙');
  await saved(page);
  await expect.poll(async () => (await stored(newsroom.sql, id)).content.title).toBe('渭河新桥合龙');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('渭河新桥合龙');
  await expect(body(page)).toHaveText('渭河上架起新桥。');
  expect(await objections(page)).toEqual([]);
  await page.reload();
  await expect(body(page)).toHaveText('渭河上架起新桥。');
  await expect(title(page)).toHaveValue('渭河新桥合龙');
  expect(trouble).toEqual([]);
});

test('a server that is killed loses nothing that was saved, and nothing of the rest in the browser', async ({
  context,
  newsroom,
}) => {
  const port = await freePort();
  const instance = () => startSite(testSite().dataDir, { PORT: String(port) });
  const first = await instance();
  const { username } = await enter(context, 'reporter');
  const actor = await actorOf(newsroom.sql, username);
  const id = await storyBy(newsroom.sql, actor);
  const page = await context.newPage();
  // The cookie of the sign-in is for the host, whatever the port.
  await page.goto(new URL(`/desk/stories/${id}`, first.url).href);
  await write(page);
  await page.keyboard.type('停机之前。');
  await expect.poll(() => texts(newsroom.sql, id)).toContain('停机之前。');
  await first.kill();
  await page.keyboard.type('停机之中。');
  await expect(status(page)).toContainText('本机浏览器');
  expect(await texts(newsroom.sql, id)).toContain('停机之前。');
  const second = await instance();
  await page.keyboard.type('重启之后。');
  await expect.poll(() => texts(newsroom.sql, id), { timeout: 30_000 }).toContain('停机之前。停机之中。重启之后。');
  await saved(page);
  await second.kill();
});

test('a second editor sees who writes; a senior takes over, and the first is told', async ({ browser, newsroom }) => {
  const [mine, theirs] = [await browser.newContext(), await browser.newContext()];
  const { page, actor, id } = await writing(mine, newsroom.sql);
  await write(page);
  await page.keyboard.type('记者写的。');
  await saved(page);
  const { page: other } = await enter(theirs, 'editor');
  await open(other, id);
  await expect(other.getByRole('status').filter({ hasText: actor.name })).toBeVisible();
  await expect(body(other)).toHaveAttribute('contenteditable', 'false');
  await other.getByRole('button', { name: '接管' }).click();
  await expect(body(other)).toHaveAttribute('contenteditable', 'true');
  await write(other);
  await other.keyboard.press('Control+End');
  await other.keyboard.type('编辑接着写。');
  await expect.poll(() => texts(newsroom.sql, id)).toContain('记者写的。编辑接着写。');
  await write(page);
  await page.keyboard.press('Control+End');
  await page.keyboard.type('我还在写');
  await expect(body(page)).toHaveAttribute('contenteditable', 'false');
  expect(await texts(newsroom.sql, id)).not.toContain('我还在写');
  await Promise.all([mine.close(), theirs.close()]);
});

test('where both wrote all the same, both texts stand side by side and neither is overwritten', async ({
  context,
  browser,
  newsroom,
}) => {
  const { page, id } = await writing(context, newsroom.sql, 'reporter', { body: doc('原来的一段。') });
  const { page: seniors, username } = await enter(await browser.newContext(), 'editor');
  const senior = await actorOf(newsroom.sql, username);
  await write(page);
  await context.setOffline(true);
  await page.keyboard.press('Control+End');
  await page.keyboard.type('断网时我写的。');
  await takeOverLock(senior, id);
  const { version, content } = await stored(newsroom.sql, id);
  const done = await saveWork(senior, id, version, { ...content, body: doc('原来的一段。编辑写的。') });
  expect(done.ok).toBe(true);
  await releaseLock(senior, id);
  await context.setOffline(false);
  await expect(status(page)).toContainText(senior.name);
  await page.getByRole('button', { name: '查看两份并处理' }).click();
  const view = page.locator('.desk-conflict');
  await expect(view).toContainText('断网时我写的。');
  await expect(view).toContainText('编辑写的。');
  expect(await texts(newsroom.sql, id)).toContain('编辑写的。');
  await seniors.context().close();
});

test('a sign-in that has expired keeps what is typed, and one in another tab heals it', async ({
  context,
  newsroom,
}) => {
  const { page, id, username, actor } = await writing(context, newsroom.sql);
  await newsroom.sql`delete from desk_session where user_id = ${actor.id}`;
  await write(page);
  await page.keyboard.type('过期以后写的。');
  await expect(status(page)).toContainText('登录已过期');
  const [other] = await Promise.all([page.waitForEvent('popup'), page.getByRole('link', { name: /登录/ }).click()]);
  await signIn(other, username);
  await other.waitForURL(/\/desk(?:\/account)?$/);
  await other.close();
  await page.bringToFront();
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect.poll(() => texts(newsroom.sql, id), { timeout: 20_000 }).toContain('过期以后写的。');
  await saved(page);
});

test('a text of 300 KB opens, is written in, saved and published; one of 9 MB is refused in a sentence', async ({
  context,
  newsroom,
}) => {
  const long = Array.from({ length: 500 }, (_, at) => `第${at}段：${'渭水流过天水，一路向东。'.repeat(17)}`);
  expect(Buffer.byteLength(long.join(''))).toBeGreaterThan(300_000);
  const { page, id } = await writing(context, newsroom.sql, 'reporter', { body: doc(...long) });
  await body(page).locator('p').first().click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('长文开头');
  await expect.poll(() => texts(newsroom.sql, id), { timeout: 20_000 }).toContain('长文开头第0段');
  const { version, content } = await stored(newsroom.sql, id);
  expect(content.body.content).toHaveLength(500);
  const refused = await page.evaluate(async (address) => {
    const answer = await fetch(address, { method: 'POST', body: JSON.stringify({ content: '长'.repeat(3_000_000) }) });
    return [answer.status, ((await answer.json()) as { message: string }).message];
  }, `/desk/stories/${id}/work/save`);
  expect(refused).toEqual([413, '稿件过长，服务器没有收下，请拆成几篇。']);
  expect((await stored(newsroom.sql, id)).version).toBe(version);

  const chief: Actor = { id: 'e2e-chief', name: '总编', role: 'chief', sectionIds: null };
  const told = await publishDirectly(chief, id, { version, reason: '长文' });
  if (!told.ok || !told.done) throw new Error(told.ok ? '' : told.message);
  await newsroom.happens(Promise.resolve(told.done));
  const answer = await read(`/article/${id}`);
  expect([answer.status, answer.html.includes(long.at(-1) ?? '')]).toEqual([200, true]);
});

test('a version is kept with a note, compared, and restored as a new one', async ({ context, newsroom }) => {
  const { page, id } = await writing(context, newsroom.sql, 'reporter', { body: doc('桥长八百米。') });
  await page.getByRole('button', { name: '版本', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: '版本说明' }).fill('核对数字之前');
  await dialog.getByRole('button', { name: '把现在的文字存为版本' }).click();
  await expect(dialog.getByRole('listitem').filter({ hasText: '核对数字之前' })).toBeVisible();
  await page.keyboard.press('Escape');
  await write(page);
  await page.keyboard.press('Control+End');
  await page.keyboard.type('宽三十米。');
  await saved(page);
  await expect.poll(() => texts(newsroom.sql, id)).toContain('宽三十米');
  await page.getByRole('button', { name: '版本', exact: true }).click();
  await dialog.getByRole('button', { name: /核对数字之前/ }).click();
  await expect(dialog.locator('ins')).toContainText('宽三十米。');
  await dialog.getByRole('button', { name: '恢复为新的一版' }).click();
  await expect(dialog).toBeHidden();
  await expect(body(page)).toHaveText('桥长八百米。');
  await expect.poll(() => texts(newsroom.sql, id)).not.toContain('宽三十米');
  const notes = await newsroom.sql<{ note: string }[]>`
    select note from revision where story_id = ${id} order by number desc limit 2`;
  expect(notes.map(({ note }) => note)).toEqual([expect.stringMatching(/^恢复第 \d+ 版$/), '恢复之前']);
});

test('a preview is the real page, for the desk in a frame and for others by a link that ends', async ({
  context,
  browser,
  newsroom,
}) => {
  const { page, id } = await writing(context, newsroom.sql, 'reporter', { body: doc('还没有发布的一段。') });
  await page.getByRole('link', { name: '预览' }).click();
  const frame = page.frameLocator('iframe');
  await expect(frame.locator('#story-body')).toHaveText('还没有发布的一段。');
  expect(await page.locator('iframe').evaluate((each: HTMLIFrameElement) => each.clientWidth)).toBe(390);
  await page.getByRole('link', { name: '电脑' }).click();
  await expect(page.locator('iframe.is-desktop')).toBeVisible();
  await page.getByRole('button', { name: '生成预览链接' }).click();
  const link = await page.locator('.secret input').inputValue();

  const stranger = await (await browser.newContext()).newPage();
  const trouble = watch(stranger);
  const answer = await stranger.goto(link);
  expect(answer?.headers()).toMatchObject({
    'cache-control': expect.stringContaining('no-store'),
    'x-robots-tag': expect.stringContaining('noindex'),
  });
  await expect(stranger.locator('h1')).toHaveText('渭河新桥');
  await expect(stranger.locator('#story-body')).toHaveText('还没有发布的一段。');
  expect(trouble).toEqual([]);
  expect((await fetch(new URL(`/article/${id}`, siteUrl()))).status).toBe(404);
  const door = await fetch(new URL(`/desk/preview/story/${id}`, siteUrl()), { redirect: 'manual' });
  expect(door.status).toBe(307);

  await newsroom.sql`update verification set expires_at = now() - interval '1 second' where identifier = ${`preview:${id}`}`;
  const late = await stranger.goto(link);
  expect(late?.status()).toBe(404);
  await expect(stranger.locator('h1')).toHaveText('这个预览链接已经失效');

  await page.reload();
  await page.getByRole('button', { name: '生成预览链接' }).click();
  const another = await page.locator('.secret input').inputValue();
  expect((await stranger.goto(another))?.status()).toBe(200);
  await page.getByRole('button', { name: '撤回' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: '撤回' }).click();
  await expect(page.getByText('还没有有效的链接。')).toBeVisible();
  expect((await stranger.goto(another))?.status()).toBe(404);
  await stranger.context().close();
});

test('who may not write it reads it; who may not read it finds nothing', async ({ browser, context, newsroom }) => {
  const { page: owners, id } = await writing(context, newsroom.sql, 'reporter', { body: doc('记者自己的稿子。') });
  await owners.close();
  const { page } = await enter(await browser.newContext(), 'admin');
  await page.goto(`/desk/stories/${id}`);
  await expect(page.locator('.story-body')).toHaveText('记者自己的稿子。');
  await expect(page.getByText(/^只读：/)).toBeVisible();
  const { page: others } = await enter(await browser.newContext(), 'reporter');
  expect((await others.goto(`/desk/stories/${id}`))?.status()).toBe(404);
  const refused = await others.evaluate(async (address) => {
    const answer = await fetch(address, { method: 'POST', body: '{"version":1,"content":{}}' });
    return [answer.status, ((await answer.json()) as { code: string }).code];
  }, `/desk/stories/${id}/work/save`);
  expect(refused).toEqual([200, 'forbidden']);
  for (const one of [page, others]) await one.context().close();
});

test('topics are suggested by the text, out of those that there are, and one click adds one', async ({
  context,
  newsroom,
}) => {
  const [named] = await newsroom.sql<{ id: number; name: string }[]>`
    select id::int, name from topic where length(name) >= 3 order by id limit 1`;
  if (!named) throw new Error('The demo newsroom has no topics.');
  const { page, id } = await writing(context, newsroom.sql);
  await write(page);
  await page.keyboard.type(`说说${named.name}。`);
  const suggestion = page.getByRole('button', { name: `加上${named.name}`, exact: true });
  await expect(suggestion).toHaveAttribute('title', '文中提到');
  await suggestion.click();
  await expect(suggestion).toHaveCount(0);
  await expect.poll(async () => (await stored(newsroom.sql, id)).content.topicIds).toEqual([named.id]);
});

test('the title of a story that is out suggests the topics of that story to another', async ({ context, newsroom }) => {
  const [like] = await newsroom.sql<{ title: string; topic: string }[]>`
    select s.title, t.name as topic from story s join story_topic l on l.story_id = s.id join topic t on t.id = l.topic_id
    where s.status = 'published' and s.id <= ${testSite().lastOfDemo} and strpos(lower(s.title), lower(t.name)) = 0 order by s.published_at desc, t.id limit 1`;
  if (!like) throw new Error('The demo newsroom has no such story.');
  const { page } = await writing(context, newsroom.sql);
  await title(page).fill(like.title);
  await expect(page.getByRole('button', { name: `加上${like.topic}`, exact: true })).toHaveAttribute(
    'title',
    '相似的稿件用过',
  );
});
