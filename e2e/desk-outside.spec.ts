import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { Page } from '@playwright/test';
import { grain, svgWithScript } from '#lib/media/fixtures.ts';
import { ok } from '#lib/newsroom/desk-fixtures.ts';
import { text } from '#lib/newsroom/fixtures.ts';
import { type Actor, createStory, publish, startStory, submit } from '#lib/newsroom/index.ts';
import { objections } from './axe.ts';
import { enter } from './desk.ts';
import { expect, type Newsroom, read, siteUrl, test, watch } from './test.ts';

/** Tokens, webhooks and settings: by an administrator's hands, as an outside program meets them, and what readers see. */
test.use({ baseURL: async ({ newsroom: _ }, use) => use(siteUrl()) });

const address = '/api/stories';
const bearing = (token: string) => ({ Authorization: `Bearer ${token}` });
const get = (path: string, headers: Record<string, string> = {}) => fetch(new URL(path, siteUrl()), { headers });
const hand = (draft: object, headers: Record<string, string>) =>
  fetch(new URL(address, siteUrl()), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(draft),
  });
async function problem(answer: Response): Promise<[number, string | null, string]> {
  const { type } = (await answer.json()) as { type: string };
  return [answer.status, answer.headers.get('content-type'), type.replace('urn:weishui:problem:', '')];
}
const json = 'application/problem+json';

const body = text('消息的正文。');
async function qinzhou(sql: Newsroom['sql']): Promise<number> {
  const [row] = await sql<{ id: number }[]>`select id::int as id from section where slug = 'qinzhou'`;
  return row?.id ?? 0;
}

/** From the empty form to the token, which is shown this once. */
async function token(page: Page, name: string, ...uses: string[]): Promise<string> {
  await page.goto('/desk/tokens/new');
  await page.getByLabel('名称').fill(name);
  for (const use of uses) await page.getByRole('checkbox', { name: new RegExp(`^${use}`) }).check();
  await page.getByRole('button', { name: '生成令牌' }).click();
  const made = await page.getByRole('status').getByRole('textbox').inputValue();
  expect(made).toMatch(/^wsk_[0-9A-Za-z]{46}$/);
  return made;
}

async function confirmed(page: Page, name: string): Promise<void> {
  await page.getByRole('alertdialog').getByRole('button', { name, exact: true }).click();
}

test('a token is shown once; with it a program hands in a draft and reads what became of it, until it is revoked', async ({
  context,
}) => {
  const { page } = await enter(context, 'admin');
  const trouble = watch(page);
  const mark = `排版系统${Date.now() % 1_000_000}`;
  const write = await token(page, mark, '提交草稿', '读取稿件状态');
  await page.getByRole('link', { name: '全部接口令牌' }).click();
  await page.waitForURL('/desk/tokens');
  const line = page.getByRole('row').filter({ hasText: mark });
  await expect(line).toContainText('从未用过');
  expect(await page.content()).not.toContain(write);
  await expect(line).toContainText(write.slice(0, 8));

  const key = `key-${Date.now()}`;
  const draft = {
    title: `籍河段夜间施工提示${mark}`,
    section: 'qinzhou',
    text: '# 绕行\n\n今晚十点起，**籍河南路**半幅封闭。',
  };
  const handed = await hand(draft, { ...bearing(write), 'Idempotency-Key': key });
  expect(handed.status).toBe(201);
  const story = (await handed.json()) as { id: number; desk: string };
  const again = await hand(draft, { ...bearing(write), 'Idempotency-Key': key });
  expect([again.headers.get('idempotency-replayed'), (await again.json()).id]).toEqual(['true', story.id]);
  const state = await get(handed.headers.get('location') ?? '', bearing(write));
  expect(await state.json()).toMatchObject({ id: story.id, state: 'unpublished', own: true, stage: 'draft' });
  expect((await read(`/article/${story.id}`)).status, 'readers have nothing of it').toBe(404);
  await page.goto(new URL(story.desk).pathname);
  await expect(page.getByText(draft.title).first()).toBeVisible();

  expect(await problem(await get(address))).toEqual([401, json, 'unauthorized']);
  const readOnly = await token(page, `${mark}只读`, '读取稿件状态');
  expect((await get(address, bearing(readOnly))).status).toBe(200);
  expect(await problem(await hand(draft, bearing(readOnly)))).toEqual([403, json, 'forbidden']);

  await page.goto('/desk/tokens');
  const used = page.getByRole('row').filter({ hasText: write.slice(0, 8) });
  await expect(used, 'when it was last used').not.toContainText('从未用过');
  await used.getByRole('button', { name: '吊销' }).click();
  await confirmed(page, '吊销');
  await expect(used).toContainText('已吊销');
  expect(await problem(await hand(draft, bearing(write)))).toEqual([401, json, 'unauthorized']);
  expect(await problem(await get(`${address}/${story.id}`, bearing(write)))).toEqual([401, json, 'unauthorized']);
  await page.goto('/desk/audit?object=token');
  const revoked = page.getByRole('row').filter({ hasText: '吊销接口令牌' }).first();
  await expect(revoked, 'the trail says names').toContainText(`接口令牌“${mark}”`);
  await revoked.getByRole('link').click();
  await expect(page, 'and leads to all that was done to it').toHaveURL(/object=token%3A\d+$/);
  await expect(page.getByRole('row').filter({ hasText: '生成接口令牌' })).toHaveCount(1);
  expect(trouble).toEqual([]);
});

test('a token stops with the account that answers for it, until another administrator takes it over', async ({
  context,
  browser,
}) => {
  const other = await browser.newContext({ baseURL: siteUrl() });
  const keeper = await enter(other, 'admin');
  const mark = `农技站${Date.now() % 1_000_000}`;
  const given = await token(keeper.page, mark, '读取稿件状态');
  expect((await get(address, bearing(given))).status).toBe(200);

  const { page, name } = await enter(context, 'admin');
  const trouble = watch(page);
  await page.goto(`/desk/people?q=${keeper.username}`);
  await page.getByRole('link', { name: keeper.username }).click();
  await expect(page.getByText('此人负责 1 个接口令牌')).toBeVisible();
  await page.getByRole('button', { name: '停用账号' }).click();
  await confirmed(page, '停用账号');
  await expect(page.getByText('已停用', { exact: true })).toBeVisible();
  const refusal = await get(address, bearing(given));
  expect(((await refusal.clone().json()) as { detail: string }).detail).toContain('负责人的账号已停用');
  expect(await problem(refusal)).toEqual([401, json, 'unauthorized']);

  await page.goto('/desk/tokens');
  const line = page.getByRole('row').filter({ hasText: mark });
  await expect(line).toContainText('已停用 负责人的账号已停用');
  expect(await objections(page)).toEqual([]);
  await line.getByRole('button', { name: '接手' }).click();
  await expect(page.getByRole('alertdialog')).toContainText(`以后由您负责“${mark}”的令牌`);
  await confirmed(page, '接手');
  await expect(line).toContainText(`现由 ${name} 负责`);
  await expect(line).toContainText('可用');
  expect((await get(address, bearing(given))).status).toBe(200);
  expect(trouble).toEqual([]);
  await other.close();
});

test('a program brings a picture, its draft shows it, and an editor sees both', async ({ context, browser }) => {
  const { page } = await enter(context, 'admin');
  const both = await token(page, '图片社', '上传媒体', '提交草稿');
  const bring = (body: Uint8Array<ArrayBuffer>, bearer = both) =>
    fetch(new URL('/api/media?name=weihe.jpg', siteUrl()), { method: 'POST', headers: bearing(bearer), body });
  const brought = await bring(new Uint8Array(await grain(640, 400).jpeg().toBuffer()));
  expect(brought.status).toBe(201);
  const { id, reference } = (await brought.json()) as { id: number; reference: string };
  const later = await get(brought.headers.get('location') ?? '', bearing(both));
  expect(await later.json()).toMatchObject({ state: 'done', id });
  expect(await problem(await bring(new Uint8Array(svgWithScript)))).toEqual([415, json, 'wrong-type']);
  expect(await problem(await bring(new Uint8Array(100), await token(page, '只写稿', '提交草稿')))).toEqual([
    403,
    json,
    'forbidden',
  ]);
  const title = `渭河晨雾${Date.now() % 1_000_000}`;
  const handed = await hand(
    { title, section: 'qinzhou', text: `晨雾散去。\n\n![河面上的雾](${reference})`, lead: reference },
    bearing(both),
  );
  expect(handed.status).toBe(201);
  const other = await browser.newContext({ baseURL: siteUrl() });
  const { page: editor } = await enter(other, 'editor');
  await editor.goto(`/desk/media/${id}`);
  await expect(editor.getByRole('main')).toContainText(title);
  await other.close();
});

type Call = { path: string; headers: IncomingHttpHeaders; body: string };

/** An outside system that is told of stories. */
class Receiver {
  readonly calls: Call[] = [];
  status = 204;
  readonly #server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => {
      this.calls.push({
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      });
      response.writeHead(this.status).end(this.status === 204 ? undefined : `no ${request.url}`);
    });
  });

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as { port: number }).port}`;
  }

  close(): Promise<unknown> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(resolve));
  }

  /** Messages of a type, in the order in which they came. */
  of(type: string): Call[] {
    return this.calls.filter(({ body }) => (JSON.parse(body) as { type: string }).type === type);
  }
}

/** As standardwebhooks.com has it: the receiver's side. */
function isSigned({ headers, body }: Call, secret: string): boolean {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const expected = createHmac('sha256', key)
    .update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`)
    .digest();
  return String(headers['webhook-signature'])
    .split(' ')
    .map((one) => Buffer.from(one.replace('v1,', ''), 'base64'))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected));
}

test('a webhook is told of a publication, signed; one that fails shows in the log, and is told again once it is mended', async ({
  browser,
  context,
  newsroom,
}) => {
  const receiver = new Receiver();
  const url = await receiver.open();
  const { page } = await enter(context, 'admin');
  const name = `大屏${Date.now() % 1_000_000}`;
  await page.goto('/desk/webhooks');
  await page.getByRole('link', { name: '新建通知' }).click();
  await page.waitForURL('/desk/webhooks/new');
  await page.getByLabel('名称').fill(name);
  await page.getByLabel('接收地址').fill('https://192.168.1.8/in');
  await page.getByRole('button', { name: '新建并生成密钥' }).click();
  await expect(page.getByRole('alert').filter({ hasText: '地址指向内网或保留的地址' })).toBeVisible();
  await page.getByLabel('接收地址').fill(`${url}/in/k-3f9d`);
  await page.getByRole('button', { name: '新建并生成密钥' }).click();
  const secret = await page.getByRole('status').getByRole('textbox').inputValue();
  expect(secret).toMatch(/^whsec_/);
  await page.getByRole('link', { name: '全部外发通知' }).click();
  await page.getByRole('link', { name }).click();
  await page.waitForURL(/\/desk\/webhooks\/\d+$/);
  expect(await page.content()).not.toContain(secret);

  const saved = ok(
    await createStory({ title: `${name}上的消息`, sectionId: await qinzhou(newsroom.sql), body }, 'e2e'),
  );
  const done = await newsroom.happens(publish(saved.id, 'e2e'));
  await expect.poll(() => receiver.of('story.published').length).toBe(1);
  const [told] = receiver.of('story.published');
  if (!told) throw new Error('It was told nothing.');
  expect([told.path, isSigned(told, secret), isSigned({ ...told, body: `${told.body} ` }, secret)]).toEqual([
    '/in/k-3f9d',
    true,
    false,
  ]);
  expect(JSON.parse(told.body)).toMatchObject({
    type: 'story.published',
    data: { event: done.eventId, id: saved.id, state: 'published', title: `${name}上的消息` },
  });
  const chief = await enter(await browser.newContext({ baseURL: siteUrl() }), 'chief');
  await chief.page.goto(`/desk/stories/${saved.id}/refreshed/${done.eventId}`);
  await expect(chief.page.getByRole('row').filter({ hasText: `外发通知“${name}”` })).toContainText('已送到');

  // It is gone, says so, and is switched off; nothing is lost.
  receiver.status = 410;
  await page.getByRole('button', { name: '发一条测试' }).click();
  await expect(page.getByText('测试消息已交出')).toBeVisible();
  const row = page.getByRole('row').filter({ hasText: '测试' });
  await expect(async () => {
    await page.reload();
    await expect(row.first()).toContainText('410', { timeout: 1000 });
    await expect(page.getByText('自动停用：对方应答 410')).toBeVisible({ timeout: 1000 });
  }).toPass();
  await page.goto('/desk');
  await page.getByText(`外发通知“${name}”已自动停用。`).getByRole('link', { name: '看原因' }).click();
  await page.waitForURL(/\/desk\/webhooks\/\d+$/);
  receiver.status = 204;
  await page.getByRole('button', { name: '启用' }).click();
  await page.getByRole('button', { name: '重发全部未送达' }).click();
  await confirmed(page, '重发全部未送达');
  await expect.poll(() => receiver.of('ping').map(({ headers }) => headers['webhook-id'])).toHaveLength(2);
  const pings = receiver.of('ping');
  expect(new Set(pings.map(({ headers }) => headers['webhook-id'])).size, 'the same message').toBe(1);
  expect(pings.every((call) => isSigned(call, secret))).toBe(true);
  await expect(async () => {
    await page.reload();
    await expect(row).toHaveCount(2, { timeout: 1000 });
  }).toPass();
  await expect(row.first()).toContainText('204');

  // One message again, and then with another secret.
  await page.getByRole('row').filter({ hasText: '发布' }).getByRole('button', { name: '重发' }).click();
  await confirmed(page, '重发');
  await expect.poll(() => receiver.of('story.published').length).toBe(2);
  expect(receiver.of('story.published')[1]?.headers['webhook-id']).toBe(told.headers['webhook-id']);
  await page.getByRole('button', { name: '更换密钥' }).click();
  await confirmed(page, '更换密钥');
  const next = await page.getByRole('status').getByRole('textbox').inputValue();
  expect(next).not.toBe(secret);
  await page.getByRole('button', { name: '发一条测试' }).click();
  await expect.poll(() => receiver.of('ping').length).toBe(3);
  const [, , third] = receiver.of('ping');
  if (!third) throw new Error('It was told nothing.');
  expect([isSigned(third, secret), isSigned(third, next)], 'for a day both are good').toEqual([true, true]);

  // Chiefs read the trail; the key in the address is not theirs.
  await chief.page.goto('/desk/audit?object=hook');
  await expect(chief.page.getByRole('row').filter({ hasText: '更换通知密钥' }).first()).toBeVisible();
  expect(await chief.page.content()).not.toContain('k-3f9d');
  await chief.page.context().close();
  await page.getByRole('button', { name: '删除' }).click();
  await confirmed(page, '删除');
  await page.waitForURL('/desk/webhooks');
  await expect(page.getByText(name)).toHaveCount(0);
  await receiver.close();
});

test('settings hold at the next request: contact, crawlers, reviews', async ({ context, newsroom }) => {
  const { page } = await enter(context, 'chief');
  const trouble = watch(page);
  const part = (name: string) => page.getByRole('region', { name: new RegExp(`^${name}`) });
  for (const path of ['/contact', '/', '/robots.txt']) expect((await read(path)).status).toBe(200);
  expect((await read('/contact')).html).not.toContain('0938-7654321');
  await page.goto('/desk/settings');
  await part('举报与纠错').getByLabel('电话').fill('找总编');
  await part('举报与纠错').getByRole('button', { name: '保存' }).click();
  await expect(part('举报与纠错').getByRole('alert')).toContainText('电话号码');
  await part('举报与纠错').getByLabel('电话').fill('0938-7654321');
  await part('举报与纠错').getByRole('button', { name: '保存' }).click();
  await expect(part('举报与纠错').getByRole('status')).toContainText('已保存');
  expect((await read('/contact')).html).toContain('0938-7654321');
  expect((await read('/')).html, 'the foot of every page').toContain('0938-7654321');
  await expect(part('举报与纠错').getByLabel('电话')).toHaveValue('0938-7654321');

  const closedTo = async (name: string) => {
    const groups = (await read('/robots.txt')).html.split('\n\n');
    return /^Disallow: \/$/m.test(groups.find((group) => group.includes(`User-agent: ${name}\n`)) ?? '');
  };
  const before = await closedTo('GPTBot');
  const training = part('AI 爬虫').getByRole('checkbox', { name: /训练模型/ });
  await training.setChecked(before);
  await part('AI 爬虫').getByRole('button', { name: '保存' }).click();
  await expect(part('AI 爬虫').getByRole('status')).toContainText('已保存');
  expect(await closedTo('GPTBot')).toBe(!before);
  await part('AI 爬虫').getByRole('button', { name: '恢复默认' }).click();
  await confirmed(page, '恢复默认');
  await expect(part('AI 爬虫')).toContainText('现在是默认值');
  expect(await closedTo('GPTBot')).toBe(before);
  await expect(training).toBeChecked({ checked: !before });

  await part('审次').getByLabel('审次').selectOption('1');
  await part('审次').getByRole('button', { name: '保存' }).click();
  await expect(part('审次').getByRole('status')).toContainText('已保存');
  const writer: Actor = { id: 'e2e', name: '外场', role: 'editor', sectionIds: null };
  const begun = ok(await startStory(writer, { title: '一审就够的消息', sectionId: await qinzhou(newsroom.sql), body }));
  ok(await submit(writer, begun.id, { version: 1 }));
  await page.goto(`/desk/stories/${begun.id}/steps`);
  await expect(page.getByText('等待一审（共 1 审）')).toBeVisible();
  await page.goto('/desk/settings');

  for (const name of ['举报与纠错', '审次']) {
    await part(name).getByRole('button', { name: '恢复默认' }).click();
    await confirmed(page, '恢复默认');
    await expect(part(name)).toContainText('现在是默认值');
  }
  expect((await read('/contact')).html).not.toContain('0938-7654321');
  await page.goto('/desk/audit?object=setting');
  await expect(page.getByRole('row').filter({ hasText: '设置“举报与纠错”' }).last()).toContainText('0938-7654321');
  expect(trouble).toEqual([]);
});

const rooms = ['/desk/tokens', '/desk/tokens/new', '/desk/webhooks', '/desk/webhooks/new', '/desk/settings'];

test('who may not does not see the rooms, and a form of theirs that is sent all the same does nothing', async ({
  browser,
  newsroom,
}) => {
  const [chiefs, editors, admins] = await Promise.all(
    (['chief', 'editor', 'admin'] as const).map(async (role) => {
      const context = await browser.newContext({ baseURL: siteUrl(), locale: 'zh-CN' });
      return { context, ...(await enter(context, role)) };
    }),
  );
  if (!chiefs || !editors || !admins) throw new Error('Nobody is there.');
  for (const room of rooms) {
    expect([room, (await editors.page.goto(room))?.status()]).toEqual([room, 404]);
    expect([room, (await chiefs.page.goto(room))?.status()]).toEqual([room, room === '/desk/settings' ? 200 : 404]);
    expect([room, (await admins.page.goto(room))?.status()]).toEqual([room, 200]);
  }
  await editors.page.goto('/desk');
  for (const name of ['接口令牌', '外发通知', '设置'])
    await expect(editors.page.getByRole('link', { name, exact: true })).toHaveCount(0);
  await chiefs.page.goto('/desk');
  await expect(chiefs.page.getByRole('link', { name: '设置', exact: true }).first()).toBeAttached();
  await expect(chiefs.page.getByRole('link', { name: '接口令牌', exact: true })).toHaveCount(0);

  // The administrator's form, as it stands in the page, sent by somebody else.
  const plain = await browser.newContext({
    baseURL: siteUrl(),
    javaScriptEnabled: false,
    storageState: await admins.context.storageState(),
  });
  const form = await plain.newPage();
  await form.goto('/desk/tokens/new');
  await form.getByLabel('名称').fill('偷来的令牌');
  await form.getByRole('checkbox', { name: /^提交草稿/ }).check();
  await plain.clearCookies();
  await plain.addCookies((await editors.context.storageState()).cookies);
  await form.getByRole('button', { name: '生成令牌' }).click();
  await expect(form.getByRole('button', { name: '生成令牌' })).toHaveCount(0);
  expect(await form.content()).not.toContain('wsk_');
  expect(await newsroom.sql`select from api_token where name = '偷来的令牌'`).toHaveLength(0);
  for (const { context } of [chiefs, editors, admins, { context: plain }]) await context.close();
});

test('all of it works without a script', async ({ browser }) => {
  const scripted = await browser.newContext({ baseURL: siteUrl() });
  await enter(scripted, 'admin');
  const context = await browser.newContext({
    baseURL: siteUrl(),
    javaScriptEnabled: false,
    storageState: await scripted.storageState(),
  });
  const page = await context.newPage();
  const made = await token(page, '不用脚本', '刷新页面');
  const revalidate = () =>
    fetch(new URL('/api/revalidate', siteUrl()), {
      method: 'POST',
      headers: bearing(made),
      body: JSON.stringify({ tags: ['front'] }),
    });
  expect((await revalidate()).status).toBe(200);
  await page.goto('/desk/tokens');
  const line = page.getByRole('row').filter({ hasText: made.slice(0, 8) });
  await line.getByRole('button', { name: '吊销' }).click();
  await expect(line).toContainText('已吊销');
  expect((await revalidate()).status).toBe(401);

  await page.goto('/desk/webhooks/new');
  await page.getByLabel('名称').fill('不用脚本');
  await page.getByLabel('接收地址').fill('https://hooks.weishui.example/in');
  await page.getByRole('button', { name: '新建并生成密钥' }).click();
  await expect(page.getByRole('status').getByRole('textbox')).toHaveValue(/^whsec_/);
  await page.goto('/desk/webhooks');
  await page.getByRole('link', { name: '不用脚本' }).click();
  await page.getByLabel('名称').fill('不用脚本也行');
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('不用脚本也行');
  await page.getByRole('combobox', { name: '结果' }).selectOption('failed');
  await page.getByRole('button', { name: '筛选' }).click();
  await expect(page).toHaveURL(/outcome=failed/);
  await page.getByRole('button', { name: '停用' }).click();
  await page.getByRole('button', { name: '删除' }).click();
  await expect(page.getByText('不用脚本也行')).toHaveCount(0);

  await page.goto('/desk/settings');
  const checks = page.getByRole('region', { name: /^发布前检查/ });
  await checks.getByLabel('标点与数字用法').selectOption('off');
  await checks.getByRole('button', { name: '保存' }).click();
  await expect(checks.getByRole('status')).toContainText('已保存');
  await expect(checks.getByLabel('标点与数字用法')).toHaveValue('off');
  await checks.getByRole('button', { name: '恢复默认' }).click();
  await expect(checks).toContainText('现在是默认值');
  await context.close();
  await scripted.close();
});

test('the rooms are free of what axe finds, and fit a phone', async ({ browser, newsroom }) => {
  test.slow();
  const [hook] = await newsroom.sql<{ id: string }[]>`
    insert into webhook (name, url, events, secret, created_by, active, off_reason, off_at, failing_since)
    values ('区融媒大屏', 'https://screen.weishui.example/hooks/in/a-rather-long-address-that-has-to-be-broken-somewhere?key=1',
      '{story-published}', '', 'e2e', false, '连续 3 天没有送达，最近一次：应答 500', now(), now() - interval '3 days')
    returning id`;
  await newsroom.sql`
    insert into webhook_attempt (webhook_id, delivery_id, event_id, type, story_id, milliseconds, ok, status, error, answer)
    select ${hook?.id ?? 0}, n, 1, 'story.published', 1, 40, n % 2 = 0, case n % 3 when 0 then null else 500 end, '没有在限定的时间里应答',
      repeat('x', 300) from generate_series(1, 60) n`;
  await newsroom.sql`
    insert into api_token (name, hash, hint, scopes, section_ids, created_by, last_used_at, revoked_at, revoked_by)
    select '区融媒排版系统' || n, encode(sha256(('e2e' || n)::bytea), 'hex'), 'wsk_ab12',
      '{revalidate,stories:read,stories:write}', (select array_agg(id) from section), 'e2e', now(),
      case n when 2 then now() end, 'e2e' from generate_series(1, 2) n`;
  const context = await browser.newContext({
    baseURL: siteUrl(),
    viewport: { width: 360, height: 740 },
  });
  const { page } = await enter(context, 'admin');
  const trouble = watch(page);
  for (const room of [...rooms, `/desk/webhooks/${hook?.id}`]) {
    expect((await page.goto(room))?.status(), room).toBe(200);
    expect([room, await objections(page)]).toEqual([room, []]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), `${room} fits`).toBeLessThanOrEqual(360);
  }
  expect(trouble).toEqual([]);
  await context.close();
  await newsroom.sql`delete from webhook where id = ${hook?.id ?? 0}`;
});
