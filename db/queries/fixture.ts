import { eq } from 'drizzle-orm';
import type { Database } from '../client.ts';
import {
  author,
  blog,
  listEntry,
  media,
  section,
  show,
  source,
  story,
  storyAuthor,
  storyTopic,
  topic,
} from '../schema/index.ts';

/** A small newsroom for tests: a section tree of three levels, people, pictures; and stories by the handful. */
export type Fixture = Awaited<ReturnType<typeof makeNewsroom>>;

type NewStory = Partial<typeof story.$inferInsert> & { authors?: number[]; topics?: number[] };

/** Fills an empty database. Nothing is published yet. */
export async function makeNewsroom(db: Database) {
  const put = async <Row extends { id: number }>(rows: Row[]): Promise<Row> => {
    const [row] = rows;
    if (!row) throw new Error('nothing was inserted');
    return row;
  };
  const makeSection = async (slug: string, name: string, parentId: number | null = null, position = 0) =>
    put(await db.insert(section).values({ slug, name, parentId, position }).returning());
  const news = await makeSection('news', '新闻中心');
  const local = await makeSection('local', '本地', news.id);
  const qinzhou = await makeSection('qinzhou', '秦州', local.id);
  const maiji = await makeSection('maiji', '麦积', local.id, 1);
  const culture = await makeSection('culture', '文化', null, 1);

  const makePicture = async (number: number) =>
    put(
      await db
        .insert(media)
        .values({
          kind: 'image',
          hash: number.toString(16).padStart(16, '0'),
          file: 'original.jpg',
          mime: 'image/jpeg',
          bytes: 1000,
          width: 1600,
          height: 1067,
          color: '#a0b0c0',
          widths: [320, 640, 828, 1600],
          alt: `图片 ${number}`,
          focalX: 0.25,
        })
        .returning(),
    );
  const picture = await makePicture(1);
  const recording = await put(
    await db
      .insert(media)
      .values({
        kind: 'audio',
        hash: 'a'.padStart(16, '0'),
        file: 'original.mp3',
        mime: 'audio/mpeg',
        bytes: 1_249_000,
        durationSeconds: 65,
        posterId: picture.id,
        chapters: [{ at: 5, title: '开始' }],
      })
      .returning(),
  );
  const weishui = await put(
    await db.insert(source).values({ slug: 'weishui', name: '渭水新闻', kind: 'own' }).returning(),
  );
  const reporter = await put(await db.insert(author).values({ slug: 'lin-zhou', name: '林舟' }).returning());
  const columnist = await put(
    await db.insert(author).values({ slug: 'chen-du', name: '陈渡', role: 'columnist' }).returning(),
  );
  const column = await put(await db.insert(blog).values({ authorId: columnist.id, name: '陇上笔记' }).returning());
  const programme = await put(
    await db
      .insert(show)
      .values({ slug: 'xiangyin', name: '乡音', kind: 'audio', hostId: reporter.id, coverId: picture.id })
      .returning(),
  );
  const makeTopic = async (slug: string, name: string, kind: 'special' | 'tag' = 'tag') =>
    put(await db.insert(topic).values({ slug, name, kind }).returning());

  let made = 0;
  const makeStory = async ({ authors = [], topics = [], ...fields }: NewStory = {}): Promise<number> => {
    made += 1;
    const row = await put(
      await db
        .insert(story)
        .values({
          title: `第${made}条`,
          summary: '摘要',
          body: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: '正文' }] }] },
          sectionId: qinzhou.id,
          sourceId: weishui.id,
          status: 'published',
          publishedAt: new Date(Date.UTC(2026, 10, 1) + made * 60_000),
          ...fields,
        })
        .returning({ id: story.id }),
    );
    if (authors.length > 0) {
      await db
        .insert(storyAuthor)
        .values(authors.map((authorId, position) => ({ storyId: row.id, authorId, position })));
    }
    if (topics.length > 0) {
      await db.insert(storyTopic).values(topics.map((topicId, position) => ({ storyId: row.id, topicId, position })));
    }
    return row.id;
  };

  return {
    db,
    ...{ news, local, qinzhou, maiji, culture, picture, recording, weishui, reporter, columnist, column, programme },
    ...{ makeSection, makePicture, makeTopic, makeStory },
    /** Takes a story back, as the newsroom does. */
    withdraw: (id: number) =>
      db
        .update(story)
        .set({ status: 'withdrawn', withdrawnAt: new Date(), withdrawnReason: '有误' })
        .where(eq(story.id, id)),
    publishAgain: (id: number) =>
      db.update(story).set({ status: 'published', withdrawnAt: null, withdrawnReason: null }).where(eq(story.id, id)),
    /** Lists in which a story stands, as `kind:ref`, sorted. */
    listsOf: async (id: number) =>
      (await db.select().from(listEntry).where(eq(listEntry.storyId, id)))
        .map((entry) => `${entry.list}:${entry.refId}`)
        .sort(),
  };
}
