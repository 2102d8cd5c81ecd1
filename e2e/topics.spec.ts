import * as newsroom from '#lib/newsroom/index.ts';
import { arrangeTopic } from '#lib/newsroom/topic-opening.ts';
import { enter } from './desk.ts';
import { expect, holdHot, read, siteUrl, stored, test } from './test.ts';

/** 专题: what stands above the list of a topic, for readers without script and for whoever edits it. */
test.use({ baseURL: async ({ newsroom: _ }, use) => use(siteUrl()) });

const chief = { id: 'cli', name: 'e2e', role: 'chief', sectionIds: null } as const;
const plain = { introduction: '', leadStoryId: null, timeline: 'stories' as const, milestones: [] };

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });

  test('a topic has introduction, lead, chronicle and pictures above its list, and its second page the list alone', async ({
    page,
  }) => {
    await page.goto('/topic/jieqi');
    await expect(page.getByRole('region', { name: '导语' }).getByRole('paragraph')).toHaveCount(2);
    const lead = page.getByRole('heading', { level: 2, name: '图说花事' });
    await expect(lead).toBeVisible();
    const chronicle = page.getByRole('region', { name: '大事记' });
    const days = await chronicle.locator('time').evaluateAll((all) => all.map((one) => one.getAttribute('datetime')));
    expect(days.length).toBeGreaterThan(4);
    expect(days).toEqual(days.toSorted());
    const pictures = page.getByRole('region', { name: '影像' });
    await pictures.getByRole('link').last().scrollIntoViewIfNeeded();
    await expect(pictures.getByRole('link').last()).toBeInViewport();
    const tops = await Promise.all(
      [lead, chronicle, pictures, page.getByRole('heading', { name: '全部稿件' })].map(
        async (part) => (await part.boundingBox())?.y ?? 0,
      ),
    );
    expect(tops).toEqual(tops.toSorted((a, b) => a - b));
    await chronicle.getByRole('link').first().click();
    await expect(page).toHaveURL(/\/article\/\d+$/);
    await page.goto('/topic/jieqi');
    await page.getByRole('navigation', { name: '分页' }).getByRole('link', { name: '下一页' }).click();
    await expect(page).toHaveURL('/topic/jieqi/page/2');
    await expect(page.getByRole('heading', { level: 1 })).toContainText('节气与农事');
    for (const part of ['导语', '大事记', '影像'])
      await expect(page.getByRole('region', { name: part })).toHaveCount(0);
  });

  test('a tag is a plain list, and a topic without a chronicle has the newest days', async ({
    page,
    newsroom: room,
  }) => {
    const [tag] = await room.sql<{ slug: string }[]>`
      select t.slug from topic t join story_topic s on s.topic_id = t.id where t.kind = 'tag' group by t.id order by count(*) desc limit 1`;
    await page.goto(`/topic/${tag?.slug}`);
    await expect(page.locator('.opening')).toHaveCount(0);
    await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible();
    await page.goto('/topic/dongling');
    const days = await page
      .getByRole('region', { name: '时间线' })
      .locator('time')
      .evaluateAll((all) => all.map((one) => one.getAttribute('datetime')));
    expect(days).toHaveLength(12);
    expect(days).toEqual(days.toSorted().toReversed());
  });
});

test('what engines read of a topic: a collection, its lead first, and none of it twice', async () => {
  const { html } = await read('/topic/jieqi');
  const graph = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html)?.[1] ?? '')['@graph'];
  const collection = graph.find((node: { '@type': string }) => node['@type'] === 'CollectionPage');
  const listed: string[] = collection.mainEntity.itemListElement.map(({ url }: { url: string }) => url);
  const lead = /class="lead" data-id="(\d+)"/.exec(html)?.[1];
  expect(listed[0]).toMatch(new RegExp(`/article/${lead}$`));
  expect(new Set(listed).size).toBe(listed.length);
  expect(collection.mainEntity.numberOfItems).toBe(listed.length);
});

test('in traditional characters it is the same page', async () => {
  const { status, html } = await read('/hant/topic/jieqi');
  expect(status).toBe(200);
  for (const word of ['大事記', '二十四個節氣', 'href="/hant/article/']) expect(html).toContain(word);
});

test('an editor sets introduction, lead and chronicle; the next request shows them, and no other page is touched', async ({
  context,
  newsroom: room,
}) => {
  const [topic] = await room.sql<{ id: string }[]>`select id from topic where slug = 'dongling'`;
  const stories = await room.sql<{ id: string; title: string }[]>`
    select s.id, s.title from list_entry e join story s on s.id = e.story_id join topic t on t.id = e.ref_id
    where e.list = 'topic' and t.slug = 'dongling' and s.lead_media_id is not null
    order by e.published_at desc, e.story_id desc limit 4`;
  const [, lead, first, second] = stories;
  if (!topic || !lead || !first || !second) throw new Error('The demo’s topic has no stories.');
  const elsewhere = ['/topic/dongling/page/2', `/article/${lead.id}`, '/topic/dongling/feed.xml', '/'];
  const { page } = await enter(context, 'editor');
  const goOn = await holdHot(room);
  for (const path of [...elsewhere, '/topic/dongling']) await stored(path);
  await page.goto(`/desk/topics/${topic.id}`);
  await page.getByLabel('导语').fill('河谷狭长，路就格外要紧。\n\n一座桥、一趟车，都改变一天。');
  await page.getByLabel('头条稿件的编号').fill(lead.id);
  await page.locator('[name="timeline"]').selectOption('chosen');
  await page.locator(`[name="milestone"][value="${first.id}"]`).check();
  await page.getByLabel('再加更早的稿件').fill(`${second.id}，999999`);
  await page.getByRole('button', { name: '保存开头' }).click();
  await expect(page.getByText('稿件 999999 不在这个专题里')).toBeVisible();
  await expect(page.getByLabel('导语')).toHaveValue(/河谷狭长/);
  await page.getByLabel('再加更早的稿件').fill(second.id);
  await page.getByRole('button', { name: '保存开头' }).click();
  await expect(page.getByText('已保存，专题页下一次打开就是新的。')).toBeVisible();
  await expect(page.locator(`[name="milestone"][value="${second.id}"]`)).toBeChecked();
  await expect(page.getByText(`现在是《`)).toBeVisible();
  for (const other of elsewhere) expect([other, (await read(other)).page]).toEqual([other, 'HIT']);
  await goOn();
  const { html, page: served } = await read('/topic/dongling');
  expect(served).toBe('MISS');
  expect(html).toContain('<p>一座桥、一趟车，都改变一天。</p>');
  expect(html).toContain(`class="lead" data-id="${lead.id}"`);
  expect([...html.matchAll(/<section class="moments".*?<\/section>/gs)][0]?.[0]).toContain(`/article/${first.id}"`);
  await room.happens(arrangeTopic(chief, Number(topic.id), plain));
  expect((await read('/topic/dongling')).html).not.toContain('河谷狭长');
});

test('a lead that is withdrawn is gone at the next request, and comes back with its story', async ({
  newsroom: room,
}) => {
  const [topic] = await room.sql<{ id: string; lead: string }[]>`
    select topic_id as id, lead_story_id as lead from topic_opening o join topic t on t.id = o.topic_id where t.slug = 'weihe-shengtai'`;
  if (!topic) throw new Error('The demo’s topic has no lead.');
  const lead = (html: string) => /class="lead" data-id="(\d+)"/.exec(html)?.[1];
  await stored('/topic/weihe-shengtai');
  expect(lead((await read('/topic/weihe-shengtai')).html)).toBe(topic.lead);
  await room.happens(newsroom.withdraw(Number(topic.lead), '图片说明有误', 'e2e'));
  const { html, page } = await read('/topic/weihe-shengtai');
  expect(page).toBe('MISS');
  expect(lead(html)).toMatch(/^\d+$/);
  expect(html).not.toContain(`/article/${topic.lead}"`);
  await room.happens(newsroom.republish(Number(topic.lead), 'e2e'));
  expect(lead((await read('/topic/weihe-shengtai')).html)).toBe(topic.lead);
});
