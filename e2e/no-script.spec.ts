import type { Locator, Page } from '@playwright/test';
import * as newsroom from '#lib/newsroom/index.ts';
import { site } from '#site.config.ts';
import { type PageType, pageTypes } from './pages.ts';
import { expect, type Newsroom, read, siteUrl, stored, test } from './test.ts';

/** Readers without JavaScript, and crawlers, get everything; the script only adds comfort. */
test.use({ javaScriptEnabled: false });

let pages: PageType[];
test.beforeAll(async ({ newsroom }) => {
  pages = await pageTypes(newsroom.sql);
});

function pathOf(name: string): string {
  const found = pages.find((page) => page.name === name);
  if (!found) throw new Error(`no page type ${name}`);
  return found.path;
}

/** Presses a link as a reader does, and makes sure that a readable page is behind it. */
async function follow(page: Page, link: Locator, leadsTo: RegExp): Promise<void> {
  const arrival = page.waitForResponse((response) => response.request().isNavigationRequest());
  await link.click();
  const response = await arrival;
  expect([response.url(), response.status()]).toEqual([response.url(), 200]);
  expect(new URL(response.url()).pathname).toMatch(leadsTo);
  await page.waitForURL(response.url());
  await expect(page.getByRole('heading', { level: 1 })).not.toBeEmpty();
}

type Step = { links: (page: Page) => Locator; leadsTo: RegExp };

/**
 * Takes one step after another from the page that is open. Any of a step's links may lead to a story that lacks what the next
 * step needs, an author say: from there it goes back and presses the next one, as readers do. Throws where none leads on.
 */
async function walk(page: Page, steps: Step[]): Promise<void> {
  const tried = new Set<string>();
  async function from(depth: number): Promise<boolean> {
    const step = steps[depth];
    if (!step) return true;
    const links = step.links(page);
    const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    for (const href of hrefs) {
      if (tried.has(`${depth} ${href}`)) continue;
      tried.add(`${depth} ${href}`);
      await follow(page, links.and(page.locator(`[href="${href}"]`)).first(), step.leadsTo);
      if (await from(depth + 1)) return true;
      await page.goBack();
    }
    return false;
  }
  if (!(await from(0))) throw new Error(`none of these leads on: ${[...tried].join(', ')}`);
}

/**
 * Newer stories than a list's first, and akin to it, as other tests leave them: one has no topics, one has its topics and no author.
 * @returns what withdraws them.
 */
async function distract(room: Newsroom, list: string): Promise<() => Promise<void>> {
  const first = /<li class="row" data-id="(\d+)"/.exec((await read(list)).html)?.[1] ?? 0;
  const [like] = await room.sql<{ title: string; section: number; topics: number[] }[]>`
    select title, section_id::int as section,
      (select coalesce(json_agg(topic_id), '[]') from story_topic where story_id = s.id) as topics
    from story s where id = ${first}`;
  if (!like) throw new Error(`no story is listed at ${list}`);
  const ids: number[] = [];
  for (const [title, topicIds] of [
    [`${like.title}：后续`, []],
    [`${like.title}：再续`, like.topics],
  ] as const) {
    const body = {
      type: 'doc' as const,
      content: [{ type: 'paragraph' as const, content: [{ type: 'text' as const, text: title }] }],
    };
    const saved = await newsroom.createStory(
      { title, sectionId: like.section, topicIds: [...topicIds], summary: title, body },
      'e2e',
    );
    if (!saved.ok) throw new Error(saved.message);
    await room.happens(newsroom.publish(saved.id, 'e2e'));
    ids.push(saved.id);
  }
  // Related stories are one view late at most.
  const related = async () =>
    /aria-labelledby="related".*?<\/section>/s.exec((await read(`/article/${first}`)).html)?.[0];
  for (const id of ids) await expect.poll(related).toContain(`/article/${id}"`);
  return async () => {
    for (const id of ids) await room.happens(newsroom.withdraw(id, '测试', 'e2e'));
  };
}

/** A live panel by the words at its head. */
function panel(page: Page, title: string): Locator {
  return page.locator('ws-panel', { has: page.getByRole('heading', { level: 2, name: title, exact: true }) });
}

test('from the front page every kind of page is reached by links alone', async ({ page, newsroom: room }) => {
  const clear = await distract(room, '/section/local/page/2');
  await page.goto('/');
  await follow(
    page,
    page.getByRole('navigation', { name: '栏目导航' }).getByRole('link', { name: '本地', exact: false }).first(),
    /^\/section\/[a-z-]+$/,
  );
  await follow(
    page,
    page.getByRole('navigation', { name: '分页' }).getByRole('link', { name: '下一页' }),
    /^\/section\/[a-z-]+\/page\/2$/,
  );
  await walk(page, [
    {
      links: () => page.getByRole('region', { name: '稿件列表' }).getByRole('heading').getByRole('link'),
      leadsTo: /^\/article\/\d+$/,
    },
    {
      links: () => page.getByRole('region', { name: '相关新闻' }).getByRole('link'),
      leadsTo: /^\/article\/\d+$/,
    },
    {
      links: () => page.getByRole('navigation', { name: '专题与标签' }).getByRole('link'),
      leadsTo: /^\/topic\/[a-z0-9-]+$/,
    },
    { links: () => page.locator('.rows').getByRole('heading').getByRole('link'), leadsTo: /^\/article\/\d+$/ },
    { links: () => page.locator('a[rel="author"]'), leadsTo: /^\/author\/[a-z0-9-]+$/ },
  ]);
  await follow(page, page.getByRole('contentinfo').getByRole('link', { name: '往日新闻' }), /^\/latest$/);
  const days = page.getByRole('main').getByRole('heading', { level: 2 });
  await follow(page, days.getByRole('link', { name: /^\d{4}-\d\d-\d\d$/ }).first(), /^\/archive\/\d{4}-\d\d-\d\d$/);
  const day = page.url();
  const back = page.getByRole('navigation', { name: '前后日期' }).getByRole('link', { name: /前一天/ });
  await follow(page, back, /^\/archive\/\d{4}-\d\d-\d\d$/);
  expect(page.url() < day).toBe(true);
  const on = page.getByRole('navigation', { name: '前后日期' }).getByRole('link', { name: /后一天/ });
  await follow(page, on, /^\/archive\//);
  expect(page.url()).toBe(day);
  await clear();
});

test('the other channels are reached by links as well', async ({ page }) => {
  await page.goto('/');
  const channel = (name: string) =>
    page.getByRole('navigation', { name: '频道' }).getByRole('link', { name, exact: true });
  await follow(page, channel('图片'), /^\/pictures$/);
  const listed = () => page.getByRole('main').getByRole('heading', { level: 2 }).getByRole('link');
  // A column or a programme may have nothing yet.
  await follow(page, channel('博客'), /^\/blog$/);
  await walk(page, [
    { links: listed, leadsTo: /^\/blog\/[a-z0-9-]+$/ },
    { links: listed, leadsTo: /^\/article\/\d+$/ },
  ]);
  await follow(page, channel('播客'), /^\/podcast$/);
  await walk(page, [
    { links: listed, leadsTo: /^\/podcast\/[a-z0-9-]+$/ },
    { links: listed, leadsTo: /^\/article\/\d+$/ },
  ]);
  await follow(page, page.getByRole('link', { name: '更正与撤稿' }), /^\/corrections$/);
  await follow(page, page.getByRole('link', { name: new RegExp(`^${site.name}`) }).first(), /^\/$/);
});

test('a news story has every module of the page that the project began with', async ({ page, newsroom: room }) => {
  const { id, title } = await room.storyWhere(
    `s.kind = 'news' and s.source_id is not null
     and s.section_id in (select id from section where parent_id is not null)
     and exists (select from story_topic t where t.story_id = s.id)`,
  );
  const [about] = await room.sql<{ source: string; second: string }[]>`
    select o.name source, to_char(s.published_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS') as second
    from story s join source o on o.id = s.source_id where s.id = ${id}`;
  const tree = await room.sql<{ name: string; href: string }[]>`
    with recursive up as (
      select s.*, 0 depth from section s where id = (select section_id from story where id = ${id})
      union all select p.*, depth + 1 from section p join up on up.parent_id = p.id)
    select name, '/section/' || slug href from up order by depth desc`;
  expect(tree.length).toBeGreaterThan(1);
  await page.goto(`/article/${id}`);

  const trail = page.getByRole('navigation', { name: '您所在的位置' }).getByRole('listitem');
  await expect(trail).toHaveText(['首页', ...tree.map(({ name }) => name), '正文']);
  const hrefs = await trail.getByRole('link').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  expect(hrefs).toEqual(['/', ...tree.map(({ href }) => href)]);

  const story = page.getByRole('article').first();
  await expect(story.getByRole('heading', { level: 1 })).toHaveText(title);
  const time = story.getByText(about?.second ?? '-', { exact: true });
  await expect(time).toBeVisible();
  await expect(time).toHaveAttribute('datetime', `${about?.second.replace(' ', 'T')}+08:00`);
  await expect(story.getByText(`来源：${about?.source}`)).toBeVisible();
  await expect(story.getByRole('link', { name: '打印' })).toBeVisible();
  expect(await story.locator('#story-body p').count()).toBeGreaterThan(1);

  // Title, whether a picture leads it, lines below.
  const modules: [string, boolean, number][] = [
    ['新闻推荐', true, 10],
    ['资讯快递', false, 20],
    ['博客', false, 8],
    ['播客', true, 8],
    ['娱乐', false, 10],
    ['社会', false, 10],
  ];
  for (const [name, led, lines] of modules) {
    const module = panel(page, name);
    await expect(module, name).toBeVisible();
    await expect(module.getByRole('listitem'), name).toHaveCount(lines);
    await expect(module.locator('.panel-top').getByRole('presentation'), name).toHaveCount(led ? 1 : 0);
    const links = await module
      .getByRole('listitem')
      .getByRole('link')
      .evaluateAll((all) => all.map((one) => one.getAttribute('href')));
    expect(new Set(links).size, name).toBe(lines);
    expect(
      links.every((href) => /^\/article\/\d+$/.test(href ?? '')),
      name,
    ).toBe(true);
  }
  const pictures = panel(page, '最新图片');
  await expect(pictures.getByRole('listitem')).toHaveCount(6);
  await expect(pictures.getByRole('listitem').locator('img')).toHaveCount(6);

  const related = page.getByRole('region', { name: '相关新闻' }).getByRole('listitem');
  expect(await related.count()).toBe(10);
  await expect(page.getByRole('region', { name: '相关新闻' }).locator(`[href="/article/${id}"]`)).toHaveCount(0);
  // 资讯快递 tells the time of each line.
  await expect(panel(page, '资讯快递').getByRole('time')).toHaveCount(20);
});

test('a gallery’s pictures open, turn and close by their addresses', async ({ page }) => {
  await page.goto(pathOf('gallery'));
  const box = (n: number) => page.getByRole('region', { name: new RegExp(`^大图：第 ${n} 张`) });
  const thumbnail = page.getByRole('link', { name: /^查看大图，第 3 张/ });
  await expect(page.getByRole('region', { name: /^大图/ })).toHaveCount(0);

  await thumbnail.click();
  await expect(page).toHaveURL(/#picture-3$/);
  await expect(box(3)).toBeVisible();
  await expect(page.getByRole('region', { name: /^大图/ })).toHaveCount(1);
  const cover = await box(3).boundingBox();
  const window = page.viewportSize();
  expect(cover).toEqual({ x: 0, y: 0, ...window });

  await box(3).getByRole('link', { name: '下一张' }).click();
  await expect(page).toHaveURL(/#picture-4$/);
  await expect(box(4)).toBeVisible();
  await expect(box(3)).toBeHidden();
  await box(4).getByRole('link', { name: '上一张' }).click();
  await expect(box(3)).toBeVisible();
  await page.goBack();
  await expect(box(4)).toBeVisible();
  await box(4).getByRole('link', { name: /^关闭/ }).click();
  await expect(page.getByRole('region', { name: /^大图/ })).toHaveCount(0);
  await expect(thumbnail).toBeVisible();
});

test('the address of one picture, sent to somebody, shows that picture', async ({ page }) => {
  await page.goto(`${pathOf('gallery')}#picture-3`);
  const box = page.getByRole('region', { name: /^大图：第 3 张/ });
  await expect(box).toBeVisible();
  await expect(box.getByRole('img')).toBeVisible();
  await expect
    .poll(() => box.getByRole('img').evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth))
    .toBeGreaterThan(0);
  // The first and the last have nothing before and behind them.
  const total = Number(/共 (\d+) 张/.exec((await box.getAttribute('aria-label')) ?? '')?.[1]);
  await page.goto(`${pathOf('gallery')}#picture-${total}`);
  const last = page.getByRole('region', { name: new RegExp(`^大图：第 ${total} 张`) });
  await expect(last.getByRole('link', { name: '上一张' })).toBeVisible();
  await expect(last.getByRole('link', { name: '下一张' })).toHaveCount(0);
});

test('the carousel is scrolled with keys and wheel, and its last picture is reached', async ({ page }) => {
  await page.goto(pathOf('news story'));
  const track = panel(page, '最新图片').getByRole('list', { name: '最新图片' });
  const scrolled = () => track.evaluate((element) => element.scrollLeft);
  await track.scrollIntoViewIfNeeded();
  await track.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(scrolled).toBeGreaterThan(0);
  const before = await scrolled();
  await track.hover();
  await page.mouse.wheel(400, 0);
  await expect.poll(scrolled).toBeGreaterThan(before);
  const last = track.getByRole('link').last();
  await last.focus();
  await expect(last).toBeInViewport({ ratio: 0.9 });
});

test('the WeChat code opens, and the print page is one link away', async ({ page }) => {
  await page.goto(pathOf('news story'));
  const tools = page.getByRole('region', { name: '文章工具' });
  const code = tools.getByRole('img', { name: '本页地址的二维码' });
  await expect(code).toBeHidden();
  await tools.getByText('微信扫码').click();
  await expect(code).toBeVisible();
  const box = await code.boundingBox();
  // Large enough for a camera, and square.
  expect(box?.width).toBeGreaterThanOrEqual(120);
  expect(Math.abs((box?.width ?? 0) - (box?.height ?? 1))).toBeLessThan(1);

  await tools.getByText('微信扫码').click();
  await expect(code).toBeHidden();

  const title = await page.getByRole('heading', { level: 1 }).textContent();
  const body = await page.locator('#story-body p').allTextContents();
  await follow(page, tools.getByRole('link', { name: '打印' }), /^\/article\/\d+\/print$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title ?? '-');
  expect(await page.locator('.story-body p').allTextContents()).toEqual(body);
  await expect(page.getByText(site.origin + pathOf('news story'))).toBeVisible();
  await expect(page.getByRole('navigation')).toHaveCount(0);
  await follow(page, page.getByRole('link', { name: '返回网页版' }), /^\/article\/\d+$/);
});

test('film and sound have the browser’s controls, a poster, captions, and a file to take along', async ({
  page,
  request,
}) => {
  await page.goto(pathOf('video'));
  const film = page.locator('video');
  await expect(film).toHaveCount(1);
  expect(await film.evaluate((video: HTMLVideoElement) => video.controls)).toBe(true);
  const poster = await request.get((await film.getAttribute('poster')) ?? '');
  expect([poster.status(), poster.headers()['content-type']]).toEqual([200, expect.stringMatching(/^image\//)]);
  const captions = film.locator('track[kind="captions"]');
  await expect(captions).toHaveAttribute('srclang', 'zh');
  await expect(captions).toHaveAttribute('label', '中文字幕');
  const words = await request.get((await captions.getAttribute('src')) ?? '');
  expect([words.status(), words.headers()['content-type']]).toEqual([200, expect.stringMatching(/^text\/vtt/)]);
  expect(await words.text()).toMatch(/^WEBVTT[\s\S]+-->/);
  await expect(page.getByRole('link', { name: /^下载 / })).toHaveAttribute(
    'href',
    (await film.getAttribute('src')) ?? '-',
  );

  await page.goto(pathOf('audio'));
  const sound = page.locator('audio');
  expect(await sound.evaluate((audio: HTMLAudioElement) => audio.controls)).toBe(true);
  await expect(sound).toBeVisible();
  expect((await request.head((await sound.getAttribute('src')) ?? '')).headers()['content-type']).toBe('audio/mpeg');
  // What is said in it can be read.
  await expect(page.getByRole('heading', { name: '文字稿' })).toBeVisible();
});

test('nothing that can be seen waits for a script', async ({ page }) => {
  const dead: Record<string, string[]> = {};
  for (const { name, path } of pages) {
    await page.goto(path);
    const controls = page.locator('button, select, input, textarea, [role="button"], [role="switch"], [aria-pressed]');
    const seen = await controls.filter({ visible: true }).evaluateAll((found) => {
      const all = found as HTMLInputElement[];
      // A form that asks by its address: its fields have names, and its button sends it.
      const asks = ({ form, name, type }: HTMLInputElement) =>
        form?.method === 'get' && form.hasAttribute('action') && (name !== '' || type === 'submit');
      // A choice of which each shows something else.
      const turns = ({ type, name }: HTMLInputElement) => {
        const group = all.filter((other) => other.type === 'radio' && other.name === name);
        const shown = group.map((other) => {
          other.checked = true;
          return Array.from(document.links, (link) => link.checkVisibility()).join();
        });
        return type === 'radio' && new Set(shown).size === group.length;
      };
      return all.filter((one) => !asks(one) && !turns(one)).map((one) => one.outerHTML.slice(0, 120));
    });
    const empty = await page
      .locator('a:not([href]), a[href=""], a[href="#"], a[href^="javascript:"]')
      .evaluateAll((all) => all.map((one) => one.outerHTML.slice(0, 120)));
    if (seen.length + empty.length > 0) dead[name] = [...seen, ...empty];
  }
  expect(dead).toEqual({});
});

test('every link within a page leads to something on it', async ({ page }) => {
  const broken: Record<string, string[]> = {};
  for (const { name, path } of pages) {
    await page.goto(path);
    const nowhere = await page
      .locator('a[href^="#"]')
      .evaluateAll((links) =>
        links.map((link) => link.getAttribute('href') ?? '').filter((href) => !document.getElementById(href.slice(1))),
      );
    if (nowhere.length > 0) broken[name] = [...new Set(nowhere)];
  }
  expect(broken).toEqual({});
});

test('a page that is not there and a story that was withdrawn can be read, and lead on', async ({
  page,
  newsroom: room,
}) => {
  const withdrawn = pathOf('withdrawn');
  const [story] = await room.sql<{ title: string; reason: string }[]>`
    select title, withdrawn_reason reason from story where id = ${withdrawn.split('/')[2] ?? 0}`;
  for (const [path, status, heading] of [
    ['/nowhere', 404, '找不到这个页面'],
    [withdrawn, 410, '这篇稿件已经撤下'],
  ] as const) {
    const response = await page.goto(path);
    expect(response?.status()).toBe(status);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
    await expect(
      page.getByRole('navigation', { name: '栏目导航' }).getByRole('link', { name: '本地' }).first(),
    ).toBeVisible();
    const latest = page.getByRole('main').locator('.lines').first().getByRole('link');
    expect(await latest.count()).toBe(20);
    await expect(page.getByRole('contentinfo')).toBeVisible();
  }
  await expect(page.getByText(story?.reason ?? '-')).toBeVisible();
  expect(await page.content()).not.toContain(story?.title);
  await follow(page, page.getByRole('main').getByRole('link', { name: '本站的全部更正与撤稿记录' }), /^\/corrections$/);
});

/** What can be read, without the words on controls that only the script shows. */
function words(page: Page): Promise<string> {
  return page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let text = '';
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const around = node.parentElement;
      if (around && !around.closest('button, select, script, style, [role="status"]') && around.checkVisibility())
        text += node.nodeValue;
    }
    return text.replace(/\s+/g, ' ');
  });
}

test('a page says the same with script and without', async ({ page, browser }) => {
  test.setTimeout(240_000);
  const scripted = await browser.newContext({ baseURL: siteUrl(), javaScriptEnabled: true, locale: 'zh-CN' });
  const other = await scripted.newPage();
  for (const { name, path } of pages) {
    await stored(path);
    await page.goto(path);
    await other.goto(path);
    expect(await words(page), name).toBe(await words(other));
    expect((await words(page)).length, name).toBeGreaterThan(100);
  }
  await scripted.close();
});
