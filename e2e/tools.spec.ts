import type { Locator, Page } from '@playwright/test';
import * as newsroom from '#lib/newsroom/index.ts';
import { site } from '#site.config.ts';
import { expect, siteUrl, test } from './test.ts';

/** What a reader can set and press on a page: the comfort that the script adds. */
let story: { id: number; title: string };
test.beforeAll(async ({ newsroom: room }) => {
  story = await room.storyWhere(`s.kind = 'news' and s.lead_media_id is not null and s.word_count > 300`);
});

const root = (page: Page) => page.locator('html');
const tools = (page: Page) => page.getByRole('region', { name: '文章工具' });
const masthead = (page: Page) => page.getByRole('banner');
const size = (element: Locator) => element.evaluate((one) => Number.parseFloat(getComputedStyle(one).fontSize));
/** How light the paper is, 0 to 255. */
const lightness = (page: Page) =>
  root(page).evaluate((html) =>
    Math.max(...(getComputedStyle(html).backgroundColor.match(/\d+/g) ?? []).slice(0, 3).map(Number)),
  );

/** Notes what `<html>` says at the moment its `<body>` begins, before anything can be painted. */
async function noteFirstLook(page: Page): Promise<void> {
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.body) return;
      observer.disconnect();
      const { theme, fontSize, care } = document.documentElement.dataset;
      (window as unknown as { firstLook: unknown }).firstLook = { theme, fontSize, care: care ?? null };
    }).observe(document, { childList: true, subtree: true });
  });
}
const firstLook = (page: Page) => page.evaluate(() => (window as unknown as { firstLook: unknown }).firstLook);

test.describe('light and dark', () => {
  test('follow the system until the reader chooses', async ({ page }) => {
    const button = masthead(page).getByRole('button', { name: '切换深色与浅色' });
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto('/');
    await expect(root(page)).toHaveAttribute('data-theme', 'dark');
    await expect(button).toHaveAttribute('aria-pressed', 'true');
    expect(await lightness(page)).toBeLessThan(80);
    await page.emulateMedia({ colorScheme: 'light' });
    await expect(root(page)).toHaveAttribute('data-theme', 'light');
    expect(await lightness(page)).toBeGreaterThan(200);
    await button.click();
    await expect(root(page)).toHaveAttribute('data-theme', 'dark');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.emulateMedia({ colorScheme: 'light' });
    await expect(root(page)).toHaveAttribute('data-theme', 'dark');
  });

  test('a choice holds on the next pages from their first paint', async ({ page }) => {
    await noteFirstLook(page);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto('/');
    expect(await firstLook(page)).toEqual({ theme: 'light', fontSize: '2', care: null });
    await masthead(page).getByRole('button', { name: '切换深色与浅色' }).click();
    expect(await lightness(page)).toBeLessThan(80);
    await page.getByRole('navigation', { name: '频道' }).getByRole('link', { name: '最新' }).click();
    await page.waitForURL('**/latest');
    expect(await firstLook(page)).toEqual({ theme: 'dark', fontSize: '2', care: null });
    expect(await lightness(page)).toBeLessThan(80);
    await page.goto(`/article/${story.id}`);
    expect(await firstLook(page)).toEqual({ theme: 'dark', fontSize: '2', care: null });
    await page.reload();
    expect(await firstLook(page)).toEqual({ theme: 'dark', fontSize: '2', care: null });
  });

  test('a choice reaches the reader’s other tabs, and a page that is returned to', async ({ page, context }) => {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto('/about');
    const other = await context.newPage();
    await other.goto('/latest');
    await masthead(other).getByRole('button', { name: '切换深色与浅色' }).click();
    await expect(root(page)).toHaveAttribute('data-theme', 'dark');
    await page.goto('/contact');
    await masthead(page).getByRole('button', { name: '切换深色与浅色' }).click();
    await page.goBack();
    await expect(root(page)).toHaveAttribute('data-theme', 'light');
  });

  test('the browser’s own colours, as of scroll bars and form fields, follow the choice', async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto('/about');
    await masthead(page).getByRole('button', { name: '切换深色与浅色' }).click();
    expect(await root(page).evaluate((html) => getComputedStyle(html).colorScheme)).toBe('dark');
  });
});

test('字号 has four steps, stops at both ends, and is remembered', async ({ page }) => {
  await noteFirstLook(page);
  await page.goto(`/article/${story.id}`);
  const text = page.locator('#story-body p').first();
  const larger = tools(page).getByRole('button', { name: '放大字号' });
  const smaller = tools(page).getByRole('button', { name: '缩小字号' });
  const sizes: number[] = [await size(text)];
  for (const step of ['3', '4']) {
    await larger.click();
    await expect(root(page)).toHaveAttribute('data-font-size', step);
    sizes.push(await size(text));
  }
  await expect(larger).toHaveAttribute('aria-disabled', 'true');
  await larger.click({ force: true });
  await expect(root(page)).toHaveAttribute('data-font-size', '4');
  await expect(page.getByRole('status')).toHaveText('字号：特大');
  // The switch in the masthead is the same switch.
  await expect(masthead(page).getByRole('button', { name: '放大字号' })).toHaveAttribute('aria-disabled', 'true');

  await page.reload();
  expect(await firstLook(page)).toMatchObject({ fontSize: '4' });
  expect(await size(text)).toBe(sizes[2]);
  for (const step of ['3', '2', '1']) {
    await smaller.click();
    await expect(root(page)).toHaveAttribute('data-font-size', step);
  }
  await expect(smaller).toHaveAttribute('aria-disabled', 'true');
  sizes.unshift(await size(text));
  expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
  expect(new Set(sizes).size).toBe(4);
});

test('the largest 字号 breaks no page of a phone', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.addInitScript(() => localStorage.setItem('ws-font-size', '4'));
  for (const path of ['/', `/article/${story.id}`, '/latest', '/section/local']) {
    await page.goto(path);
    await expect(root(page)).toHaveAttribute('data-font-size', '4');
    expect([path, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([path, 360]);
  }
});

test('关怀版 is large, high in contrast and still, on every page until it is left', async ({ page }) => {
  await noteFirstLook(page);
  await page.goto(`/article/${story.id}`);
  const care = masthead(page).getByRole('button', { name: '关怀版' });
  const text = page.locator('#story-body p').first();
  const before = await size(text);
  await care.click();
  await expect(root(page)).toHaveAttribute('data-care', 'on');
  await expect(care).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('status')).toHaveText('已进入关怀版');
  expect(await size(text)).toBeGreaterThanOrEqual(Math.max(22, before + 1));
  expect(await contrast(text)).toBeGreaterThanOrEqual(15);
  await page.getByRole('navigation', { name: '您所在的位置' }).getByRole('link').nth(1).click();
  await page.waitForURL('**/section/**');
  expect(await firstLook(page)).toMatchObject({ care: 'on' });
  const moving = await page.evaluate(
    () =>
      [...document.querySelectorAll('*')].filter((one) => {
        const { animationName, transitionDuration } = getComputedStyle(one);
        return animationName !== 'none' || transitionDuration.split(', ').some((time) => Number.parseFloat(time) > 0);
      }).length,
  );
  expect(moving).toBe(0);
  // Whatever can be pressed can be hit.
  for (const button of await masthead(page).getByRole('button').all()) {
    expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  }
  await care.click();
  await expect(root(page)).not.toHaveAttribute('data-care');
  await page.reload();
  expect(await firstLook(page)).toMatchObject({ care: null });
});

/** WCAG 2's contrast between an element's text and the page. */
function contrast(element: Locator): Promise<number> {
  return element.evaluate((one) => {
    const luminance = (color: string) => {
      const [r = 0, g = 0, b = 0] = (color.match(/[\d.]+/g) ?? []).slice(0, 3).map((part) => {
        const value = Number(part) / 255;
        return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const [light = 0, dark = 0] = [
      getComputedStyle(one).color,
      getComputedStyle(document.documentElement).backgroundColor,
    ]
      .map(luminance)
      .sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  });
}

test('the story’s address is copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: siteUrl() });
  await page.goto(`/article/${story.id}`);
  await tools(page).getByRole('button', { name: /^复制/ }).click();
  await expect(page.getByRole('status')).toHaveText('链接已复制');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${site.origin}/article/${story.id}`);
});

test('where the clipboard is refused, the address is copied all the same', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: siteUrl() });
  await page.addInitScript(() => {
    Clipboard.prototype.writeText = () => Promise.reject(new DOMException('refused', 'NotAllowedError'));
  });
  await page.goto(`/article/${story.id}`);
  const copy = tools(page).getByRole('button', { name: /^复制/ });
  await copy.click();
  await expect(page.getByRole('status')).toHaveText('链接已复制');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${site.origin}/article/${story.id}`);
  await expect(copy).toBeFocused();
});

test('the system’s share sheet gets title and address', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'share', {
      value: async (data: unknown) => {
        (window as unknown as { shared: unknown }).shared = data;
      },
    });
  });
  await page.goto(`/article/${story.id}`);
  await tools(page).getByRole('button', { name: '分享' }).click();
  const shared = await page.evaluate(() => (window as unknown as { shared: unknown }).shared);
  expect(shared).toEqual({ title: story.title, url: `${site.origin}/article/${story.id}` });
});

test('a browser that cannot share or speak offers neither', async ({ page }) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(Navigator.prototype, 'share');
    Reflect.deleteProperty(window, 'speechSynthesis');
  });
  await page.goto(`/article/${story.id}`);
  await expect(tools(page).getByRole('button', { name: /^复制/ })).toBeVisible();
  await expect(tools(page).getByRole('button', { name: '分享' })).toHaveCount(0);
  await expect(tools(page).getByRole('button', { name: '朗读' })).toHaveCount(0);
});

test('the print page prints', async ({ page }) => {
  await page.addInitScript(() => {
    window.print = () => {
      document.documentElement.dataset.printed = 'yes';
    };
  });
  await page.goto(`/article/${story.id}/print`);
  await page.getByRole('button', { name: '打印本页' }).click();
  await expect(root(page)).toHaveAttribute('data-printed', 'yes');
});

test('on paper a story is its text: no navigation, no tools, no panels', async ({ page }) => {
  await page.goto(`/article/${story.id}`);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('#story-body p').first()).toBeVisible();
  // 您所在的位置 says where the sheet is from.
  for (const gone of [
    page.locator('nav:not(.crumbs)').filter({ visible: true }),
    page.locator('ws-panel').filter({ visible: true }),
    tools(page).filter({ visible: true }),
  ]) {
    await expect(gone).toHaveCount(0);
  }
});

test.describe('朗读', () => {
  /** A voice that says nothing and is done with a piece when the test says so. */
  test.beforeEach(async ({ page }) => {
    await page.addInitScript(() => {
      class Utterance extends EventTarget {
        onstart: (() => void) | null = null;
        onend: (() => void) | null = null;
        onerror: (() => void) | null = null;
        lang = '';
        voice: unknown = null;
        readonly text: string;
        constructor(text: string) {
          super();
          this.text = text;
        }
      }
      let current: Utterance | null = null;
      const said: string[] = [];
      const voice = { lang: 'zh-CN', localService: true, name: 'Test' };
      const synthesis = Object.assign(new EventTarget(), {
        speaking: false,
        getVoices: () => [voice],
        speak: (utterance: Utterance) => {
          current = utterance;
          said.push(utterance.text);
          utterance.onstart?.();
        },
        cancel: () => {
          current = null;
        },
        pause: () => {},
        resume: () => {},
      });
      Object.defineProperty(window, 'speechSynthesis', { value: synthesis, configurable: true });
      Object.defineProperty(window, 'SpeechSynthesisUtterance', { value: Utterance, configurable: true });
      const speech = {
        said,
        lang: () => current?.lang ?? null,
        finish: () => {
          const done = current;
          current = null;
          done?.onend?.();
        },
      };
      Object.assign(window, { speech });
    });
  });

  type Speech = { said: string[]; lang(): string | null; finish(): void };
  const finish = (page: Page) => page.evaluate(() => (window as unknown as { speech: Speech }).speech.finish());
  const said = (page: Page) => page.evaluate(() => (window as unknown as { speech: Speech }).speech.said);
  const lang = (page: Page) => page.evaluate(() => (window as unknown as { speech: Speech }).speech.lang());

  test('reads the story block by block and shows where it is', async ({ page }) => {
    await page.goto(`/article/${story.id}`);
    const spoken = page.locator('.is-spoken');
    const blocks = page.locator('#story-body').locator('p, h2, h3, li, figcaption, blockquote');
    await tools(page).getByRole('button', { name: '朗读' }).click();
    await expect(spoken).toHaveCount(1);
    expect(await lang(page)).toBe('zh-CN');
    const first = (await blocks.allTextContents())[0] ?? '-';
    await expect(spoken).toHaveText(first);
    // It can be seen which one it is.
    const [marked, plain] = await page.evaluate(() => {
      const look = (one: Element | null) =>
        one &&
        JSON.stringify([
          getComputedStyle(one).backgroundColor,
          getComputedStyle(one).boxShadow,
          getComputedStyle(one).outlineStyle,
          getComputedStyle(one).textDecorationLine,
        ]);
      return [
        look(document.querySelector('.is-spoken')),
        look(document.querySelector('#story-body p:not(.is-spoken)')),
      ];
    });
    expect(marked).not.toBe(plain);

    const read = [first];
    for (let pieces = 0; pieces < 400 && (await spoken.count()) > 0; pieces++) {
      expect(await spoken.count()).toBe(1);
      const now = (await spoken.textContent()) ?? '';
      if (read.at(-1) !== now) read.push(now);
      await finish(page);
    }
    const all = (await said(page)).join('').replace(/\s/g, '');
    const body = await blocks.evaluateAll((found) =>
      found
        .filter((one) => !one.querySelector('p, h2, h3, li, figcaption, blockquote'))
        .map((one) => one.textContent ?? ''),
    );
    expect(all).toBe(body.join('').replace(/\s/g, ''));
    expect(read.length).toBe(body.filter((text) => text.trim()).length);
    await expect(tools(page).getByRole('button', { name: '朗读', exact: true })).toBeVisible();
    await expect(tools(page).getByRole('button', { name: '停止朗读' })).toHaveCount(0);
  });

  test('is paused, goes on where it was, and is stopped', async ({ page }) => {
    await page.goto(`/article/${story.id}`);
    const spoken = page.locator('.is-spoken');
    await tools(page).getByRole('button', { name: '朗读' }).click();
    await finish(page);
    const piece = (await said(page)).at(-1);
    await tools(page).getByRole('button', { name: '暂停' }).click();
    expect(await lang(page)).toBeNull();
    await expect(spoken).toHaveCount(1);
    await tools(page).getByRole('button', { name: '继续' }).click();
    expect((await said(page)).at(-1)).toBe(piece);
    await tools(page).getByRole('button', { name: '停止朗读' }).click();
    await expect(spoken).toHaveCount(0);
    expect(await lang(page)).toBeNull();
    await expect(tools(page).getByRole('button', { name: '朗读', exact: true })).toBeFocused();
  });
});

test.describe('the player', () => {
  const player = (page: Page) => page.locator('ws-player').locator('audio, video').first();
  const ready = (page: Page) =>
    expect.poll(() => player(page).evaluate((media: HTMLMediaElement) => media.readyState)).toBeGreaterThanOrEqual(1);
  const at = (page: Page) => player(page).evaluate((media: HTMLMediaElement) => media.currentTime);

  for (const kind of ['audio', 'video'] as const) {
    test(`goes on where the reader left off, ${kind}`, async ({ page, newsroom: room }) => {
      const { id } = await room.storyWhere(`s.kind = '${kind}'`);
      await page.goto(`/article/${id}`);
      await ready(page);
      expect(await at(page)).toBe(0);
      const left = await player(page).evaluate(async (media: HTMLMediaElement) => {
        media.muted = true;
        media.currentTime = Math.max(6.5, media.duration / 3);
        await media.play();
        media.pause();
        return Math.floor(media.currentTime);
      });
      expect(left).toBeGreaterThan(5);
      await page.goto('/about');
      await page.goto(`/article/${id}`);
      await expect.poll(() => at(page)).toBeGreaterThanOrEqual(left);
      expect(await at(page)).toBeLessThan(left + 3);
      await expect(page.getByRole('status')).toHaveText(/^从 \d+:\d\d 继续播放$/);
      expect(await player(page).evaluate((media: HTMLMediaElement) => media.paused)).toBe(true);
      // Another story's recording begins at its beginning.
      const other = await room.storyWhere(
        `s.kind = '${kind}' and s.id <> ${id} and s.media_id <> (select media_id from story where id = ${id})`,
      );
      await page.goto(`/article/${other.id}`);
      await ready(page);
      expect(await at(page)).toBe(0);
    });
  }

  test('keeps the reader’s speed', async ({ page, newsroom: room }) => {
    const { id } = await room.storyWhere(`s.kind = 'audio'`);
    const rate = () => player(page).evaluate((media: HTMLMediaElement) => media.playbackRate);
    await page.goto(`/article/${id}`);
    await page.getByRole('combobox', { name: '播放速度' }).selectOption('1.5');
    expect(await rate()).toBe(1.5);
    await page.reload();
    await expect(page.getByRole('combobox', { name: '播放速度' })).toHaveValue('1.5');
    expect(await rate()).toBe(1.5);
  });

  test('jumps to a chapter and shows in which it is', async ({ page, newsroom: room }) => {
    const { id } = await room.storyWhere(`s.kind = 'audio'`);
    const [media] = await room.sql<{ id: number; seconds: number }[]>`
      select m.id::int id, m.duration_seconds seconds from media m join story s on s.media_id = m.id where s.id = ${id}`;
    const middle = Math.floor((media?.seconds ?? 0) / 2);
    const chapters = [
      { at: 0, title: '开头' },
      { at: middle, title: '后半' },
    ];
    await room.happens(newsroom.updateMedia(media?.id ?? 0, { chapters }, 'e2e'));
    await page.goto(`/article/${id}`);
    await ready(page);
    const chapter = page.getByRole('navigation', { name: '章节' }).getByRole('link', { name: '后半' });
    await chapter.click();
    await expect.poll(() => at(page)).toBeGreaterThanOrEqual(middle);
    await expect(chapter).toHaveAttribute('aria-current', 'true');
    expect(new URL(page.url()).pathname).toBe(`/article/${id}`);
    // The address of a moment starts there.
    await page.goto('/about');
    await page.goto(`/article/${id}#t=${middle + 1}`);
    await expect.poll(() => at(page)).toBeGreaterThanOrEqual(middle + 1);
  });
});

test('纠错 begins a mail that says which story it is about', async ({ page }) => {
  await page.goto(`/article/${story.id}`);
  const href = (await tools(page).getByRole('link', { name: '纠错' }).getAttribute('href')) ?? '';
  const mail = new URL(href);
  expect([mail.protocol, mail.pathname]).toEqual(['mailto:', site.report.email]);
  // RFC 6068: percent-encoded, no plus for a space.
  expect(href).not.toMatch(/[+\s]/);
  const fields = Object.fromEntries(
    mail.search
      .slice(1)
      .split('&')
      .map((field) => field.split('=').map(decodeURIComponent)),
  );
  expect(fields).toEqual({
    subject: `纠错 ${story.id}`,
    body: expect.stringContaining(`${site.origin}/article/${story.id}`),
  });
});
