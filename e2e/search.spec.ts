import { request } from 'node:http';
import * as newsroom from '#lib/newsroom/index.ts';
import { objections } from './axe.ts';
import { expect, read, siteUrl, test, watch } from './test.ts';

/** The search as readers meet it; what is found is tested beside the engine (`lib/search`), refusals beside the server. */
test.describe.configure({ mode: 'serial' });

const found = '/search?q=%E5%A4%A9%E6%B0%B4';
/** Tells the stories of all runs on one newsroom apart. */
const run = String(Date.now() % 1_000_000);

/** Sends a target byte for byte. */
function raw(target: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(siteUrl());
    const asked = request({ hostname, port, path: target }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    asked.once('error', reject);
    asked.end();
  });
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a reader searches from the masthead, narrows, sorts, leafs and reads', async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto('/');
    const masthead = page.getByRole('banner');
    await masthead.getByRole('searchbox', { name: '搜索' }).fill('天水');
    await masthead.getByRole('button', { name: '搜索' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('“天水”的搜索结果');
    const hits = page.getByRole('region', { name: '搜索结果' }).getByRole('listitem');
    expect(await hits.count()).toBeGreaterThan(5);
    await expect(hits.first().locator('mark').first()).toHaveText('天水');
    await expect(page.getByText(/^找到(超过)? [\d,]+ 篇$/)).toBeVisible();

    await page.getByRole('navigation', { name: '排序' }).getByRole('link', { name: '最新' }).click();
    await page.getByRole('link', { name: '下一页' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('第 2 页');
    await page.getByRole('link', { name: '上一页' }).click();
    expect(new URL(page.url()).search).toBe('?q=%E5%A4%A9%E6%B0%B4&sort=time');

    await page.getByText('筛选栏目、来源、日期').click();
    const section = page.getByRole('combobox', { name: '栏目', exact: true });
    await section.selectOption('local');
    await page.getByRole('button', { name: '应用筛选' }).click();
    await expect(section).toHaveValue('local');
    const canonical = await page.locator('link[rel=canonical]').getAttribute('href');
    expect(canonical).toMatch(/\/search\?q=%E5%A4%A9%E6%B0%B4&section=local&sort=time$/);
    await hits.first().getByRole('heading').getByRole('link').click();
    await expect(page).toHaveURL(/\/article\/\d+$/);
  });

  test('where nothing is found there are other ways on, and a phone has its link', async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto('/nowhere');
    await page.getByRole('main').getByRole('searchbox').fill('zxqv不存在的词');
    await page.getByRole('main').getByRole('button', { name: '搜索' }).click();
    await expect(page.getByRole('heading', { name: '没有找到与“zxqv不存在的词”有关的稿件' })).toBeVisible();
    await expect(page.getByRole('region', { name: '最新稿件' }).getByRole('listitem').first()).toBeVisible();
    await page.getByRole('navigation', { name: '快捷导航' }).getByRole('link', { name: '搜索' }).click();
    await expect(page).toHaveURL(`${siteUrl()}/search`);
  });
});

test('filters without a word say what is missing, and titles are broken between phrases', async ({ page }) => {
  await page.goto('/search?section=sports&from=2026-01-01');
  await expect(page.getByText('请先输入要找的词')).toBeVisible();
  await page.goto('/search');
  await expect(page.getByText('请先输入要找的词')).toHaveCount(0);
  await page.goto(found);
  expect(await page.getByRole('region', { name: '搜索结果' }).locator('h2 wbr').count()).toBeGreaterThan(10);
});

test('signs alone, or words to be left out alone, are told apart from a word that is nowhere', async () => {
  const said = '请再加一个要找的词';
  for (const [q, alone] of [
    ['%', true],
    ['-天水', true],
    ['“”', true],
    ['zxqv', false],
    ['covid-19', false],
    ['zxqv -天水', false],
  ] as const) {
    expect([q, (await read(`/search?q=${encodeURIComponent(q)}`)).html.includes(said)]).toEqual([q, alone]);
  }
});

test('an address that goes on where no page ended is the first page, and says so', async () => {
  for (const after of ['after=x', 'after=x~y', 'sort=time&after=cjEx']) {
    const { status, html } = await read(`${found}&${after}`);
    expect([after, status, html.includes('第 2 页'), html.includes('第 3 页')]).toEqual([after, 200, false, false]);
    expect(/rel="canonical" href="[^"]*after=/.test(html)).toBe(false);
  }
});

test('suggestions are chosen by keyboard alone', async ({ page }) => {
  const trouble = watch(page);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto('/');
  const field = page.getByRole('banner').getByRole('combobox', { name: '搜索' });
  await field.focus();
  await page.keyboard.type('麦积');
  const options = page.getByRole('option');
  await expect(options.first()).toContainText('麦积');
  await page.keyboard.press('ArrowDown');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  const leads = await options.first().getAttribute('href');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(siteUrl() + leads);
  expect(trouble).toEqual([]);
});

test('whatever is asked is answered by a page, 200 or 400', async () => {
  const han = '%E5%A4%A9';
  const hostile = [
    ...[
      '%25',
      '%',
      "'",
      '%22',
      '%22%22%22',
      '--',
      '-',
      '%26',
      '|',
      '!',
      '*:*',
      '(',
      '%5C',
      ';drop+table+story',
      '%3Cscript%3E',
    ],
    ...['%00', 'a%00b', '%F0%9F%98%80', '%ED%A0%80', '%E5%A4', '%zz', '%ff%fe', '%CC%EC%CB%AE', '%E2%80%8B', '+++'],
    ...[
      'a'.repeat(5_000),
      han.repeat(5_000),
      `${han}+`.repeat(500),
      'a+'.repeat(500),
      '%22'.repeat(500),
      '-a+'.repeat(200),
    ],
  ].map((q) => `q=${q}`);
  const addresses = [
    ...hostile,
    ...[
      `q=${han}&q=b&q=c`,
      `q=${han}&page=9&x=1`,
      'q',
      '=',
      '&&&',
      `q=${han}&after=x`,
      `q=${han}&after=${'A'.repeat(80)}`,
    ],
    ...[
      `q=${han}&from=2026-02-30`,
      `q=${han}&from=timeline`,
      `q=${han}&kind=x`,
      `q=${han}&section=nowhere`,
      `q=${han}&sort=x`,
    ],
  ];
  const wrong: unknown[] = [];
  for (const query of addresses) {
    const { status, text } = await raw(`/search?${query}`);
    const readable = text.includes('<h1') && text.includes('name="q"') && text.includes('noindex');
    if (![200, 400].includes(status) || !readable) wrong.push([query.slice(0, 60), status, text.slice(0, 100)]);
  }
  expect(wrong).toEqual([]);
  for (const query of [...hostile, 'q=']) {
    const { status, text } = await raw(`/api/suggest?${query}`);
    const { suggestions, detail } = JSON.parse(text) as { suggestions?: unknown[]; detail?: string };
    expect([query.slice(0, 60), status === 200 ? Array.isArray(suggestions) : status === 400 && detail !== '']).toEqual(
      [query.slice(0, 60), true],
    );
  }
});

test('a story is found and gone at the very next request, in both scripts and while one types', async ({
  newsroom: room,
}) => {
  const [row] = await room.sql<{ id: number }[]>`select id::int id from section where slug = 'qinzhou'`;
  const word = `青鸾渡${run}`;
  const search = `/search?q=${encodeURIComponent(word)}`;
  const everywhere = [search, `/hant${search}`, `/api/suggest?q=${encodeURIComponent(word)}`];
  const naming = async () => {
    const answers = await Promise.all(everywhere.map((address) => read(address)));
    return answers.map(({ html }) => html.includes(`/article/${id}"`));
  };
  let id = 0;
  await naming();
  const saved = await newsroom.createStory(
    {
      title: `${word}大桥今天合龙`,
      sectionId: row?.id ?? 0,
      summary: '两岸往来少绕七公里。',
      body: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: '桥通了。' }] }] },
    },
    'e2e',
  );
  if (!saved.ok) throw new Error(saved.message);
  id = saved.id;
  await room.happens(newsroom.publish(id, 'e2e'));
  expect(await naming()).toEqual([true, true, true]);
  await room.happens(newsroom.withdraw(id, '测试', 'e2e'));
  expect(await naming()).toEqual([false, false, false]);
});

test('results in traditional characters link to results in traditional characters', async () => {
  const { status, html } = await read(`/hant${found}`);
  expect(status).toBe(200);
  expect(html).toContain('<html lang="zh-Hant"');
  expect(html).toContain('的搜索結果');
  expect(html).toContain('action="/hant/search"');
  expect(html).toContain('href="/hant/search?q=%E5%A4%A9%E6%B0%B4&amp;sort=time"');
  expect(html).toContain(`<a href="${found}" hrefLang="zh-Hans"`);
  // What was typed in traditional characters finds the same.
  expect((await read(`/search?q=${encodeURIComponent('麥積山')}`)).html).toContain('<mark>');
});

test('axe objects to nothing, on a desk and on a phone, which nothing exceeds', async ({ browser }) => {
  for (const width of [360, 1280]) {
    const context = await browser.newContext({ baseURL: siteUrl(), viewport: { width, height: 900 } });
    const page = await context.newPage();
    for (const path of ['/search', `${found}&section=local`, '/search?q=zxqv', '/search?q=%ff']) {
      await page.goto(path);
      if (path === '/search') {
        await page.getByRole('main').getByRole('combobox', { name: '搜索词' }).pressSequentially('天水');
        await expect(page.getByRole('option').first()).toBeVisible();
      }
      expect([path, width, await objections(page)]).toEqual([path, width, []]);
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect([path, width, beyond <= 0]).toEqual([path, width, true]);
    }
    await context.close();
  }
});
