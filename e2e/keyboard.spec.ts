import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { type PageType, pageTypes } from './pages.ts';
import { expect, test } from './test.ts';

/** Everything is reached, seen and left by keyboard, and hit by a finger. */
test.use({ reducedMotion: 'reduce' } as object);

let pages: PageType[];
test.beforeAll(async ({ newsroom }) => {
  pages = await pageTypes(newsroom.sql);
});

function pathOf(name: string): string {
  const found = pages.find((page) => page.name === name);
  if (!found) throw new Error(`no page type ${name}`);
  return found.path;
}

/** Where Tab stops: what it is, and what is to be seen of it. */
type Stop = {
  key: string;
  name: string;
  region: string;
  outlined: boolean;
  /** The part of the outline's four sides that nothing cuts off. */
  sides: number;
  /** Whether at least a part of it lies open to the eye. */
  open: boolean;
};

/** Presses Tab through the whole page. Ends where the focus leaves the document. */
async function tabThrough(page: Page, most = 500): Promise<Stop[]> {
  const stops: Stop[] = [];
  await page.evaluate(() => {
    let next = 0;
    const keys = new WeakMap<Element, string>();
    const keyOf = (element: Element) => {
      const known = keys.get(element) ?? String(next++);
      keys.set(element, known);
      return known;
    };
    Object.assign(window, { keyOf });
  });
  for (let presses = 0; presses < most; presses++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const { keyOf } = window as unknown as { keyOf(element: Element): string };
      const active = document.activeElement;
      if (!active || active === document.body || active === document.documentElement) return null;
      // A choice whose own mark is not drawn is seen by its label.
      const label = active instanceof HTMLInputElement ? active.labels?.[0] : null;
      const shown = label && getComputedStyle(active).opacity === '0' ? label : active;
      const style = getComputedStyle(shown);
      const width = Number.parseFloat(style.outlineWidth) || 0;
      const reach = width + Number.parseFloat(style.outlineOffset || '0');
      const box = shown.getBoundingClientRect();
      const lines = [
        { x: box.left - reach, y: box.top, along: 'x' },
        { x: box.right + reach, y: box.top, along: 'x' },
        { x: box.left, y: box.top - reach, along: 'y' },
        { x: box.left, y: box.bottom + reach, along: 'y' },
      ] as const;
      let sides = 4;
      for (const line of lines) {
        let cut = line.along === 'x' ? line.x < -0.5 || line.x > innerWidth + 0.5 : false;
        for (let around = shown.parentElement; around && around !== document.body; around = around.parentElement) {
          const { overflowX, overflowY } = getComputedStyle(around);
          const edge = around.getBoundingClientRect();
          if (line.along === 'x' && overflowX !== 'visible')
            cut ||= line.x < edge.left - 0.5 || line.x > edge.right + 0.5;
          if (line.along === 'y' && overflowY !== 'visible')
            cut ||= line.y < edge.top - 0.5 || line.y > edge.bottom + 0.5;
        }
        if (cut) sides -= 1;
      }
      const points = [0.02, 0.25, 0.5, 0.75, 0.98];
      const open = [...shown.getClientRects()].some((part) =>
        points.some((x) =>
          points.some((y) => {
            const top = document.elementFromPoint(part.left + part.width * x, part.top + part.height * y);
            return top !== null && (shown.contains(top) || (top.contains(shown) && !top.matches('nav, header')));
          }),
        ),
      );
      return {
        key: keyOf(active),
        name: `${active.localName} ${(active.getAttribute('aria-label') ?? active.textContent ?? '').trim().slice(0, 30)}`,
        region: active.closest('header, nav, main, aside, footer, ws-panel, article, .skip')?.className ?? '',
        outlined: style.outlineStyle !== 'none' && width >= 2,
        sides,
        open,
      };
    });
    if (!stop || (stops.length > 1 && stop.key === stops[0]?.key)) return stops;
    stops.push(stop);
  }
  throw new Error(
    `Tab never left the page: … ${stops
      .slice(-5)
      .map(({ name }) => name)
      .join(' → ')}`,
  );
}

/** What Tab stops at and is drawn, in the order of the document: of radio buttons of one name, the one that is on. Of the keys that `tabThrough` gave. */
function focusable(page: Page): Promise<{ key: string; name: string }[]> {
  return page.evaluate(() => {
    const { keyOf } = window as unknown as { keyOf(element: Element): string };
    return [
      ...document.querySelectorAll<HTMLElement>(
        'a[href], button, summary, select, input, textarea, audio[controls], video[controls], [tabindex="0"]',
      ),
    ]
      .filter(
        (one) =>
          one.checkVisibility({ visibilityProperty: true }) &&
          !(one as HTMLButtonElement).disabled &&
          !one.matches('[type="radio"]:not(:checked)') &&
          one.tabIndex >= 0,
      )
      .map((one) => ({
        key: keyOf(one),
        name: `${one.localName} ${(one.getAttribute('aria-label') ?? one.textContent ?? '').trim().slice(0, 30)}`,
      }));
  });
}

for (const [device, viewport, types] of [
  ['a desk', { width: 1280, height: 900 }, ['front', 'news story', 'gallery', 'video', 'latest']],
  ['a phone', { width: 360, height: 740 }, ['front', 'news story', 'gallery']],
] as const) {
  test.describe(`on ${device}`, () => {
    test.use({ viewport });

    for (const type of types) {
      test(`Tab goes through everything of the page “${type}” in its order, is always seen, and comes out again`, async ({
        page,
      }) => {
        await page.goto(pathOf(type));
        const stops = await tabThrough(page);
        const expected = await focusable(page);
        expect(expected.length).toBeGreaterThan(40);
        const visited = new Set(stops.map(({ key }) => key));
        expect(expected.filter(({ key }) => !visited.has(key)).map(({ name }) => name)).toEqual([]);
        // In the order of the document: what is read first is reached first.
        const places = new Map(expected.map(({ key }, place) => [key, place]));
        const order = stops.map(({ key }) => places.get(key)).filter((place) => place !== undefined);
        expect(order).toEqual([...order].sort((a, b) => a - b));

        // The browser draws the focus within its own player.
        const ours = stops.filter(({ name }) => !/^(audio|video) /.test(name));
        expect(ours.filter(({ outlined }) => !outlined).map(({ name }) => name)).toEqual([]);
        expect(ours.filter(({ sides }) => sides < 2).map(({ name, region }) => `${region}: ${name}`)).toEqual([]);
        expect(ours.filter(({ open }) => !open).map(({ name, region }) => `${region}: ${name}`)).toEqual([]);
      });
    }
  });
}

const focused = (page: Page) => page.locator(':focus');

test('the first Tab offers the way past the masthead, and it leads there', async ({ page }) => {
  for (const path of ['/', pathOf('news story'), '/latest']) {
    await page.goto(path);
    await page.keyboard.press('Tab');
    const skip = page.getByRole('link', { name: '跳到正文' });
    await expect(skip).toBeFocused();
    await expect(skip).toBeInViewport({ ratio: 1 });
    await page.keyboard.press('Enter');
    await expect(page.getByRole('main')).toBeFocused();
    await page.keyboard.press('Tab');
    expect(await focused(page).evaluate((one) => one.closest('main') !== null)).toBe(true);
    await expect(skip).not.toBeInViewport();
  }
});

test('the second leads to the sections, of which all are within reach', async ({ page, newsroom: room }) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto('/');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: '跳到栏目导航' })).toBeFocused();
  await page.keyboard.press('Enter');
  const sections = page.getByRole('navigation', { name: '栏目导航' });
  await expect(sections).toBeFocused();
  const local = await room.sql<{ name: string }[]>`
    select name from section where parent_id = (select id from section where slug = 'local') order by position`;
  const reached: string[] = [];
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press('Tab');
    if (!(await focused(page).evaluate((one) => one.closest('nav.sections') !== null))) break;
    reached.push((await focused(page).textContent()) ?? '');
    await expect(focused(page)).toBeInViewport({ ratio: 1 });
  }
  for (const { name } of local) expect(reached).toContain(name);
  await sections.getByRole('link', { name: local[0]?.name ?? '-', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/section/**');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(local[0]?.name ?? '-');
});

test('on a phone the sheet of sections opens, is gone through and closes', async ({ page, newsroom: room }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto('/');
  const [second] = await room.sql<{ name: string }[]>`
    select name from section where parent_id = (select id from section where slug = 'local') order by position limit 1`;
  const sections = page.getByRole('navigation', { name: '栏目导航' });
  const inside = sections.getByRole('link', { name: second?.name ?? '-', exact: true });
  await expect(inside).toBeHidden();
  await page.getByRole('navigation', { name: '快捷导航' }).getByRole('link', { name: '栏目' }).focus();
  await page.keyboard.press('Enter');
  await expect(inside).toBeVisible();
  await expect(sections).toBeFocused();
  await page.keyboard.press('Tab');
  expect(await focused(page).evaluate((one) => one.closest('nav.sections') !== null)).toBe(true);
  await inside.focus();
  await expect(inside).toBeInViewport({ ratio: 1 });
  const shut = sections.getByRole('link', { name: '收起栏目' });
  await shut.focus();
  await page.keyboard.press('Enter');
  await expect(inside).toBeHidden();
  await expect(page.getByRole('main')).toBeFocused();
});

test.describe('the lightbox', () => {
  const box = (page: Page, n: number) => page.getByRole('dialog', { name: new RegExp(`^大图：第 ${n} 张`) });
  const thumbnail = (page: Page, n: number) => page.getByRole('link', { name: new RegExp(`^查看大图，第 ${n} 张`) });

  test('opens by Enter, turns by arrow keys, and gives the focus back on Escape', async ({ page }) => {
    await page.goto(pathOf('gallery'));
    await thumbnail(page, 2).focus();
    await page.keyboard.press('Enter');
    await expect(box(page, 2)).toBeVisible();
    await expect(box(page, 2)).toHaveAttribute('aria-modal', 'true');
    expect(await box(page, 2).evaluate((one) => one.contains(document.activeElement))).toBe(true);
    await page.keyboard.press('ArrowRight');
    await expect(box(page, 3)).toBeVisible();
    await expect(page).toHaveURL(/#picture-3$/);
    await page.keyboard.press('ArrowRight');
    await expect(box(page, 4)).toBeVisible();
    await page.keyboard.press('ArrowLeft');
    await expect(box(page, 3)).toBeVisible();
    expect(await box(page, 3).evaluate((one) => one.contains(document.activeElement))).toBe(true);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(thumbnail(page, 3)).toBeFocused();
    await expect(thumbnail(page, 3)).toBeInViewport();
    expect(page.url()).not.toContain('#picture');
  });

  test('keeps Tab inside while it is open, and Back closes it', async ({ page }) => {
    await page.goto(pathOf('gallery'));
    await thumbnail(page, 2).focus();
    await page.keyboard.press('Enter');
    await expect(box(page, 2)).toBeFocused();
    const names = new Set<string>();
    for (let presses = 0; presses < 12; presses++) {
      await page.keyboard.press('Tab');
      expect(await box(page, 2).evaluate((one) => one.contains(document.activeElement))).toBe(true);
      names.add((await focused(page).getAttribute('aria-label')) ?? (await focused(page).textContent()) ?? '');
      const { outline, width } = await focused(page).evaluate((one) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(one);
        return { outline: outlineStyle, width: Number.parseFloat(outlineWidth) };
      });
      expect(outline).not.toBe('none');
      expect(width).toBeGreaterThanOrEqual(2);
    }
    expect([...names].sort()).toEqual(['上一张', '下一张', '关闭大图，回到图集', '原图'].sort());
    await page.keyboard.press('Shift+Tab');
    expect(await box(page, 2).evaluate((one) => one.contains(document.activeElement))).toBe(true);
    await page.goBack();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(thumbnail(page, 2)).toBeFocused();
  });

  test('that was opened by its address closes on Escape as well', async ({ page }) => {
    await page.goto(`${pathOf('gallery')}#picture-3`);
    await expect(box(page, 3)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(thumbnail(page, 3)).toBeFocused();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  });
});

test('the carousel is stepped through by arrow keys and by its buttons, to both ends', async ({ page }) => {
  await page.goto(pathOf('news story'));
  const panel = page.locator('ws-panel', { has: page.getByRole('heading', { name: '最新图片', exact: true }) });
  const track = panel.getByRole('list', { name: '最新图片' });
  const scrolled = () => track.evaluate((one) => Math.round(one.scrollLeft));
  const [next, previous] = [
    panel.getByRole('button', { name: '下一组' }),
    panel.getByRole('button', { name: '上一组' }),
  ];
  const slides = await track.getByRole('listitem').count();
  await track.scrollIntoViewIfNeeded();
  await track.focus();
  await expect(previous).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('ArrowRight');
  await expect.poll(scrolled).toBeGreaterThan(0);
  const one = await scrolled();
  await expect(previous).not.toHaveAttribute('aria-disabled');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(scrolled).toBe(0);

  await next.focus();
  for (let step = 1; step < slides; step++) {
    const before = await scrolled();
    await page.keyboard.press('Enter');
    if ((await next.getAttribute('aria-disabled')) === 'true') break;
    await expect.poll(scrolled).toBeGreaterThan(before);
  }
  await expect(next).toHaveAttribute('aria-disabled', 'true');
  // At the end the button keeps the focus, and does nothing.
  await expect(next).toBeFocused();
  expect(await scrolled()).toBeGreaterThan(one);
  await expect(track.getByRole('listitem').last()).toBeInViewport({ ratio: 0.9 });
});

test('the WeChat code opens and closes by keyboard', async ({ page }) => {
  await page.goto(pathOf('news story'));
  const opener = page.locator('summary', { hasText: '微信扫码' });
  const code = page.getByRole('img', { name: '本页地址的二维码' });
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(code).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(code).toBeHidden();
  await expect(opener).toBeFocused();
});

/** Targets that are drawn smaller than `least` CSS pixels, either way. */
async function small(targets: Locator, least: number): Promise<string[]> {
  return targets.filter({ visible: true }).evaluateAll(
    (all, least) =>
      all.flatMap((one) => {
        const { width, height } = one.getBoundingClientRect();
        const name = (one.getAttribute('aria-label') ?? one.textContent ?? '').trim().slice(0, 20);
        return width >= least - 0.01 && height >= least - 0.01
          ? []
          : [`${name}: ${width.toFixed(1)} × ${height.toFixed(1)}`];
      }),
    least,
  );
}

/** What is made to be pressed; links within running text are not (WCAG 2.2, 2.5.8). */
function controls(page: Page): Locator {
  return page
    .locator(
      '.nameplate a, .nameplate button, nav.sections a, nav.thumb a, nav.pager a, nav.crumbs a, nav.chips a, nav.day-nav a, .foot a',
    )
    .or(
      page.locator(
        '.story-tools :is(a, button, summary), .carousel > button, .player-bar :is(a, select), .chapters a, .calendar a, .gallery a',
      ),
    )
    .or(page.locator('ws-panel h2 a, .story-topics a, .story-neighbours a, .lightbox-nav a'));
}

test('with a mouse, whatever is made to be pressed is 24 px or more', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  const found: Record<string, string[]> = {};
  for (const { name, path } of pages) {
    await page.goto(path);
    const listed = await small(controls(page), 24);
    if (listed.length > 0) found[name] = [...new Set(listed)].slice(0, 8);
  }
  expect(found).toEqual({});
});

test('on a phone, navigation and tools are 44 px or more for the thumb', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const found: Record<string, string[]> = {};
  for (const { name, path } of pages) {
    await page.goto(path);
    const listed = await small(
      page
        .locator('.nameplate button, .tools a, nav.sections a, nav.thumb a, nav.pager a, nav.day-nav a')
        .or(
          page.locator(
            '.story-tools :is(a, button, summary), .carousel > button, .player-bar :is(a, select), .chapters a, .lightbox-nav a',
          ),
        ),
      44,
    );
    if (listed.length > 0) found[name] = [...new Set(listed)].slice(0, 8);
  }
  await page.goto(`${pathOf('gallery')}#picture-2`);
  const lightbox = await small(page.getByRole('dialog').getByRole('link'), 44);
  await page.goto('/#sections');
  const sheet = await small(page.getByRole('navigation', { name: '栏目导航' }).getByRole('link'), 44);
  expect({ ...found, lightbox, sheet }).toEqual({ lightbox: [], sheet: [] });
});

test('on a phone, no two targets are too near each other', async ({ page }) => {
  test.setTimeout(180_000);
  await page.setViewportSize({ width: 360, height: 740 });
  const found: Record<string, unknown> = {};
  for (const { name, path } of pages) {
    await page.goto(path);
    const { violations } = await new AxeBuilder({ page }).withRules(['target-size']).analyze();
    const listed = violations.flatMap(({ nodes }) => nodes.map(({ html }) => html.slice(0, 140)));
    if (listed.length > 0) found[name] = listed.slice(0, 6);
  }
  expect(found).toEqual({});
});
