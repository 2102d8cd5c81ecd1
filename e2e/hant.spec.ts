import { AxeBuilder } from '@axe-core/playwright';
import { HtmlValidate } from 'html-validate';
import * as newsroom from '#lib/newsroom/index.ts';
import { isReading } from '#lib/server/routes.ts';
import { hansPath, hantPath, languagesOf } from '#lib/text/variants.ts';
import { site } from '#site.config.ts';
import { ofColours } from './axe.ts';
import { type PageType, pageTypes } from './pages.ts';
import { expect, read, stored, test, watch } from './test.ts';

/** Every reading page in traditional characters. */
test.describe.configure({ mode: 'serial' });

let pages: PageType[];
let section: number;
/** Tells the stories of all runs on one newsroom apart. */
const run = Date.now() % 1_000_000;
test.beforeAll(async ({ newsroom: room }) => {
  pages = await pageTypes(room.sql);
  const [row] = await room.sql<{ id: number }[]>`select id::int id from section where slug = 'qinzhou'`;
  section = row?.id ?? 0;
});

async function draft(title: string): Promise<number> {
  const body = { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: '桥通了。' }] }] };
  const saved = await newsroom.createStory({ title, sectionId: section, summary: '桥通了。', body }, 'e2e');
  if (!saved.ok) throw new Error(saved.message);
  return saved.id;
}

const attribute = (html: string, pattern: RegExp) => pattern.exec(html)?.[1]?.replace(site.origin, '') || '/';

test('is the same page: its status, its structure, its language, and links that stay in its script', async () => {
  const validator = new HtmlValidate({
    rules: { 'close-order': 'error', 'no-dup-id': 'error', 'no-raw-characters': 'error' },
  });
  for (const { name, path, status } of pages) {
    await stored(path);
    const hans = await read(path);
    const hant = await read(hantPath(path));
    expect([name, hant.status]).toEqual([name, status]);
    expect(hant.html).toContain('<html lang="zh-Hant"');
    const tags = (html: string) => html.match(/<\/?[a-zA-Z][\w-]*/g)?.join(' ');
    expect(tags(hant.html)).toBe(tags(hans.html));
    const { results } = await validator.validateString(hant.html);
    expect([name, results.flatMap(({ messages }) => messages.map(({ message }) => message))]).toEqual([name, []]);

    const links = Array.from(hant.html.matchAll(/<a\b[^>]*\bhref="([^"#?]*)[^"]*"([^>]*)/g));
    const away = links.filter(([, href = '', rest = '']) => isReading(href) && !rest.includes('hrefLang'));
    expect([name, away.map(([link]) => link)]).toEqual([name, []]);
    if (status === 200 && name !== 'panel' && name !== 'print page') {
      expect([name, attribute(hant.html, /<link rel="canonical" href="([^"]*)"/)]).toEqual([name, hantPath(path)]);
      expect([name, attribute(hant.html, /<meta property="og:url" content="([^"]*)"/)]).toEqual([name, hantPath(path)]);
      for (const { html } of [hans, hant]) {
        const found = html.matchAll(/<link rel="alternate" hrefLang="([^"]*)" href="([^"]*)"/g);
        const languages = Array.from(found, ([, lang, href]) => [lang, href?.replace(site.origin, '') || '/']);
        if (languages.length > 0 || !html.includes('noindex'))
          expect([name, Object.fromEntries(languages)]).toEqual([name, languagesOf(path)]);
      }
    }
  }
});

test('says in traditional characters whatever people read', async () => {
  for (const { path } of pages) {
    const { html } = await read(hantPath(path));
    const shown = html
      .replace(/<a [^>]*hrefLang="zh-Hans".*?<\/a>/g, '')
      .replace(/\s(?:href|src|srcset)="[^"]*"/gi, '');
    // Characters that no traditional text has.
    expect([path, shown.match(/[们这来时为说对学过还进发张边问]/g) ?? []]).toEqual([path, []]);
  }
});

test('opens in a browser without an error, and axe objects to nothing', async ({ browser, baseURL }) => {
  test.setTimeout(300_000);
  const context = await browser.newContext({ baseURL, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const trouble = watch(page);
  const found: Record<string, unknown> = {};
  for (const { name, path, status } of pages) {
    trouble.length = 0;
    await page.goto(hantPath(path), { waitUntil: 'load' });
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      // They are those of the page that it is made of.
      .disableRules(ofColours)
      .analyze();
    const real = trouble.filter((line) => !(status >= 400 && line.includes(String(status))));
    const objections = name === 'panel' ? [] : violations.map(({ id }) => id);
    if (real.length > 0 || objections.length > 0) found[name] = { real, objections };
  }
  await context.close();
  expect(found).toEqual({});
});

for (const [device, viewport] of Object.entries({
  phone: { width: 360, height: 760 },
  desk: { width: 1440, height: 900 },
})) {
  test(`is one press away and back, on the same page, without script, on a ${device}`, async ({ browser, baseURL }) => {
    const context = await browser.newContext({ baseURL, viewport, javaScriptEnabled: false });
    const page = await context.newPage();
    for (const { path } of pages.filter(({ name }) =>
      ['front', 'news story', 'section page 2', 'withdrawn'].includes(name),
    )) {
      await page.goto(path);
      const box = await page.getByRole('link', { name: '繁體' }).boundingBox();
      expect(box?.height).toBeGreaterThanOrEqual(24);
      await page.getByRole('link', { name: '繁體' }).click();
      expect(new URL(page.url()).pathname).toBe(hantPath(path));
      await page.getByRole('link', { name: '简体' }).click();
      expect(new URL(page.url()).pathname).toBe(path);
    }
    await context.close();
  });
}

test('does not move when the script shows the tools beside the switch', async ({ browser, baseURL }) => {
  for (const width of [360, 1440]) {
    const places: unknown[] = [];
    for (const javaScriptEnabled of [false, true]) {
      const context = await browser.newContext({ baseURL, viewport: { width, height: 800 }, javaScriptEnabled });
      const page = await context.newPage();
      await page.goto('/hant');
      if (javaScriptEnabled) await expect(page.locator('header ws-theme button')).toBeVisible();
      places.push(await page.getByRole('link', { name: '简体' }).boundingBox());
      await context.close();
    }
    expect(places[1]).toEqual(places[0]);
  }
});

test('follows every event at the next request: published, retitled, withdrawn', async ({ newsroom: room }) => {
  const id = await draft(`秦州面馆后院的干净水${run}`);
  const lists = ['/', '/section/qinzhou', '/latest', '/panel/latest'].map(hantPath);
  const story = hantPath(`/article/${id}`);
  for (const path of [...lists, story]) await read(path);
  const says = async (words: string, there: boolean) => {
    for (const path of lists) expect([path, (await read(path)).html.includes(words)]).toEqual([path, there]);
  };
  expect((await read(story)).status).toBe(404);
  await room.happens(newsroom.publish(id, 'e2e'));
  await says(`秦州麵館後院的乾淨水${run}`, true);
  const first = await read(story);
  expect([first.status, first.html.includes('<title>秦州麵館後院的乾淨水')]).toEqual([200, true]);
  const again = await read(story, { headers: { 'If-None-Match': first.headers.get('etag') ?? '' } });
  expect([again.status, again.page]).toEqual([304, 'HIT']);

  await room.happens(newsroom.change(id, { title: `秦州面馆里的一只钟${run}` }, 'e2e'));
  await says(`秦州麵館裡的一隻鐘${run}`, true);
  await says(`乾淨水${run}`, false);
  expect((await read(hansPath(story))).html).toContain('秦州面馆里的一只钟');

  await room.happens(newsroom.withdraw(id, '测试', 'e2e'));
  await says(`一隻鐘${run}`, false);
  const gone = await read(story);
  expect([gone.status, gone.html.includes(`一隻鐘${run}`)]).toEqual([410, false]);
});

test('stays traditional while it is open: the live panel and the script’s own words', async ({
  page,
  newsroom: room,
}) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  const connected = page.waitForResponse((response) => response.url().includes('/api/live'));
  await page.goto('/hant');
  await connected;
  const id = await draft(`秦州晨雾后放晴${run}`);
  await room.happens(newsroom.publish(id, 'e2e'));
  const line = page.locator('ws-panel[name="latest"] a', { hasText: `秦州晨霧後放晴${run}` });
  await expect(line).toHaveAttribute('href', `/hant/article/${id}`);
  await page.locator('header ws-font-size [data-step="+1"]').click();
  await expect(page.getByRole('status').filter({ hasText: '字號：大' })).toHaveCount(1);
  await room.happens(newsroom.withdraw(id, '测试', 'e2e'));
});
