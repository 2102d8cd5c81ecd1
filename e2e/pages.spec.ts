import { AxeBuilder } from '@axe-core/playwright';
import { HtmlValidate } from 'html-validate';
import { ofColours } from './axe.ts';
import { type PageType, pageTypes } from './pages.ts';
import { expect, read, test, watch } from './test.ts';

/** What holds for every type of reading page. */
let pages: PageType[];
test.beforeAll(async ({ newsroom }) => {
  pages = await pageTypes(newsroom.sql);
});

const validator = new HtmlValidate({
  extends: ['html-validate:standard'],
  rules: {
    // React writes `<br/>`, `charSet` and `hidden=""`: the same document in another spelling.
    'void-style': 'off',
    'attr-case': 'off',
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    'doctype-style': 'off',
    'no-trailing-whitespace': 'off',
    // Titles of stories are as long as editors write them.
    'long-title': 'off',
  },
});

test('opens in a browser with the right status, without an error, and runs no script but ours', async ({
  page,
  baseURL,
}) => {
  const trouble = watch(page);
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  const found: Record<string, unknown> = {};
  for (const { name, path, status } of pages) {
    trouble.length = 0;
    const response = await page.goto(path, { waitUntil: 'load' });
    expect([name, response?.status()]).toEqual([name, status]);
    const scripts = await page
      .locator('script[src]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('src') ?? ''));
    const foreign = scripts.filter((src) => !src.startsWith('/_r/'));
    const inline = await page.locator('script:not([src]):not([type="application/ld+json"])').count();
    const styled = await page.locator('[style]').count();
    // The browser itself reports the page's own 404 or 410.
    const real = trouble.filter((line) => !(status >= 400 && line.includes(String(status))));
    if (foreign.length || inline || styled || real.length) found[name] = { foreign, inline, styled, real };
  }
  expect(found).toEqual({});
  expect(baseURL).toMatch(/^http:\/\/localhost/);
});

test('is valid HTML with a language, one main heading, a title and its own address', async () => {
  const found: Record<string, unknown> = {};
  for (const { name, path, status } of pages) {
    const { html } = await read(path);
    const report = await validator.validateString(html);
    const messages = report.results.flatMap(({ messages }) =>
      messages.map(
        ({ ruleId, message, line, column }) =>
          `${ruleId}: ${message} (${html.split('\n')[line - 1]?.slice(Math.max(0, column - 40), column + 80)})`,
      ),
    );
    const problems = [
      ...messages,
      ...(html.startsWith('<!DOCTYPE html><html lang="zh-CN"') ? [] : ['no doctype or language']),
      ...((html.match(/<h1[\s>]/g) ?? []).length === 1 || name === 'panel' ? [] : ['not one h1']),
      ...(/<title>[^<]{2,}<\/title>/.test(html) ? [] : ['no title']),
      ...(status !== 200 || name === 'panel' || /<link rel="canonical" href="https:\/\//.test(html)
        ? []
        : ['no canonical']),
      ...(html.includes('__next') || (html.includes('/_next/static/chunks/') && /<script[^>]+_next/.test(html))
        ? ['framework']
        : []),
    ];
    if (problems.length > 0) found[name] = [...new Set(problems)].slice(0, 5);
  }
  expect(found).toEqual({});
});

for (const mode of ['light', 'dark', 'care'] as const) {
  test(`has nothing that axe objects to, ${mode}`, async ({ browser, baseURL }) => {
    test.setTimeout(600_000);
    const context = await browser.newContext({
      baseURL,
      locale: 'zh-CN',
      reducedMotion: 'reduce',
      viewport: { width: 1280, height: 900 },
    });
    await context.addInitScript((wanted) => {
      localStorage.setItem('ws-theme', wanted === 'dark' ? 'dark' : 'light');
      if (wanted === 'care') localStorage.setItem('ws-care', 'on');
    }, mode);
    const page = await context.newPage();
    const found: Record<string, unknown> = {};
    for (const { name, path } of pages) {
      await page.goto(path);
      const axe = new AxeBuilder({ page });
      // 关怀版 shows and orders things otherwise; dark is light in other colours.
      if (mode === 'dark') axe.withRules(ofColours);
      else axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']);
      const { violations } = await axe.analyze();
      const listed = violations.map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .slice(0, 3)
            .map(({ html }) => html.slice(0, 160))
            .join(' | ')}`,
      );
      if (listed.length > 0 && name !== 'panel') found[name] = listed;
    }
    await context.close();
    expect(found).toEqual({});
  });
}

for (const width of [320, 360, 768, 1440]) {
  test(`never scrolls sideways at ${width} px`, async ({ browser, baseURL }) => {
    const context = await browser.newContext({ baseURL, viewport: { width, height: 800 } });
    const page = await context.newPage();
    const wide: string[] = [];
    for (const { name, path } of pages) {
      await page.goto(path);
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (over > 0) wide.push(`${name}: ${over}px`);
    }
    await context.close();
    expect(wide).toEqual([]);
  });
}

test('a gallery is set as any other story: its head beside the tools, its first picture to the edges of a phone', async ({
  page,
}) => {
  const path = pages.find(({ name }) => name === 'gallery')?.path ?? '';
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(path);
  const [head, tools] = await Promise.all([
    page.getByRole('heading', { level: 1 }).boundingBox(),
    page.locator('.story-tools').boundingBox(),
  ]);
  expect((head?.x ?? 0) >= (tools?.x ?? 0) + (tools?.width ?? 0)).toBe(true);
  expect((head?.y ?? 0) < (tools?.y ?? 0) + (tools?.height ?? 0)).toBe(true);

  await page.setViewportSize({ width: 360, height: 780 });
  const [first, next] = await Promise.all([
    page.locator('.gallery > figure').boundingBox(),
    page.locator('.gallery > ol').boundingBox(),
  ]);
  expect([first?.x, first?.width]).toEqual([0, 360]);
  expect((next?.y ?? 0) - (first?.y ?? 0) - (first?.height ?? 0)).toBeGreaterThanOrEqual(20);
});

test('on paper the front page is a few sheets in two columns', async ({ page }) => {
  await page.goto('/');
  await page.emulateMedia({ media: 'print' });
  const sheet = await page.pdf({ format: 'A4', margin: { top: '15mm', bottom: '15mm', left: '15mm', right: '15mm' } });
  const sheets = sheet.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length;
  expect(sheets).toBeLessThanOrEqual(5);
  const columns = await page
    .locator('.blocks')
    .first()
    .evaluate((blocks) => getComputedStyle(blocks).columnCount);
  expect(columns).toBe('2');
});
