import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { launchBrowser } from '../testing/browser.ts';
import { TestSite } from './testing.ts';

let browser: Browser;
let site: TestSite;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  [browser, site] = await Promise.all([launchBrowser(), TestSite.start()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});
beforeEach(async () => {
  site.reset();
  site.suggest = (q) => ({ titles: q === '空' ? [] : ['水果乡', '气预报', '水新闻'] });
  for (const n of [1, 2, 3]) site.pages.set(`/found/${n}`, `<h1>第 ${n} 条</h1>`);
  site.pages.set('/search', '<h1>搜索结果</h1>');
  site.pages.set(
    '/page',
    `<ws-search><form action="/search"><input name="q" aria-label="搜索词"><input name="section"><button>搜索</button></form></ws-search>`,
  );
  context = await browser.newContext();
  page = await context.newPage();
  await page.goto(`${site.origin}/page`);
  await page.waitForFunction(() => customElements.get('ws-search') !== undefined);
});
afterEach(() => context.close());

const field = () => page.getByRole('combobox', { name: '搜索词' });
const options = () => page.getByRole('option').allTextContents();
const until = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 10_000, interval: 25 });
const chosen = () => page.locator('[aria-selected="true"]').allTextContents();

it('suggests as one types; arrows choose, beyond the ends is the field, and Enter goes there', async () => {
  await field().pressSequentially('天');
  await until(options).toEqual(['天水果乡专题', '天气预报', '天水新闻']);
  expect(await field().getAttribute('aria-expanded')).toBe('true');
  await until(() => page.getByRole('status').textContent()).toBe('3 条建议，按上下键选择');
  await field().press('ArrowUp');
  expect(await chosen()).toEqual(['天水新闻']);
  await field().press('ArrowDown');
  expect(await chosen()).toEqual([]);
  await field().press('ArrowDown');
  await field().press('ArrowDown');
  const active = (await field().getAttribute('aria-activedescendant')) ?? '';
  expect(await page.locator(`#${active}`).textContent()).toBe('天气预报');
  await field().press('Enter');
  await page.waitForURL('**/found/2');
});

it('closes with Escape and leaves what was typed; Enter then searches, without the fields that are empty', async () => {
  await field().pressSequentially('天');
  await until(options).toHaveLength(3);
  await field().press('Escape');
  await until(() => page.getByRole('listbox').isVisible()).toBe(false);
  expect(await field().inputValue()).toBe('天');
  await field().press('Enter');
  await page.waitForURL(`**/search?q=${encodeURIComponent('天')}`);
});

it('goes where one presses', async () => {
  await field().pressSequentially('天');
  await page.getByText('水新闻').click();
  await page.waitForURL('**/found/3');
});

it('asks nothing while an input method composes, and then once', async () => {
  await field().focus();
  const input = await context.newCDPSession(page);
  for (const text of ['t', 'ti', 'tian'])
    await input.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  // A key of the input method, as browsers tell it.
  await input.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Enter', windowsVirtualKeyCode: 229 });
  await input.send('Input.insertText', { text: '天' });
  await until(options).toHaveLength(3);
  expect(site.suggestRequests).toEqual(['天']);
  expect(new URL(page.url()).pathname).toBe('/page');
});

it('shows nothing that was asked for before the newest words', async () => {
  let release = () => {};
  const hold = new Promise<void>((resolve) => {
    release = resolve;
  });
  site.suggest = (q) => (q === '天' ? { titles: ['旧'], hold } : { titles: ['新'] });
  await field().pressSequentially('天');
  await until(() => site.suggestRequests).toEqual(['天']);
  await field().pressSequentially('水');
  await until(options).toEqual(['天水新专题']);
  release();
  await page.evaluate(() => fetch('/page'));
  expect(await options()).toEqual(['天水新专题']);
});

it('has no list where there is nothing to suggest, and none when the words are gone', async () => {
  await field().pressSequentially('天');
  await until(options).toHaveLength(3);
  await field().fill('空');
  await until(() => page.getByRole('listbox').isVisible()).toBe(false);
  await field().fill('天');
  await until(options).toHaveLength(3);
  await field().fill('');
  await until(() => page.getByRole('listbox').isVisible()).toBe(false);
});

it('rests as long as the server says, and the form works meanwhile', async () => {
  site.suggest = () => ({ status: 429, retryAfter: 60 });
  await field().pressSequentially('天');
  await until(() => site.suggestRequests).toEqual(['天']);
  await field().pressSequentially('水');
  await field().press('Enter');
  await page.waitForURL('**/search?q=*');
  expect(site.suggestRequests).toEqual(['天']);
});
