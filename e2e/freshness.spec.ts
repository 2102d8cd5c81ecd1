import * as newsroom from '#lib/newsroom/index.ts';
import { slotsOf } from './slots.ts';
import { expect, holdHot, oneDay, read, stored, test, today } from './test.ts';

/**
 * The promise of freshness, event by event, against the built server: what must change has changed at the next request; what
 * must not has not been rendered again.
 */
test.describe.configure({ mode: 'serial' });

const by = 'e2e';
/** Pages on which a story of 秦州 by 林周 on the test's topic stands. */
let lists: string[];
const undated = [
  '/',
  '/section/qinzhou',
  '/section/local',
  '/section/news',
  '/latest',
  '/author/lin-zhou',
  '/panel/latest',
  '/panel/section-local',
];
/** Pages that have nothing to do with it, and no panel that it could appear in. */
const elsewhere = ['/about', '/blog', '/blog/chen-du', '/podcast', '/podcast/xiangyin', '/corrections'];

let ids: Record<'qinzhou' | 'sports' | 'linZhou', number>;
let picture: number;
let other: number;
let goOn: () => Promise<void>;

test.beforeAll(async ({ newsroom: room }) => {
  test.setTimeout(180_000);
  goOn = await holdHot(room);
  await oneDay(90);
  const find = async (table: string, slug: string) =>
    Number((await room.sql`select id from ${room.sql(table)} where slug = ${slug}`)[0]?.id);
  ids = {
    qinzhou: await find('section', 'qinzhou'),
    sports: await find('section', 'sports'),
    linZhou: await find('author', 'lin-zhou'),
  };
  const [media] = await room.sql`select id from media where kind = 'image' order by id limit 1`;
  picture = Number(media?.id);
  other = (
    await room.storyWhere(
      `s.kind = 'news' and s.section_id <> ${ids.qinzhou} and s.published_at < now() - interval '20 days'`,
    )
  ).id;
  // Just after midnight the day has no page yet.
  await room.happens(newsroom.publish(await draft('秦州早班公交发车', '头班提前到五点半。'), by));
  lists = [...undated, `/archive/${today()}`];
});
test.afterAll(() => goOn());

async function draft(title: string, summary = '两岸往来少绕七公里。'): Promise<number> {
  const saved = await newsroom.createStory(
    {
      title,
      sectionId: ids.qinzhou,
      authorIds: [ids.linZhou],
      summary,
      body: {
        type: 'doc',
        content: [{ type: 'paragraph', content: [{ type: 'text', text: '最后一片梁落下时，两岸的人都鼓了掌。' }] }],
      },
    },
    by,
  );
  if (!saved.ok) throw new Error(saved.message);
  return saved.id;
}

async function warm(pages: string[]): Promise<void> {
  for (const page of pages) await stored(page);
}

async function expectUntouched(pages: string[]): Promise<void> {
  for (const page of pages) expect([page, (await read(page)).page]).toEqual([page, 'HIT']);
}

async function expectShows(pages: string[], text: string, shown: boolean): Promise<void> {
  for (const page of pages) {
    const { html } = await read(page);
    // Headlines carry marks between words that belong together.
    const words = html.replace(/<wbr\/?>|<\/?span[^>]*>/g, '');
    expect([page, words.includes(text)]).toEqual([page, shown]);
  }
}

let id: number;

test('a story that is published stands in every list at the next request, and nothing else is rendered again', async ({
  newsroom: room,
}) => {
  id = await draft('秦州新桥今天合龙');
  expect((await read(`/article/${id}`)).status).toBe(404);
  await warm([...lists, ...elsewhere, `/article/${other}`]);
  await room.happens(newsroom.publish(id, by));
  await expectShows([...lists, `/article/${id}`], '秦州新桥今天合龙', true);
  await expectUntouched(elsewhere);
});

test('panels on other stories are one view late at most', async () => {
  const first = await read(`/article/${other}`);
  expect(['STALE', 'HIT']).toContain(first.page);
  await expect(async () => expect((await read(`/article/${other}`)).html).toContain('秦州新桥今天合龙')).toPass({
    intervals: [50],
  });
});

test('the story before it now links to it', async ({ newsroom: room }) => {
  const [before] = await room.sql<{ id: string }[]>`
    select id from story where status = 'published' and section_id = ${ids.qinzhou} and id <> ${id}
      and published_at <= (select published_at from story where id = ${id})
    order by published_at desc, id desc limit 1`;
  expect((await read(`/article/${before?.id}`)).html).toContain(`/article/${id}"`);
});

test('an edited body changes its page and leaves the lists of others alone', async ({ newsroom: room }) => {
  await warm([...elsewhere, `/article/${other}`, `/article/${id}`]);
  await room.happens(
    newsroom.change(
      id,
      { body: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: '桥长三百米。' }] }] } },
      by,
    ),
  );
  await expectShows([`/article/${id}`], '桥长三百米。', true);
  await expectUntouched(elsewhere);
});

test('a new title is on its page and wherever the story is named', async ({ newsroom: room }) => {
  await warm([...lists, ...elsewhere, `/article/${other}`, `/article/${id}`]);
  await room.happens(newsroom.change(id, { title: '秦州新桥提前合龙', listTitle: null }, by));
  const named = [...lists, `/article/${id}`, `/article/${other}`];
  await expectShows(named, '秦州新桥提前合龙', true);
  await expectShows(named, '秦州新桥今天合龙', false);
  await expectUntouched(elsewhere);
});

test('a new picture is on its page and in the picture panel', async ({ newsroom: room }) => {
  await warm([...elsewhere, '/pictures', `/article/${id}`, '/panel/pictures']);
  await room.happens(newsroom.change(id, { leadMediaId: picture }, by));
  const [media] = await room.sql<{ hash: string }[]>`select hash from media where id = ${picture}`;
  await expectShows([`/article/${id}`], media?.hash ?? '-', true);
  await expectShows(['/panel/pictures'], `/article/${id}"`, true);
  await expectUntouched(elsewhere);
});

test('another section takes it in, the old one lets it go', async ({ newsroom: room }) => {
  await warm(['/section/qinzhou', '/section/sports', '/section/local', `/article/${id}`, '/about']);
  await room.happens(newsroom.change(id, { sectionId: ids.sports }, by));
  await expectShows(['/section/sports'], '秦州新桥提前合龙', true);
  for (const left of ['/section/qinzhou', '/section/local']) {
    // The newest stories of the whole site stand in the panels beside the list.
    const list = (await read(left)).html.replace(/<ws-panel[\s\S]*?<\/ws-panel>/g, '');
    expect([left, list.includes('秦州新桥提前合龙')]).toEqual([left, false]);
  }
  await expectShows(['/panel/section-qinzhou'], '秦州新桥提前合龙', false);
  await expectShows([`/article/${id}`], '/section/sports"', true);
  await expectUntouched(['/about']);
  await room.happens(newsroom.change(id, { sectionId: ids.qinzhou }, by));
});

test('a correction is on the story and on the page of corrections, and touches no list', async ({ newsroom: room }) => {
  await warm([...lists, ...elsewhere, `/article/${id}`]);
  await room.happens(newsroom.correct(id, '桥长应为三百二十米。', by));
  await expectShows([`/article/${id}`, '/corrections'], '桥长应为三百二十米。', true);
  await expectUntouched([...lists, ...elsewhere.filter((page) => page !== '/corrections')]);
});

test('a slot that editors fill changes the front page; the recommended panel follows everywhere', async ({
  newsroom: room,
}) => {
  const before = await slotsOf(room, ['front-lead', 'recommended']);
  await warm(['/', '/latest', '/blog', `/article/${other}`, '/panel/recommended']);
  await room.happens(newsroom.setSlot('front-lead', [{ storyId: id, titleOverride: '头条：新桥合龙' }], by));
  await expectShows(['/'], '头条：新桥合龙', true);
  await expectUntouched(['/latest', `/article/${other}`]);

  await room.happens(newsroom.setSlot('recommended', [{ storyId: id, titleOverride: '推荐：新桥合龙' }], by));
  await expectShows(['/', '/panel/recommended'], '推荐：新桥合龙', true);
  await expect(async () => expect((await read(`/article/${other}`)).html).toContain('推荐：新桥合龙')).toPass({
    intervals: [50],
  });
  await expectUntouched(['/blog']);
  for (const [slot, items] of before) await room.happens(newsroom.setSlot(slot, items, by));
});

test('a withdrawn story answers 410, and no page names it', async ({ newsroom: room }) => {
  const everywhere = [...lists, `/article/${other}`, '/pictures', '/panel/pictures'];
  await warm([...everywhere, '/about', '/blog', `/article/${id}`]);
  await room.happens(newsroom.withdraw(id, '消息来源有误', by));
  const gone = await read(`/article/${id}`);
  expect(gone.status).toBe(410);
  expect(gone.html).toContain('消息来源有误');
  expect((await read(`/article/${id}/print`)).status).toBe(410);
  await expectShows(everywhere, '秦州新桥提前合龙', false);
  await expectShows(['/corrections'], '消息来源有误', true);
  await expectUntouched(['/about', '/blog']);
});

test('a story that is published again is back', async ({ newsroom: room }) => {
  await warm(['/section/qinzhou', '/about']);
  await room.happens(newsroom.republish(id, by));
  expect((await read(`/article/${id}`)).status).toBe(200);
  await expectShows(lists, '秦州新桥提前合龙', true);
  await expectUntouched(['/about']);
});

test('a renamed section has its new name on every page, and its old address leads to the new one', async ({
  newsroom: room,
}) => {
  await warm(['/about', `/article/${id}`, '/section/qinzhou']);
  await room.happens(newsroom.renameSection(ids.qinzhou, { name: '秦州区', slug: 'qinzhou-qu' }, by));
  await expectShows([`/article/${id}`, '/section/qinzhou-qu'], '秦州区', true);
  const old = await read('/section/qinzhou');
  expect([old.status, old.headers.get('location')]).toEqual([301, '/section/qinzhou-qu']);
  await room.happens(newsroom.renameSection(ids.qinzhou, { name: '秦州', slug: 'qinzhou' }, by));
  expect((await read('/section/qinzhou')).status).toBe(200);
});

test('a renamed author, source or topic is renamed wherever it is named', async ({ newsroom: room }) => {
  await warm([`/article/${id}`, '/author/lin-zhou', '/about', '/corrections']);
  const name = async () => {
    const [author] = await room.sql<{ name: string }[]>`select name from author where id = ${ids.linZhou}`;
    return author?.name ?? '';
  };
  const before = await name();
  await room.happens(newsroom.updateAuthor(ids.linZhou, { name: '林舟舟' }, by));
  await expectShows([`/article/${id}`, '/author/lin-zhou'], '林舟舟', true);
  await expectUntouched(['/about', '/corrections']);
  expect(await name()).toBe('林舟舟');
  await room.happens(newsroom.updateAuthor(ids.linZhou, { name: before }, by));
  await expectShows([`/article/${id}`, '/author/lin-zhou'], '林舟舟', false);
});

test('an old address that is added leads on in one hop', async ({ newsroom: room }) => {
  expect((await read('/2005/old-story.html')).status).toBe(404);
  await room.happens(newsroom.addRedirect('/2005/old-story.html', `/article/${id}`, by));
  const moved = await read('/2005/old-story.html');
  expect([moved.status, moved.headers.get('location')]).toEqual([301, `/article/${id}`]);
});

test('a reader who returns with the entity tag gets 304 until the page changes', async ({ newsroom: room }) => {
  await warm([`/article/${id}`]);
  const etag = (await read(`/article/${id}`)).headers.get('etag') ?? '';
  const again = () => read(`/article/${id}`, { headers: { 'If-None-Match': etag } });
  expect((await again()).status).toBe(304);
  await room.happens(newsroom.change(id, { subtitle: '双向四车道' }, by));
  expect((await again()).status).toBe(200);
});
