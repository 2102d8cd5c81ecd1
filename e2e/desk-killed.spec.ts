import { signedStory } from '#lib/newsroom/desk-fixtures.ts';
import { enter } from './desk.ts';
import { freePort, startSite } from './server.ts';
import { expect, read, siteUrl, test, testSite } from './test.ts';

/** The whole server is killed while it does what an editor has just pressed. */
test.use({ baseURL: async ({ newsroom: _ }, use) => use(siteUrl()) });
test.setTimeout(180_000);

for (const [act, button] of [
  ['publish', '现在发布'],
  ['schedule', '定时发布'],
] as const) {
  test(`in the midst of a ${act}: nothing of it is there, and it is done when it is pressed again`, async ({
    context,
    newsroom: { sql },
  }) => {
    const [section] = await sql<{ id: number }[]>`select id::int from section where slug = 'maiji'`;
    const reviews = (count: number | null) =>
      sql`update section set reviews = ${count} where id = ${section?.id ?? 0} returning id`;
    expect(await reviews(1)).toHaveLength(1);
    const id = await signedStory(section?.id ?? 0, { title: `麦积山崖壁监测第${Date.now() % 1_000_000}报` });
    await reviews(null);
    const everything = async () => [
      await sql`select * from story where id = ${id}`,
      await sql`select * from story_work where story_id = ${id}`,
      await sql`select * from audit where object = ${`story:${id}`} order by id`,
      await sql`select * from list_entry where story_id = ${id}`,
      await sql`select id from event where type like 'story-%' order by id`,
    ];
    const tomorrow = new Date(Date.now() + 32 * 3_600_000).toISOString().slice(0, 10);
    const port = await freePort();
    const instance = () => startSite(testSite().dataDir, { PORT: String(port) });
    const first = await instance();
    const { page } = await enter(context, 'director');
    const press = async (url: string) => {
      const fold = page.locator('summary', { hasText: button });
      // A server that has just started may ask for a moment: whoever is told so tries again.
      await expect(async () => {
        await page.goto(new URL(`/desk/stories/${id}/steps`, url).href);
        await expect(act === 'schedule' ? fold : page.getByRole('button', { name: button, exact: true })).toBeVisible({
          timeout: 2_000,
        });
      }).toPass();
      if (act === 'schedule') {
        await fold.click();
        // What the form offers is the next full hour, which may strike while this is tested.
        await page.getByLabel('发布时间').fill(`${tomorrow}T08:30`);
      }
      await page.getByRole('button', { name: button, exact: true }).click();
    };
    const before = await everything();
    // The trail is the last that a step writes: held here, everything else is written, and nothing committed.
    const holder = await sql.reserve();
    await holder`begin`;
    await holder`select pg_advisory_xact_lock(hashtext('weishui.audit'))`;
    const waiting = async () =>
      (await sql`select from pg_stat_activity where datname = current_database() and wait_event = 'advisory'`).length;
    await press(first.url);
    await expect.poll(waiting).toBeGreaterThan(0);
    await first.kill();
    await holder`commit`;
    holder.release();
    await expect.poll(waiting).toBe(0);
    expect(await everything()).toEqual(before);
    expect((await read(`/article/${id}`)).status).toBe(404);

    const second = await instance();
    await press(second.url);
    const stage = act === 'publish' ? 'none' : 'scheduled';
    await expect
      .poll(async () => (await sql<{ stage: string }[]>`select stage from story_work where story_id = ${id}`)[0]?.stage)
      .toBe(stage);
    await expect.poll(async () => (await read(`/article/${id}`)).status).toBe(act === 'publish' ? 200 : 404);
    await second.kill();
  });
}
