/** A small newsroom for tests: a section tree, people, pictures. Test code only. */
import { randomBytes } from 'node:crypto';
import { asc } from 'drizzle-orm';
import type { Database } from '#db/client.ts';
import type { StoryBody } from '#db/schema/body.ts';
import { author, blog, event, media, section, show, source, topic } from '#db/schema/index.ts';
import { createStory, publish } from './stories.ts';
import type { NewStory } from './story-content.ts';

export type Newsroom = Awaited<ReturnType<typeof smallNewsroom>>;

/** 新闻 > 本地 > 秦州, 麦积; 财经. */
export async function smallNewsroom(db: Database) {
  const sectionOf = async (slug: string, name: string, parentId: number | null) =>
    one(await db.insert(section).values({ slug, name, parentId }).returning({ id: section.id }));
  const news = await sectionOf('news', '新闻', null);
  const local = await sectionOf('local', '本地', news);
  const qinzhou = await sectionOf('qinzhou', '秦州', local);
  const maiji = await sectionOf('maiji', '麦积', local);
  const economy = await sectionOf('economy', '财经', null);
  const reporter = one(await db.insert(author).values({ slug: 'lin-zhou', name: '林舟' }).returning({ id: author.id }));
  const columnist = one(
    await db.insert(author).values({ slug: 'chen-du', name: '陈渡', role: 'columnist' }).returning({ id: author.id }),
  );
  const column = one(
    await db.insert(blog).values({ authorId: columnist, name: '陇上笔记' }).returning({ id: blog.id }),
  );
  const own = one(
    await db.insert(source).values({ slug: 'weishui', name: '渭水新闻', kind: 'own' }).returning({ id: source.id }),
  );
  const grotto = one(
    await db.insert(topic).values({ slug: 'shiku', name: '石窟', kind: 'special' }).returning({ id: topic.id }),
  );
  const orchard = one(await db.insert(topic).values({ slug: 'guoxiang', name: '果乡' }).returning({ id: topic.id }));
  const picture = await pictureOf(db);
  const sound = one(
    await db
      .insert(media)
      .values({
        kind: 'audio',
        hash: randomBytes(8).toString('hex'),
        file: 'a.mp3',
        mime: 'audio/mpeg',
        bytes: 9,
        durationSeconds: 9,
      })
      .returning({ id: media.id }),
  );
  const programme = one(
    await db.insert(show).values({ slug: 'xiangyin', name: '乡音', kind: 'audio' }).returning({ id: show.id }),
  );
  return {
    news,
    local,
    qinzhou,
    maiji,
    economy,
    reporter,
    columnist,
    column,
    own,
    grotto,
    orchard,
    picture,
    sound,
    programme,
  };
}

export async function pictureOf(db: Database): Promise<number> {
  const hash = randomBytes(8).toString('hex');
  return one(
    await db
      .insert(media)
      .values({ kind: 'image', hash, file: `${hash}.jpg`, mime: 'image/jpeg', bytes: 9, width: 1600, height: 900 })
      .returning({ id: media.id }),
  );
}

export function text(...paragraphs: string[]): StoryBody {
  return {
    type: 'doc',
    content: paragraphs.map((words) => ({ type: 'paragraph', content: [{ type: 'text', text: words }] })),
  };
}

export async function draft(input: Partial<NewStory> & { sectionId: number }): Promise<number> {
  const saved = await createStory({ title: '夜间公交延时', body: text('末班车推迟到零点。'), ...input }, 'editor');
  if (!saved.ok) throw new Error(saved.message);
  return saved.id;
}

export async function published(input: Partial<NewStory> & { sectionId: number }): Promise<number> {
  const id = await draft(input);
  const done = await publish(id, 'editor');
  if (!done.ok) throw new Error(done.message);
  return id;
}

export function events(db: Database) {
  return db.select().from(event).orderBy(asc(event.id));
}

function one(rows: { id: number }[]): number {
  const [row] = rows;
  if (!row) throw new Error('Nothing was written.');
  return row.id;
}
