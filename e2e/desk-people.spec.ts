import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { totp } from '#lib/testing/totp.ts';
import { objections } from './axe.ts';
import { colleague, enter, invitationFor, palette, password, signIn, tabTo } from './desk.ts';
import { expect, siteUrl, test, testSite, watch } from './test.ts';

test.use({ baseURL: async ({ newsroom: _ }, use) => use(siteUrl()) });

const app = path.resolve(import.meta.dirname, '../app/(desk)');

/** Every page of the desk, with something in place of its parameters. */
async function rooms(): Promise<string[]> {
  const files = await readdir(app, { recursive: true });
  return files
    .filter((file) => /(^|\/)page\.tsx$/.test(file))
    .map((file) =>
      `/${file.replace(/\/?page\.tsx$/, '')}`.replace(/\/\([a-z]+\)/g, '').replace(/\[[.\w]+\]/g, 'something'),
    );
}

/** Begins the second factor in the room of one's account, and confirms it. */
async function secondFactor(page: Page): Promise<{ uri: string; codes: string[] }> {
  const factor = page.getByRole('region', { name: '两步验证' });
  await factor.getByLabel('输入密码确认').fill(password);
  await factor.getByRole('button', { name: '开启两步验证' }).click();
  await factor.getByText('扫不了码时').click();
  const uri = (await factor.locator('[data-secret]').getAttribute('data-secret')) ?? '';
  const codes = await factor.locator('.codes li').allTextContents();
  expect(codes).toHaveLength(10);
  await factor.getByLabel('验证器上现在的六位数').fill(totp(uri));
  await factor.getByRole('button', { name: '确认开启' }).click();
  await expect(factor.getByText('已开启')).toBeVisible();
  return { uri, codes };
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: '退出登录' }).click();
  await expect(page.getByText('已经退出登录')).toBeVisible();
}

async function withBackupCode(page: Page, username: string, code = ''): Promise<void> {
  await signIn(page, username);
  await page.getByRole('link', { name: '用备用码' }).click();
  await page.getByLabel('备用码').fill(code);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}

test('nobody sees a room of the desk without having signed in, and nobody keeps one', async () => {
  const all = await rooms();
  expect(all).toContain('/desk/people');
  for (const room of all) {
    const answer = await fetch(new URL(room, siteUrl()), { redirect: 'manual' });
    expect(answer.headers.get('cache-control'), room).toContain('no-store');
    expect(answer.headers.get('cache-control'), room).toContain('private');
    expect(answer.headers.get('content-security-policy'), room).toContain("'nonce-");
    if (/^\/desk\/(?:sign-in|invitation)/.test(room)) {
      expect(answer.status, room).toBe(200);
      continue;
    }
    expect([room, answer.status]).toEqual([room, 307]);
    expect(new URL(answer.headers.get('location') ?? '', siteUrl()).pathname, room).toBe('/desk/sign-in');
    const flight = await fetch(new URL(room, siteUrl()), { redirect: 'manual', headers: { RSC: '1' } });
    expect(await flight.text(), room).not.toContain('desk-main');
  }
});

test('the first administrator comes in with the password that was printed', async ({ page }) => {
  const word = testSite().adminPassword;
  expect(word).toMatch(/^\S{23}$/);
  await signIn(page, 'admin', word);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('管理员，您好');
});

test('from an invitation to an account with a second factor, out and in again', async ({ page, context, browser }) => {
  const { page: desk } = await enter(context, 'admin');
  await desk.getByRole('link', { name: '人员', exact: true }).first().click();
  await desk.getByRole('link', { name: '邀请同事', exact: true }).click();
  await desk.getByLabel('给谁的').fill('摄影部 何逸');
  await desk.getByRole('radio', { name: /^编辑/ }).check();
  await desk.getByRole('radio', { name: '只限这些栏目（含其下级）' }).check();
  await desk.getByRole('checkbox', { name: '文化' }).check();
  await desk.getByRole('button', { name: '生成邀请链接' }).click();
  const link = await desk.getByRole('status').getByRole('textbox').inputValue();
  expect(link).toContain(`${siteUrl()}/desk/invitation/`);

  const other = await browser.newContext({ baseURL: siteUrl() });
  const own = await other.newPage();
  const trouble = watch(own);
  await own.goto(link);
  await own.getByLabel('姓名').fill('何逸');
  await own.getByLabel('用户名').fill('he.yi');
  await own.getByLabel('邮箱').fill('he.yi@weishui.example');
  await own.getByLabel('密码').fill('1234567890');
  await own.getByRole('button', { name: '开通并登录' }).click();
  await expect(own.getByRole('alert').filter({ hasText: '太常见' })).toBeVisible();
  await expect(own.getByLabel('用户名'), 'what was typed stays').toHaveValue('he.yi');
  await own.getByLabel('密码').fill(password);
  await own.getByRole('button', { name: '开通并登录' }).click();
  await expect(own.getByRole('heading', { level: 1 })).toHaveText('何逸，您好');
  await expect(own.getByRole('main')).toContainText('编辑 · 文化');

  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1 }), 'a link is good once').toHaveText('链接不能用了');

  await own.getByRole('link', { name: '我的账号' }).first().click();
  const { uri, codes } = await secondFactor(own);

  await own.getByRole('button', { name: '退出登录' }).click();
  await expect(own.getByText('已经退出登录')).toBeVisible();
  await signIn(own, 'he.yi@weishui.example');
  await expect(own.getByRole('heading', { level: 1 })).toHaveText('第二步：验证码');
  await own.goto('/desk');
  await expect(own, 'a password alone opens nothing').toHaveURL(/\/desk\/sign-in/);
  await signIn(own, 'he.yi');
  await own.getByLabel('六位验证码').fill(totp(uri));
  await own.getByRole('button', { name: '登录', exact: true }).click();
  await expect(own.getByRole('heading', { level: 1 })).toHaveText('何逸，您好');

  await signOut(own);
  await withBackupCode(own, 'he.yi', codes[0]);
  await expect(own.getByRole('heading', { level: 1 })).toHaveText('何逸，您好');
  expect(trouble).toEqual([]);
  await other.close();
});

test('new backup codes end the old ones, and each of them is good once', async ({ context }) => {
  const { page, username, name } = await enter(context, 'editor');
  const trouble = watch(page);
  await page.goto('/desk/account');
  const { uri, codes: old } = await secondFactor(page);
  const factor = page.getByRole('region', { name: '两步验证' });
  await factor.getByText('换一套备用码').first().click();
  await factor.getByLabel('输入密码确认').first().fill('wrong password');
  await factor.getByRole('button', { name: '换一套备用码' }).click();
  await expect(factor.getByRole('alert')).toBeVisible();
  await factor.getByLabel('输入密码确认').first().fill(password);
  await factor.getByRole('button', { name: '换一套备用码' }).click();
  await expect(factor.getByRole('status')).toContainText('旧的备用码都已失效');
  const renewed = (await factor.getByRole('status').getByRole('textbox').inputValue()).split(' ');
  expect(renewed).toHaveLength(10);
  expect(renewed.filter((code) => old.includes(code))).toEqual([]);

  await signOut(page);
  await withBackupCode(page, username, old[0]);
  await expect(page.getByRole('alert').filter({ hasText: '备用码不对' })).toBeVisible();
  await expect(page, 'an old one opens nothing').toHaveURL(/\/desk\/sign-in/);
  await withBackupCode(page, username, renewed[0]);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${name}，您好`);

  await signOut(page);
  await withBackupCode(page, username, renewed[0]);
  await expect(page.getByRole('alert').filter({ hasText: '备用码不对' }), 'it was used').toBeVisible();
  await withBackupCode(page, username, renewed[1]);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${name}，您好`);
  await signOut(page);
  await signIn(page, username);
  await page.getByLabel('六位验证码').fill(totp(uri));
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 }), 'the phone is good as before').toHaveText(`${name}，您好`);
  expect(trouble).toEqual([]);
});

test('a passkey is made, and opens the door without a password', async ({ context }) => {
  const { page, name } = await enter(context, 'reporter');
  const trouble = watch(page);
  const cdp = await context.newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await page.goto('/desk/account');
  const part = page.getByRole('region', { name: '通行密钥' });
  await part.getByText('添加通行密钥').first().click();
  await part.getByLabel('给它起个名字').fill('办公室的电脑');
  await part.getByLabel('输入密码确认').fill(password);
  await part.getByRole('button', { name: '添加通行密钥' }).click();
  await expect(part.getByText('办公室的电脑', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: '退出登录' }).click();
  await expect(page.getByText('已经退出登录')).toBeVisible();
  await page.getByRole('button', { name: '用通行密钥登录' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${name}，您好`);
  expect(trouble).toEqual([]);

  await page.goto('/desk/account');
  await part.getByRole('button', { name: '移除“办公室的电脑”' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: '移除“办公室的电脑”' }).click();
  await expect(part.getByText('办公室的电脑', { exact: true })).toHaveCount(0);
  await page.getByRole('button', { name: '退出登录' }).click();
  await expect(page.getByText('已经退出登录')).toBeVisible();
  await page.getByRole('button', { name: '用通行密钥登录' }).click();
  await expect(page.getByRole('alert').filter({ hasText: '通行密钥' })).toBeVisible();
  await expect(page, 'one that was removed opens nothing').toHaveURL(/\/desk\/sign-in/);
});

test('one’s sessions are listed, and one that is ended is out with the next click', async ({ context, browser }) => {
  const { page, username } = await enter(context, 'editor');
  const other = await browser.newContext({ baseURL: siteUrl() });
  const there = await other.newPage();
  await signIn(there, username);
  await expect(there.getByRole('heading', { level: 1 })).toContainText('您好');
  await page.goto('/desk/account');
  const part = page.getByRole('region', { name: '登录的设备' });
  await expect(part.getByRole('listitem')).toHaveCount(2);
  await part.getByRole('button', { name: '结束', exact: true }).click();
  await expect(part.getByRole('listitem')).toHaveCount(1);
  await there.getByRole('link', { name: '我的账号' }).first().click();
  await expect(there).toHaveURL(/\/desk\/sign-in/);
  await page.reload();
  await expect(part.getByRole('listitem')).toHaveCount(1);
  await other.close();
});

test('an administrator resets a password: the old one is gone at once, and the link sets another', async ({
  context,
  browser,
}) => {
  const { page: desk } = await enter(context, 'admin');
  const other = await browser.newContext({ baseURL: siteUrl() });
  const { page: own, username, name } = await enter(other, 'reporter');
  await desk.goto(`/desk/people?q=${username}`);
  await desk.getByRole('link', { name: username }).click();
  await desk.getByRole('button', { name: '重设密码' }).click();
  await desk.getByRole('alertdialog').getByRole('button', { name: '重设密码' }).click();
  const link = await desk.locator('.secret input').inputValue();
  await own.getByRole('link', { name: '我的账号' }).first().click();
  await expect(own).toHaveURL(/\/desk\/sign-in/);
  await signIn(own, username);
  await expect(own.getByRole('alert').filter({ hasText: '用户名或密码不对' })).toBeVisible();
  await own.goto(link);
  const next = 'nanguosi liang ke gubai';
  await own.getByLabel('密码').fill(next);
  await own.getByRole('button', { name: '设好并登录' }).click();
  await expect(own.getByRole('heading', { level: 1 })).toHaveText(`${name}，您好`);
  await other.close();
});

test('whoever is suspended is out with the next click, and does not come in again', async ({ context, browser }) => {
  const { page: desk } = await enter(context, 'admin');
  const other = await browser.newContext({ baseURL: siteUrl() });
  const { page: victim, username } = await enter(other, 'editor');
  await desk.goto(`/desk/people?q=${username}`);
  await desk.getByRole('link', { name: username }).click();
  await desk.getByRole('button', { name: '停用账号' }).click();
  const question = desk.getByRole('alertdialog');
  await expect(question).toContainText('立即退出所有设备');
  await question.getByRole('button', { name: '停用账号' }).click();
  await expect(desk.getByText('已停用', { exact: true })).toBeVisible();
  await victim.getByRole('link', { name: '我的账号' }).first().click();
  await expect(victim).toHaveURL(/\/desk\/sign-in/);
  await signIn(victim, username);
  await expect(victim.getByRole('alert').filter({ hasText: '用户名或密码不对' })).toBeVisible();
  await other.close();
});

test('wrong passwords are answered alike, and at some point no more', async ({ page }) => {
  const { username } = await colleague('reporter');
  const answers = new Set<string>();
  await page.goto('/desk/sign-in');
  const notice = page.locator('.notice.bad');
  const attempt = async (name: string) => {
    await page.getByLabel('用户名或邮箱').fill(name);
    await page.getByLabel('密码', { exact: true }).fill('wrong password');
    const answered = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await answered;
    await expect(page.getByRole('button', { name: '登录', exact: true })).toBeVisible();
    return (await notice.textContent()) ?? '';
  };
  answers.add(await attempt(`nobody.${process.pid}`));
  for (let n = 0; n < 8; n++) answers.add(await attempt(username));
  expect([...answers]).toEqual(['用户名或密码不对。']);
  await expect.poll(() => attempt(username)).toContain('试得太多了');
});

test('the door opens before the page hydrates, and without a script at all', async ({ browser }) => {
  const { username, name } = await colleague('reporter');
  const context = await browser.newContext({ baseURL: siteUrl(), javaScriptEnabled: false });
  const page = await context.newPage();
  await signIn(page, username, 'wrong password');
  await expect(page.getByText('用户名或密码不对')).toBeVisible();
  await signIn(page, username);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${name}，您好`);
  await page.getByRole('button', { name: '退出登录' }).click();
  await expect(page.getByText('已经退出登录')).toBeVisible();
  await context.close();
});

test('a forged form does nothing', async ({ context }) => {
  const { page } = await enter(context, 'reporter');
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const answer = await fetch(new URL('/desk/account', siteUrl()), {
    method: 'POST',
    headers: { cookie, origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' },
    body: 'id=',
  });
  expect(answer.status).toBe(403);
  await page.setContent(`<iframe src="${siteUrl()}/desk"></iframe>`);
  await expect(page.frameLocator('iframe').locator('.desk-main'), 'no frame holds the desk').toHaveCount(0);
});

test('what is not everybody’s does not exist for others', async ({ context }) => {
  const { page } = await enter(context, 'reporter');
  await expect(page.getByRole('link', { name: '人员', exact: true })).toHaveCount(0);
  for (const room of ['/desk/people', '/desk/people/invite', '/desk/people/x', '/desk/audit', '/desk/nowhere']) {
    await page.goto(room);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('这里没有这一页');
  }
});

test('all of it by keyboard: in, through the palette to a colleague, and out', async ({ page }) => {
  const { username, name } = await colleague('admin');
  await page.goto('/desk/sign-in?next=/desk/people');
  await tabTo(page, page.getByLabel('用户名或邮箱'));
  await page.keyboard.type(username);
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('人员');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: '跳到正文' })).toBeFocused();
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('link', { name: '邀请同事', exact: true }));

  const dialog = await palette(page);
  await page.keyboard.type('zhanghao');
  await expect(dialog.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('我的账号');
  await palette(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);

  await page.goto(`/desk/people?q=${username}`);
  await tabTo(page, page.getByRole('link', { name }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: '重设密码' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await expect(page.getByRole('button', { name: '重设密码' })).toBeFocused();

  await palette(page);
  await page.keyboard.type('logout');
  await page.keyboard.press('Enter');
  await expect(page.getByText('已经退出登录')).toBeVisible();
});

test('every room is free of what axe finds, and of what a browser complains of', async ({ browser }) => {
  const context = await browser.newContext({
    baseURL: siteUrl(),
    viewport: { width: 360, height: 740 },
  });
  const outside = await context.newPage();
  const trouble = watch(outside);
  const check = async (page: Page, room: string) => {
    await page.goto(room);
    expect([room, await objections(page)]).toEqual([room, []]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), `${room} fits`).toBeLessThanOrEqual(360);
  };
  for (const room of ['/desk/sign-in', '/desk/sign-in?step=code', '/desk/sign-in?step=backup', '/desk/invitation/x'])
    await check(outside, room);
  await check(outside, await invitationFor('editor'));
  const { page } = await enter(context, 'admin');
  const inside = watch(page);
  for (const room of ['/desk', '/desk/people', '/desk/people/invite', '/desk/account', '/desk/audit'])
    await check(page, room);
  await page.goto('/desk/people');
  await page.locator('.table a').first().click();
  await page.waitForURL(/\/desk\/people\/.{36}/);
  await check(page, page.url());
  await palette(page);
  expect(await objections(page)).toEqual([]);
  expect([...trouble, ...inside]).toEqual([]);
  await context.close();
});

test('the page after an act that leads on is asked for by the browser, as a document of its own', async ({
  context,
}) => {
  const { page } = await enter(context, 'reporter');
  await palette(page);
  await page.keyboard.press('Escape');
  const asked = page.waitForRequest((request) => request.isNavigationRequest());
  await page.getByRole('button', { name: '退出登录' }).click();
  expect(new URL((await asked).url()).pathname).toBe('/desk/sign-in');
  await expect(page.getByText('已经退出登录。')).toBeVisible();
});
