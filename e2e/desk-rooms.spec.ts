import { navigation } from '#components/desk/navigation.ts';
import type { Role } from '#lib/newsroom/actor.ts';
import { may } from '#lib/newsroom/rights.ts';
import { objections } from './axe.ts';
import { enter } from './desk.ts';
import { expect, siteUrl, test, watch } from './test.ts';

/** Every room of the desk, as the navigation names them, and what stands behind its lists. */
test.use({ baseURL: async ({ newsroom: _ }, use) => use(siteUrl()) });

const roomsOf = (role: Role) =>
  navigation
    .filter(({ rights }) => rights === null || may({ id: '', name: '', role, sectionIds: null }, rights).ok)
    .map(({ href }) => href);

for (const role of ['chief', 'admin'] as const) {
  test(`of a ${role}: free of what axe finds, of what a browser complains of, and no wider than a phone`, async ({
    browser,
    newsroom,
  }) => {
    test.setTimeout(180_000);
    const story = await newsroom.storyWhere("s.kind = 'news' and s.lead_media_id is not null");
    const [file] = await newsroom.sql<{ id: string }[]>`select id from media where kind = 'video' limit 1`;
    const [picture] = await newsroom.sql<{ id: string }[]>`select id from media where kind = 'image' limit 1`;
    const context = await browser.newContext({
      baseURL: siteUrl(),
      viewport: { width: 360, height: 740 },
    });
    const { page } = await enter(context, role);
    const trouble = watch(page);
    const lists = ['mine', 'review', 'open', 'scheduled', 'published', 'withdrawn'];
    const more = [
      ...lists.map((list) => `/desk/stories?list=${list}`),
      ...['/desk/stories/new', `/desk/stories/${story.id}`, `/desk/stories/${story.id}/steps`],
      ...[`/desk/stories/${story.id}/preview`, `/desk/media/${picture?.id}`, `/desk/media/${file?.id}`],
    ];
    for (const room of [...roomsOf(role), ...(role === 'chief' ? more : [])]) {
      expect((await page.goto(room))?.status(), room).toBe(200);
      // A preview is a page of the site, and looked at as one.
      expect([room, await objections(page, [], 'iframe')]).toEqual([room, []]);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width, `${room} fits`).toBeLessThanOrEqual(360);
      const here = page.getByRole('navigation', { name: '编辑部导航' }).locator('[aria-current]');
      await expect(here, `${room} is in sight`).toBeInViewport({ ratio: 0.99 });
    }
    expect(trouble).toEqual([]);
    await context.close();
  });
}
