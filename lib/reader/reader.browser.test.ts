import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '../testing/browser.ts';
import { TestSite } from './testing.ts';

let browser: Browser;
let site: TestSite;
let context: BrowserContext;
/** Whatever a page complained about; every test ends with none. */
let complaints: string[];

beforeAll(async () => {
  [browser, site] = await Promise.all([launchBrowser(), TestSite.start()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});
beforeEach(async () => {
  site.reset();
  complaints = [];
  await newContext();
});
afterEach(async () => {
  await context.close();
  expect(complaints).toEqual([]);
});

async function newContext(options: BrowserContextOptions = {}): Promise<void> {
  await context?.close();
  context = await browser.newContext({ viewport: { width: 360, height: 640 }, reducedMotion: 'reduce', ...options });
  await context.addInitScript(() => {
    const seen = window as unknown as { shift: number; shifts: PerformanceObserver };
    seen.shift = 0;
    const add = (entries: PerformanceEntryList) => {
      for (const entry of entries) seen.shift += (entry as PerformanceEntry & { value: number }).value;
    };
    seen.shifts = new PerformanceObserver((list) => add(list.getEntries()));
    seen.shifts.observe({ type: 'layout-shift', buffered: true });
  });
}

/** Opens a page with this body and waits until its elements are enhanced. */
async function open(body: string, path = '/page'): Promise<Page> {
  site.pages.set(new URL(path, site.origin).pathname, body);
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const refused = message.location().url.includes('/api/live') && !site.listening;
    if (message.type() === 'error' && !refused) complaints.push(message.text());
  });
  await page.goto(site.origin + path);
  await page.waitForFunction(() => customElements.get('ws-panel') !== undefined);
  return page;
}

const until = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 10_000, interval: 25 });
const titles = (page: Page) => page.locator('ws-panel li').allTextContents();
const pill = (page: Page) => page.locator('.ws-pill button');
const root = (page: Page, name: string) => page.locator('html').getAttribute(name);

/** Everything that moved so far, a frame after the last change was painted. */
function shift(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const { shifts } = window as unknown as { shifts: PerformanceObserver };
        requestAnimationFrame(() =>
          requestAnimationFrame(() =>
            setTimeout(() => {
              let { shift: sum } = window as unknown as { shift: number };
              for (const entry of shifts.takeRecords()) sum += (entry as PerformanceEntry & { value: number }).value;
              resolve(sum);
            }),
          ),
        );
      }),
  );
}

/** Lets this much time pass on the page's clock before every look. */
const passing = <T>(page: Page, milliseconds: number, read: () => T | Promise<T>) =>
  until(async () => {
    await page.clock.fastForward(milliseconds);
    return read();
  });

function setHidden(page: Page, hidden: boolean): Promise<void> {
  return page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}

async function listeningPage(body: string): Promise<Page> {
  const page = await open(body);
  await until(() => site.listeners).toBe(1);
  return page;
}

describe('a live panel', () => {
  it('shows a new story at once where its beginning is in view, marked as new, and nothing moves', async () => {
    const page = await listeningPage(`${site.panel('latest')}<p>下面的文字不动。</p>`);
    const below = () => page.locator('p').first().boundingBox();
    const before = await below();
    site.publish('latest', { id: 10, title: '新的一条' });
    await until(() => titles(page)).toEqual([
      '新的一条',
      'latest 第 9 条',
      'latest 第 8 条',
      'latest 第 7 条',
      'latest 第 6 条',
    ]);
    expect(await page.locator('.is-new').getAttribute('data-id')).toBe('10');
    expect(await below()).toEqual(before);
    expect(await shift(page)).toBe(0);
    expect(await pill(page).count()).toBe(0);
  });

  it('would be caught if it moved anything', async () => {
    const page = await open('<p>第一段</p><p>第二段</p>');
    await shift(page);
    await page.evaluate(() => document.body.prepend(document.createElement('h1'), '插进来的一行'));
    await until(() => shift(page)).toBeGreaterThan(0);
  });

  it('keeps its height where the new titles need more room, by letting the oldest go', async () => {
    const page = await listeningPage(`${site.panel('latest')}<p>下面的文字不动。</p>`);
    const before = await page.locator('ws-panel').boundingBox();
    site.publish('latest', { id: 10, title: '一个很长很长的标题'.repeat(8) });
    await until(async () => (await titles(page))[0]).toContain('很长很长');
    expect((await titles(page)).length).toBeLessThan(5);
    expect(await page.locator('ws-panel').boundingBox()).toEqual(before);
    expect(await shift(page)).toBe(0);
  });

  it('takes a withdrawn story out and leaves its room', async () => {
    const page = await listeningPage(`${site.panel('latest')}<p>下面的文字不动。</p>`);
    const before = await page.locator('ws-panel').boundingBox();
    site.panels.set(
      'latest',
      (site.panels.get('latest') ?? []).filter(({ id }) => id !== 8),
    );
    site.tell('latest');
    await until(() => titles(page)).toHaveLength(4);
    expect(await page.locator('ws-panel').boundingBox()).toEqual(before);
    expect(await page.locator('.is-new').count()).toBe(0);
    expect(await shift(page)).toBe(0);
  });

  it('is left alone while it is out of view; the pill counts each story once and brings it', async () => {
    const page = await listeningPage(
      `<div class="tall"></div>${site.panel('latest')}${site.panel('local')}<div class="tall"></div>`,
    );
    site.publish('latest', { id: 10, title: '甲' });
    site.publish('local', { id: 10, title: '甲' });
    await until(() => pill(page).allTextContents()).toEqual(['1 条新消息']);
    site.publish('latest', { id: 11, title: '乙' });
    await until(() => pill(page).textContent()).toBe('2 条新消息');
    expect(await titles(page)).not.toContain('甲');
    expect(await shift(page)).toBe(0);
    await pill(page).click();
    await until(async () => (await titles(page)).slice(0, 2)).toEqual(['乙', '甲']);
    expect(await pill(page).isVisible()).toBe(false);
    await until(() => page.evaluate(() => document.activeElement?.textContent)).toBe('乙');
    await until(() =>
      page.evaluate(() => document.querySelector('ws-panel')?.getBoundingClientRect().top),
    ).toBeLessThan(640);
    expect(await shift(page)).toBe(0);
  });

  it('changes when the reader comes to it, from below as from above, and nothing moves', async () => {
    const page = await listeningPage(`<div class="tall"></div>${site.panel('latest')}<div class="tall"></div>`);
    site.publish('latest', { id: 10, title: '甲' });
    await pill(page).waitFor();
    await page.mouse.wheel(0, 2700);
    await until(async () => (await titles(page))[0]).toBe('甲');
    await page.mouse.wheel(0, 2500);
    await page.waitForFunction(() => scrollY > 4000);
    site.publish('latest', { id: 11, title: '一个很长很长的标题'.repeat(8) });
    await until(() => pill(page).isVisible()).toBe(true);
    await page.mouse.wheel(0, -2350);
    await until(async () => (await titles(page))[0]).toContain('很长');
    await until(() => pill(page).isVisible()).toBe(false);
    expect(await shift(page)).toBe(0);
  });

  it('that is quiet changes without a word, also out of view, and nothing moves', async () => {
    const page = await listeningPage(`<div class="tall"></div>${site.panel('latest', 'data-quiet')}`);
    site.publish('latest', { id: 10, title: '升上来的一条' });
    await until(async () => (await titles(page))[0]).toBe('升上来的一条');
    expect(await pill(page).count()).toBe(0);
    expect(await page.locator('.is-new').count()).toBe(0);
    expect(await shift(page)).toBe(0);
  });

  it('keeps the focus on the story that has it, and waits where that story would go', async () => {
    const page = await listeningPage(site.panel('latest'));
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await page.locator('[data-id="8"] a').focus();
    site.publish('latest', { id: 10, title: '甲' });
    await until(async () => (await titles(page))[0]).toBe('甲');
    expect(await focused()).toBe('latest 第 8 条');
    await page.locator('[data-id="6"] a').focus();
    site.publish('latest', { id: 11, title: '乙' });
    await until(() => pill(page).textContent()).toBe('1 条新消息');
    expect(await focused()).toBe('latest 第 6 条');
    await page.locator('[data-id="9"] a').focus();
    await until(async () => (await titles(page))[0]).toBe('乙');
    expect(await focused()).toBe('latest 第 9 条');
  });

  it('does not change under a pointer that aims at it', async () => {
    const page = await listeningPage(`${site.panel('latest')}<div class="tall"></div>`);
    let y = 90;
    const aim = async () => {
      y = 190 - y;
      await page.mouse.move(100, y);
    };
    await aim();
    await aim();
    site.publish('latest', { id: 10, title: '甲' });
    await until(async () => {
      await aim();
      return pill(page).count();
    }).toBe(1);
    expect(await titles(page)).not.toContain('甲');
    await page.mouse.move(100, 600);
    await until(async () => (await titles(page))[0]).toBe('甲');
  });

  it('does not wait for a pointer that was only left lying there', async () => {
    const page = await listeningPage(site.panel('latest'));
    await page.mouse.move(100, 100);
    site.publish('latest', { id: 10, title: '甲' });
    await until(async () => (await titles(page))[0]).toBe('甲');
  });

  it('changes the story that leads it in its place, and leaves its heading', async () => {
    site.leads.set('local', { id: 20, title: '领头的' });
    const page = await listeningPage(site.panel('local'));
    await page.locator('.panel-top').focus();
    const drawn = () => page.locator('ws-panel > *').allTextContents();
    const [heading, , list] = await drawn();
    site.leads.set('local', { id: 20, title: '改了题的' });
    site.tell('local');
    await until(drawn).toEqual([heading, '改了题的', list]);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('改了题的');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    site.leads.set('local', { id: 21, title: '换了的' });
    site.tell('local');
    await until(drawn).toEqual([heading, '换了的', list]);
    expect(await page.locator('.is-new').getAttribute('data-id')).toBe('21');
    expect(await shift(page)).toBe(0);
  });

  it('leaves its slides in place where a longer caption needs more room', async () => {
    const slides = (...captions: string[]) =>
      `<ws-panel name="pictures" data-href="/pictures-panel"><ws-carousel><ul class="track">${captions
        .map((caption) => `<li class="slide" data-id="${caption.length}">${caption}</li>`)
        .join('')}</ul></ws-carousel></ws-panel><p>下面的文字不动。</p>`;
    site.pages.set('/pictures-panel', slides('长题'.repeat(90), '短', '短题'));
    const page = await listeningPage(slides('短', '短题', '短标题'));
    site.tell('pictures');
    await until(() => page.locator('.slide').count()).toBe(3);
    await until(() => page.locator('.slide.is-new').count()).toBe(1);
    expect(await page.locator('.slide').count()).toBe(3);
    expect(await shift(page)).toBe(0);
  });

  describe('that changes by itself', () => {
    const seconds = (milliseconds: number) => Math.ceil(milliseconds / 1000);
    const hour = 3_600_000;
    /** A page with a clock of its own, an hour before its panel changes. */
    async function anHourBefore(): Promise<Page> {
      const now = Date.now();
      await context.clock.install({ time: now });
      site.untils.set('breaking', seconds(now + hour));
      site.panels.set('breaking', [{ id: 3, title: '国道抢通' }]);
      const page = await listeningPage(`${site.panel('breaking')}<main id="main">正文不动。</main>`);
      await page.clock.fastForward(hour / 2);
      expect(site.panelRequests).toEqual([]);
      return page;
    }
    const over = () => {
      site.untils.delete('breaking');
      site.panels.set('breaking', []);
    };

    it('is looked at in that moment, though nobody tells: what has ended is gone, and nothing moves', async () => {
      const page = await anHourBefore();
      const place = await page.locator('main').boundingBox();
      over();
      await passing(page, hour / 4, () => titles(page)).toEqual([]);
      expect(await page.locator('main').boundingBox()).toEqual(place);
      expect(await shift(page)).toBe(0);
      // What happened just now is looked at twice.
      await passing(page, hour / 4, () => site.panelRequests.length).toBe(2);
      await page.clock.fastForward(4 * hour);
      expect(site.panelRequests).toHaveLength(2);
    });

    it('is not asked for again and again where the reader’s clock is ahead', async () => {
      const page = await anHourBefore();
      await passing(page, hour / 4, () => site.panelRequests.length).toBe(2);
      await page.clock.fastForward(hour / 2);
      expect(site.panelRequests).toHaveLength(2);
      over();
      await passing(page, hour / 4, () => titles(page)).toEqual([]);
    });

    it('waits while the page is hidden, and is looked at when it is seen again', async () => {
      const page = await anHourBefore();
      await setHidden(page, true);
      over();
      await page.clock.fastForward(2 * hour);
      expect(site.panelRequests).toEqual([]);
      await setHidden(page, false);
      await passing(page, 1000, () => titles(page)).toEqual([]);
    });
  });

  it('looks once more, as a cache in front may have answered from a second ago', async () => {
    const page = await listeningPage(site.panel('latest'));
    site.tell('latest');
    await until(() => site.panelRequests.length).toBe(1);
    site.panels.set('latest', [{ id: 10, title: '甲' }]);
    await until(async () => (await titles(page))[0]).toBe('甲');
    expect(site.panelRequests).toHaveLength(2);
  });
});

describe('the live channel', () => {
  it('says what the served page already knows, and so repairs a page that was stored before a story', async () => {
    const body = site.panel('latest', `data-after="${site.lastEvent}"`);
    site.publish('latest', { id: 10, title: '甲' });
    const page = await listeningPage(body);
    await until(async () => (await titles(page))[0]).toBe('甲');
    expect(site.connections[0]?.url).toBe(`/api/live?after=${site.lastEvent - 1}`);
  });

  it('comes back with Last-Event-ID when the server restarts', async () => {
    const page = await listeningPage(site.panel('latest'));
    site.publish('latest', { id: 10, title: '甲' });
    await until(async () => (await titles(page))[0]).toBe('甲');
    site.dropListeners();
    await until(() => site.connections.length).toBe(2);
    expect(site.connections[1]?.lastEventId).toBe(String(site.lastEvent));
    site.publish('latest', { id: 11, title: '乙' });
    await until(async () => (await titles(page))[0]).toBe('乙');
  });

  it('rests while the page is hidden, and catches up', async () => {
    const page = await listeningPage(site.panel('latest'));
    site.publish('latest', { id: 10, title: '甲' });
    await until(async () => (await titles(page))[0]).toBe('甲');
    await setHidden(page, true);
    await until(() => site.listeners).toBe(0);
    site.publish('latest', { id: 11, title: '乙' });
    await setHidden(page, false);
    await until(async () => (await titles(page))[0]).toBe('乙');
    expect(site.polls[0]).toBe(`?poll=1&after=${site.lastEvent - 1}`);
    await until(() => site.listeners).toBe(1);
  });

  it('closes for the back/forward cache and refreshes every panel when the page is brought back', async () => {
    const page = await listeningPage(site.panel('latest') + site.panel('local'));
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })));
    await until(() => site.listeners).toBe(0);
    site.publish('local', { id: 10, title: '甲' });
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    await until(() => titles(page)).toContain('甲');
    await until(() => site.listeners).toBe(1);
  });

  it('is one connection for several tabs, and passes to another when its tab goes', async () => {
    const first = await listeningPage(site.panel('latest'));
    const second = await open(site.panel('latest'));
    site.publish('latest', { id: 10, title: '甲' });
    for (const page of [first, second]) await until(async () => (await titles(page))[0]).toBe('甲');
    expect(site.connections).toHaveLength(1);
    await first.close();
    await until(() => site.connections.length).toBe(2);
    await until(() => site.listeners).toBe(1);
    site.publish('latest', { id: 11, title: '乙' });
    await until(async () => (await titles(second))[0]).toBe('乙');
  });

  it('backs off, asks every 15 to 30 seconds after three failures, and listens again when it can', async () => {
    site.listening = false;
    await context.clock.install();
    const page = await open(site.panel('latest'));
    const now = () => page.evaluate(() => Date.now());
    await until(() => site.connections.length).toBe(1);
    await passing(page, 500, () => site.connections.length).toBe(3);
    expect(site.polls).toEqual([]);
    const refused = await now();
    await passing(page, 500, () => site.polls.length).toBeGreaterThan(0);
    expect((await now()) - refused).toBeGreaterThanOrEqual(13_000);
    site.publish('latest', { id: 10, title: '甲' });
    await passing(page, 500, async () => (await titles(page))[0]).toBe('甲');
    expect(site.connections).toHaveLength(3);
    site.listening = true;
    await passing(page, 5000, () => site.listeners).toBe(1);
    expect(site.connections).toHaveLength(4);
  });

  it('asks where there is no EventSource at all', async () => {
    await context.clock.install();
    await context.addInitScript(() => Reflect.deleteProperty(window, 'EventSource'));
    const page = await open(site.panel('latest'));
    await passing(page, 5000, () => site.polls.length).toBe(1);
    expect(site.polls).toEqual(['?poll=1']);
    site.publish('latest', { id: 10, title: '甲' });
    await passing(page, 1000, async () => (await titles(page))[0]).toBe('甲');
    expect(site.connections).toEqual([]);
  });
});

describe('what a reader chose', () => {
  const controls = `<ws-font-size><button data-step="-1" hidden>小</button><button data-step="+1" hidden>大</button></ws-font-size>
    <ws-theme><button hidden>深色</button></ws-theme><ws-care><button hidden>关怀版</button></ws-care><p>正文</p>`;

  it('is on the next page before anything is painted, and nothing moves for the controls', async () => {
    const page = await open(controls);
    expect(await root(page, 'data-theme')).toBe('light');
    expect(await root(page, 'data-font-size')).toBe('2');
    await page.locator('[data-step="+1"]').click();
    await page.locator('ws-theme button').click();
    await page.locator('ws-care button').click();
    const next = await context.newPage();
    await next.addInitScript(() => {
      document.addEventListener('readystatechange', () => {
        if (document.readyState === 'interactive')
          document.title = JSON.stringify({ ...document.documentElement.dataset });
      });
    });
    await next.goto(`${site.origin}/page`);
    expect(JSON.parse(await next.title())).toMatchObject({ theme: 'dark', fontSize: '3', care: 'on' });
    expect(await next.locator('ws-theme button').getAttribute('aria-pressed')).toBe('true');
    expect(await shift(next)).toBe(0);
  });

  it('goes in four steps and stops at both ends', async () => {
    const page = await open(controls);
    const larger = page.locator('[data-step="+1"]');
    const smaller = page.locator('[data-step="-1"]');
    for (let press = 0; press < 5; press += 1) await larger.click({ force: true });
    expect(await root(page, 'data-font-size')).toBe('4');
    expect(await larger.getAttribute('aria-disabled')).toBe('true');
    expect(await page.locator('[role="status"]').textContent()).toBe('字号：特大');
    for (let press = 0; press < 5; press += 1) await smaller.click({ force: true });
    expect(await root(page, 'data-font-size')).toBe('1');
    expect(await smaller.getAttribute('aria-disabled')).toBe('true');
    expect(await larger.getAttribute('aria-disabled')).toBeNull();
  });

  it('follows the system until the reader chooses, and again when the choice agrees with it', async () => {
    const page = await open(controls);
    await page.emulateMedia({ colorScheme: 'dark' });
    await until(() => root(page, 'data-theme')).toBe('dark');
    await page.locator('ws-theme button').click();
    expect(await root(page, 'data-theme')).toBe('light');
    expect(await page.evaluate(() => localStorage.getItem('ws-theme'))).toBe('light');
    await page.locator('ws-theme button').click();
    expect(await page.evaluate(() => localStorage.getItem('ws-theme'))).toBeNull();
  });

  it('reaches the other tabs', async () => {
    const first = await open(controls);
    const second = await open(controls);
    await first.locator('ws-care button').click();
    await until(() => root(second, 'data-care')).toBe('on');
    await until(() => second.locator('ws-care button').getAttribute('aria-pressed')).toBe('true');
  });

  it('holds for the page where nothing can be stored', async () => {
    await context.addInitScript(() => {
      Object.defineProperty(window, 'localStorage', {
        get() {
          throw new DOMException('refused', 'SecurityError');
        },
      });
    });
    const page = await open(controls);
    await page.locator('[data-step="+1"]').click();
    await page.locator('ws-theme button').click();
    expect([await root(page, 'data-font-size'), await root(page, 'data-theme')]).toEqual(['3', 'dark']);
  });
});

describe('the carousel', () => {
  const carousel = `<ws-carousel><button data-go="prev" hidden>上一张</button><div class="track" tabindex="0">${[
    1, 2, 3,
  ]
    .map((n) => `<a class="slide" id="s${n}" href="/article/${n}">图 ${n}</a>`)
    .join('')}</div><button data-go="next" hidden>下一张</button></ws-carousel>`;
  const left = (page: Page) => page.locator('.track').evaluate((track) => track.scrollLeft);

  it('goes by its buttons and says where it ends', async () => {
    const page = await open(carousel);
    const previous = page.locator('[data-go="prev"]');
    const next = page.locator('[data-go="next"]');
    expect(await previous.getAttribute('aria-disabled')).toBe('true');
    await next.click();
    await until(() => left(page)).toBe(300);
    await next.click();
    await until(() => left(page)).toBe(600);
    await until(() => next.getAttribute('aria-disabled')).toBe('true');
    await previous.click();
    await until(() => left(page)).toBe(300);
    await until(() => next.getAttribute('aria-disabled')).toBeNull();
    expect(await shift(page)).toBe(0);
  });

  it('goes by the arrow keys', async () => {
    const page = await open(carousel);
    await page.locator('.track').focus();
    await page.keyboard.press('ArrowRight');
    await until(() => left(page)).toBe(300);
    await page.keyboard.press('ArrowLeft');
    await until(() => left(page)).toBe(0);
  });
});

describe('sharing and printing', () => {
  const share = `<ws-share data-url="/article/7" data-title="题目"><button data-do="native" hidden>分享</button>
    <button data-do="copy" hidden>复制链接</button><details><summary>微信</summary><p>二维码</p></details></ws-share><p id="away">别处</p>`;

  it('copies the address and says so', async () => {
    await newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
    const page = await open(share);
    await page.locator('[data-do="copy"]').click();
    await until(() => page.locator('[role="status"]').textContent()).toBe('链接已复制');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${site.origin}/article/7`);
    expect(await page.locator('[data-do="copy"]').getAttribute('data-done')).toBe('链接已复制');
  });

  it('copies in webviews without a clipboard, and gives the focus back', async () => {
    await context.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
    const page = await open(share);
    await page.locator('[data-do="copy"]').focus();
    await page.keyboard.press('Enter');
    await until(() => page.locator('[role="status"]').textContent()).toBe('链接已复制');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('复制链接');
  });

  it('opens the system’s sheet only where there is one', async () => {
    await context.addInitScript(() => {
      Object.defineProperty(navigator, 'share', {
        value: async (data: ShareData) => {
          document.title = JSON.stringify(data);
        },
      });
    });
    const page = await open(share);
    await page.locator('[data-do="native"]').click();
    await until(async () => page.title()).toBe(JSON.stringify({ title: '题目', url: `${site.origin}/article/7` }));
    await newContext();
    await context.addInitScript(() => Object.defineProperty(navigator, 'share', { value: undefined }));
    expect(await (await open(share)).locator('[data-do="native"]').isVisible()).toBe(false);
  });

  it('closes the code with Escape and by a click elsewhere', async () => {
    const page = await open(share);
    const isOpen = () => page.locator('details').evaluate((details: HTMLDetailsElement) => details.open);
    await page.locator('summary').click();
    await page.keyboard.press('Escape');
    expect(await isOpen()).toBe(false);
    await page.locator('summary').click();
    expect(await isOpen()).toBe(true);
    await page.locator('#away').click();
    expect(await isOpen()).toBe(false);
  });

  it('prints', async () => {
    await context.addInitScript(() => {
      window.print = () => {
        document.title = '印了';
      };
    });
    const page = await open('<ws-print><button hidden>打印</button></ws-print>');
    await page.locator('ws-print button').click();
    expect(await page.title()).toBe('印了');
  });
});

describe('reading aloud', () => {
  const story = `<ws-read-aloud for="story-body"><button data-do="toggle" hidden><span>朗读</span></button>
    <button data-do="stop" hidden>停止</button></ws-read-aloud>
    <div id="story-body"><h2>小标题</h2><p>第一段。</p><p hidden>不读。</p><div class="tall"></div><blockquote><p>引文。</p></blockquote></div>`;
  type Spoken = { text: string; lang: string; onstart(): void; onend(): void; onerror(): void };
  type Speaking = { spoken: Spoken[]; cancelled: number };

  /** Headless browsers have no voice: a synthesiser that says when it is told to. */
  async function withVoice(): Promise<void> {
    await context.addInitScript(() => {
      const state: Speaking = { spoken: [], cancelled: 0 };
      Object.assign(window, state);
      const seen = window as unknown as Speaking;
      Object.defineProperty(window, 'speechSynthesis', {
        value: {
          getVoices: () => [],
          speak: (utterance: Spoken) => {
            seen.spoken.push(utterance);
            utterance.onstart();
          },
          cancel: () => {
            seen.cancelled += 1;
            const last = seen.spoken[seen.spoken.length - 1];
            last?.onend();
          },
        },
      });
    });
  }
  const spoken = (page: Page) => page.evaluate(() => (window as unknown as Speaking).spoken.map(({ text }) => text));
  const finish = (page: Page) =>
    page.evaluate(() => {
      const all = (window as unknown as Speaking).spoken;
      all[all.length - 1]?.onend();
    });
  const marked = (page: Page) => page.locator('.is-spoken').allTextContents();

  it('reads block by block, marks the one being read and brings it into view', async () => {
    await withVoice();
    const page = await open(story);
    const toggle = page.locator('[data-do="toggle"]');
    await toggle.click();
    expect(await marked(page)).toEqual(['小标题']);
    expect(await toggle.textContent()).toBe('暂停');
    await finish(page);
    await finish(page);
    expect(await spoken(page)).toEqual(['小标题', '第一段。', '引文。']);
    expect(await page.locator('.is-spoken').evaluate((block) => block.getBoundingClientRect().top < innerHeight)).toBe(
      true,
    );
    await finish(page);
    expect(await marked(page)).toEqual([]);
    expect(await toggle.textContent()).toBe('朗读');
  });

  it('pauses, goes on with the same piece, and stops', async () => {
    await withVoice();
    const page = await open(story);
    const toggle = page.locator('[data-do="toggle"]');
    await toggle.click();
    await finish(page);
    await toggle.click();
    expect(await toggle.textContent()).toBe('继续');
    expect(await marked(page)).toEqual(['第一段。']);
    await toggle.click();
    expect(await spoken(page)).toEqual(['小标题', '第一段。', '第一段。']);
    await page.locator('[data-do="stop"]').click();
    expect(await marked(page)).toEqual([]);
    await toggle.click();
    expect((await spoken(page)).at(-1)).toBe('小标题');
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')));
    expect(await toggle.textContent()).toBe('朗读');
  });

  it('does not pull back a reader who scrolled', async () => {
    await withVoice();
    const page = await open(story);
    await page.locator('[data-do="toggle"]').click();
    await page.mouse.wheel(0, 600);
    await page.waitForFunction(() => scrollY > 0);
    const at = await page.evaluate(() => scrollY);
    await finish(page);
    await finish(page);
    expect(await marked(page)).toEqual(['引文。']);
    expect(await page.evaluate(() => scrollY)).toBe(at);
  });

  it('offers nothing where nothing can speak, and says so where Chinese cannot be spoken', async () => {
    await context.addInitScript(() => Object.defineProperty(window, 'speechSynthesis', { value: undefined }));
    expect(await (await open(story)).locator('[data-do="toggle"]').isVisible()).toBe(false);
    await newContext();
    await withVoice();
    const page = await open(story);
    await page.locator('[data-do="toggle"]').click();
    await page.evaluate(() => (window as unknown as Speaking).spoken[0]?.onerror());
    expect(await page.locator('[role="status"]').textContent()).toBe('此设备暂不能朗读中文');
    expect(await marked(page)).toEqual([]);
  });
});

describe('the lightbox', () => {
  const gallery = `<h1>图集</h1><ws-lightbox><section id="gallery">${[1, 2, 3]
    .map((n) => `<a class="thumb" href="#picture-${n}">图 ${n}</a>`)
    .join('')}</section>${[1, 2, 3]
    .map(
      (n) => `<section id="picture-${n}" class="lightbox" aria-label="第 ${n} 张"><p>大图 ${n}</p><nav>
      <a href="#picture-${((n + 1) % 3) + 1}">上一张</a><a href="#picture-${(n % 3) + 1}">下一张</a><a href="/big/${n}">原图</a>
      <a href="#gallery">关闭</a></nav></section>`,
    )
    .join('')}</ws-lightbox>`;
  const shown = (page: Page) => page.locator('.lightbox:visible').evaluateAll((boxes) => boxes.map(({ id }) => id));
  const focused = (page: Page) =>
    page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent);

  it('goes by arrow keys, and Back closes however far the reader went', async () => {
    const page = await open(gallery);
    await page.locator('.thumb').first().click();
    await until(() => focused(page)).toBe('picture-1');
    await page.keyboard.press('ArrowRight');
    await until(() => shown(page)).toEqual(['picture-2']);
    await page.keyboard.press('ArrowRight');
    await until(() => shown(page)).toEqual(['picture-3']);
    // Faster than the events of the address, and round the end.
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await until(() => shown(page)).toEqual(['picture-2']);
    await page.goBack();
    await until(() => shown(page)).toEqual([]);
    expect(page.url()).toBe(`${site.origin}/page`);
    await until(() => focused(page)).toBe('图 2');
  });

  it('follows a reader who is faster than the events of the address', async () => {
    const page = await open(gallery);
    const steps = await page.evaluate(() => {
      const press = (key: string) => {
        document.dispatchEvent(new KeyboardEvent('keydown', { key }));
        return document.activeElement?.id;
      };
      document.querySelector<HTMLAnchorElement>('.thumb')?.click();
      return [press('ArrowRight'), press('ArrowRight'), press('ArrowLeft')];
    });
    expect(steps).toEqual(['picture-2', 'picture-3', 'picture-2']);
    await page.goBack();
    await until(() => shown(page)).toEqual([]);
    await until(() => focused(page)).toBe('图 2');
  });

  it('closes with Escape and its link, and keeps Tab inside', async () => {
    const page = await open(gallery);
    await page.locator('.thumb').nth(1).click();
    await until(() => focused(page)).toBe('picture-2');
    const stops: unknown[] = [];
    for (let press = 0; press < 5; press += 1) {
      await page.keyboard.press('Tab');
      stops.push(await focused(page));
    }
    expect(stops).toEqual(['上一张', '下一张', '原图', '关闭', '上一张']);
    await page.keyboard.press('Shift+Tab');
    expect(await focused(page)).toBe('关闭');
    await page.keyboard.press('Escape');
    await until(() => shown(page)).toEqual([]);
    await until(() => focused(page)).toBe('图 2');
    expect(page.url()).toBe(`${site.origin}/page`);
    await page.keyboard.press('Enter');
    await until(() => shown(page)).toEqual(['picture-2']);
    await page.locator('#picture-2').getByText('关闭').click();
    await until(() => shown(page)).toEqual([]);
  });

  it('stays on the link that a keyboard reader presses again and again', async () => {
    const page = await open(gallery);
    await page.locator('.thumb').first().click();
    await page.locator('#picture-1').getByText('下一张').focus();
    await page.keyboard.press('Enter');
    await until(() => shown(page)).toEqual(['picture-2']);
    await until(() => focused(page)).toBe('下一张');
    await page.keyboard.press('Enter');
    await until(() => shown(page)).toEqual(['picture-3']);
  });

  it('takes the focus from no link of the overlay that has it already', async () => {
    const page = await open(gallery);
    await page.evaluate(() => {
      location.hash = '#picture-1';
      document.querySelector<HTMLAnchorElement>('#picture-1 a')?.focus();
    });
    await until(() => page.locator('#picture-1').getAttribute('role')).toBe('dialog');
    expect(await focused(page)).toBe('上一张');
  });

  it('opens at its own address and then closes to the gallery', async () => {
    const page = await open(gallery, '/page#picture-3');
    await until(() => focused(page)).toBe('picture-3');
    await page.keyboard.press('Escape');
    await until(() => shown(page)).toEqual([]);
    expect(page.url()).toBe(`${site.origin}/page#gallery`);
    expect(await page.evaluate(() => history.length)).toBe(2);
  });

  it('goes by swiping', async () => {
    const page = await open(gallery);
    await page.locator('.thumb').first().click();
    const drag = (x: number, y: number) =>
      page.evaluate(
        ([dx, dy]) => {
          const target = document.querySelector('.lightbox:target p') as Element;
          const touch = (clientX: number, clientY: number) => new Touch({ identifier: 1, target, clientX, clientY });
          const [start, end] = [touch(180, 300), touch(180 + dx, 300 + dy)];
          target.dispatchEvent(
            new TouchEvent('touchstart', { bubbles: true, touches: [start], changedTouches: [start] }),
          );
          target.dispatchEvent(new TouchEvent('touchend', { bubbles: true, touches: [], changedTouches: [end] }));
        },
        [x, y] as const,
      );
    await until(() => shown(page)).toEqual(['picture-1']);
    await drag(-90, 5);
    await until(() => shown(page)).toEqual(['picture-2']);
    await drag(90, -5);
    await until(() => shown(page)).toEqual(['picture-1']);
    await drag(5, 140);
    await until(() => shown(page)).toEqual([]);
  });
});

describe('the player', () => {
  const player = (
    key: string,
  ) => `<ws-player data-key="${key}"><audio src="/minute.wav" controls preload="metadata" data-of="${key}"></audio>
    <select data-do="speed" hidden><option value="1" selected>1 倍</option><option value="1.5">1.5 倍</option></select>
    <a href="#t=0" data-at="0">开头</a><a href="#t=30" data-at="30">后半</a></ws-player>`;
  const audio = (page: Page, key: string) =>
    page
      .locator(`[data-of="${key}"]`)
      .evaluate(({ currentTime, paused, playbackRate }: HTMLMediaElement) => ({ currentTime, paused, playbackRate }));

  it('seeks to a chapter, marks it, and goes on there on the next visit', async () => {
    const page = await open(player('story-1'));
    await page.getByText('后半').click();
    await until(async () => (await audio(page, 'story-1')).currentTime).toBeGreaterThan(30);
    await until(() => page.getByText('后半').getAttribute('aria-current')).toBe('true');
    await page.locator('audio').evaluate((media: HTMLMediaElement) => media.pause());
    await until(() => page.evaluate(() => localStorage.getItem('ws-positions'))).toMatch(/\["story-1",3\d\]/);
    const again = await open(player('story-1'));
    await until(async () => (await audio(again, 'story-1')).currentTime).toBeGreaterThanOrEqual(30);
    expect(await again.locator('[role="status"]').textContent()).toMatch(/^从 0:3\d 继续播放$/);
  });

  it('keeps the speed and forgets a recording that was heard to its end', async () => {
    const page = await open(player('story-1'));
    await page.locator('select').selectOption('1.5');
    expect((await audio(page, 'story-1')).playbackRate).toBe(1.5);
    const again = await open(player('story-1'));
    expect(await again.locator('select').inputValue()).toBe('1.5');
    expect((await audio(again, 'story-1')).playbackRate).toBe(1.5);
    await again.getByText('后半').click();
    await until(async () => (await audio(again, 'story-1')).currentTime).toBeGreaterThan(30);
    await again.locator('audio').evaluate((media: HTMLMediaElement) => {
      media.currentTime = media.duration - 0.1;
    });
    await until(() => again.evaluate(() => localStorage.getItem('ws-positions'))).toBe('[]');
  });

  it('plays one at a time', async () => {
    const page = await open(player('story-1') + player('story-2'));
    await page.getByText('后半').first().click();
    await until(async () => (await audio(page, 'story-1')).paused).toBe(false);
    await page.getByText('后半').last().click();
    await until(async () => (await audio(page, 'story-1')).paused).toBe(true);
    expect((await audio(page, 'story-2')).paused).toBe(false);
  });
});

describe('the count of reads', () => {
  const story = '<div id="story-body"><p>正文</p></div>';

  it('is told of a story once, when it is seen, and of no other page', async () => {
    await open(story, '/article/12');
    await until(() => site.reads).toEqual(['POST story=12&visit=direct']);
    const page = await open(`<a href="/hant/article/13">下一篇</a>${story}`, '/latest');
    site.pages.set('/hant/article/13', story);
    await page.getByText('下一篇').click();
    await until(() => site.reads).toEqual(['POST story=12&visit=direct', 'POST story=13&visit=internal']);
    await setHidden(page, true);
    await setHidden(page, false);
    await open('<h1>稿件已撤下</h1>', '/article/14');
    await open(story, '/article/15/print');
    await open(story, '/article/16');
    await until(() => site.reads.at(-1)).toBe('POST story=16&visit=direct');
    expect(site.reads).toHaveLength(3);
  });

  it('waits until a hidden page, or one that was drawn ahead, is looked at', async () => {
    await context.addInitScript(() => {
      const state = window as unknown as { ahead: boolean };
      state.ahead = true;
      Object.defineProperty(document, 'prerendering', { configurable: true, get: () => state.ahead });
    });
    const page = await open(story, '/article/12');
    await setHidden(page, true);
    await setHidden(page, false);
    await page.evaluate(() => {
      (window as unknown as { ahead: boolean }).ahead = false;
      document.dispatchEvent(new Event('prerenderingchange'));
      document.dispatchEvent(new Event('prerenderingchange'));
    });
    await until(() => site.reads).toEqual(['POST story=12&visit=direct']);
  });

  it.each([
    ['Do Not Track', 'doNotTrack', '1'],
    ['Global Privacy Control', 'globalPrivacyControl', true],
  ])('is told nothing under %s', async (_, name, value) => {
    await context.addInitScript(([key, said]) => Object.defineProperty(navigator, key, { get: () => said }), [
      name,
      value,
    ] as const);
    await open(story, '/article/12');
    await newContext();
    await open(story, '/article/13');
    await until(() => site.reads).toEqual(['POST story=13&visit=direct']);
  });

  it('leaves nothing in the browser', async () => {
    const page = await open(story, '/article/12');
    await until(() => site.reads).toHaveLength(1);
    expect(await context.cookies()).toEqual([]);
    expect(await page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);
  });
});

describe('a browser with less', () => {
  it('shows new stories without IntersectionObserver, BroadcastChannel and locks, on the pill’s word', async () => {
    await context.addInitScript(() => {
      for (const name of ['IntersectionObserver', 'BroadcastChannel']) Reflect.deleteProperty(window, name);
      Object.defineProperty(navigator, 'locks', { value: undefined });
    });
    const page = await listeningPage(`<div class="tall"></div>${site.panel('latest')}`);
    site.publish('latest', { id: 10, title: '甲' });
    await pill(page).click();
    await until(async () => (await titles(page))[0]).toBe('甲');
  });
});
