import { eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { db } from '../client.ts';
import { author, blog, media, show, topic, topicOpening } from '../schema/index.ts';
import { pictureColumns } from './cards.ts';
import { prepared } from './prepared.ts';

const picture = alias(media, 'picture');

/** Newest story of a list of one's own, by the list's primary key. */
const newestIn = (kind: 'blog' | 'show', refId: unknown) =>
  sql<number | null>`(
  select story_id from list_entry where list = ${sql.raw(`'${kind}'::list_kind`)} and ref_id = ${refId}
  order by published_at desc, story_id desc limit 1)`.mapWith((value: string) => Number(value));

const oneTopic = prepared((_: 'one') =>
  db
    .select({
      id: topic.id,
      slug: topic.slug,
      name: topic.name,
      kind: topic.kind,
      description: topic.description,
      lead: pictureColumns(picture),
      opening: {
        introduction: topicOpening.introduction,
        leadStoryId: topicOpening.leadStoryId,
        timeline: topicOpening.timeline,
      },
    })
    .from(topic)
    .leftJoin(picture, eq(picture.id, topic.leadMediaId))
    .leftJoin(topicOpening, eq(topicOpening.topicId, topic.id))
    .where(eq(topic.slug, sql.placeholder('slug')))
    .prepare('topic'),
);

export type TopicRow = NonNullable<Awaited<ReturnType<typeof topicBySlug>>>;

/** A dossier or tag by its slug, with what editors set above its list (null: nothing). */
export async function topicBySlug(slug: string) {
  const [row] = await oneTopic('one').execute({ slug });
  return row ?? null;
}

const oneAuthor = prepared((_: 'one') =>
  db
    .select({
      id: author.id,
      slug: author.slug,
      name: author.name,
      role: author.role,
      bio: author.bio,
      blog: { id: blog.id, name: blog.name },
    })
    .from(author)
    .leftJoin(blog, eq(blog.authorId, author.id))
    .where(eq(author.slug, sql.placeholder('slug')))
    .prepare('author'),
);

/** An author by slug, with the blog that is the author's own. */
export async function authorBySlug(slug: string) {
  const [row] = await oneAuthor('one').execute({ slug });
  return row ?? null;
}

const blogColumns = {
  id: blog.id,
  name: blog.name,
  description: blog.description,
  author: { id: author.id, slug: author.slug, name: author.name, bio: author.bio },
  latestId: newestIn('blog', blog.id),
};

const everyBlog = prepared((_: 'all') =>
  db.select(blogColumns).from(blog).innerJoin(author, eq(author.id, blog.authorId)).orderBy(blog.id).prepare('blogs'),
);
const oneBlog = prepared((_: 'one') =>
  db
    .select(blogColumns)
    .from(blog)
    .innerJoin(author, eq(author.id, blog.authorId))
    .where(eq(author.slug, sql.placeholder('slug')))
    .prepare('blog'),
);

export type BlogRow = Awaited<ReturnType<typeof allBlogs>>[number];

/** Every columnist's blog, with its newest post. */
export async function allBlogs() {
  return everyBlog('all').execute();
}

/** A blog by its author's slug. */
export async function blogByAuthor(slug: string): Promise<BlogRow | null> {
  const [row] = await oneBlog('one').execute({ slug });
  return row ?? null;
}

const showColumns = {
  id: show.id,
  slug: show.slug,
  name: show.name,
  kind: show.kind,
  description: show.description,
  host: { id: author.id, slug: author.slug, name: author.name },
  cover: pictureColumns(picture),
  latestId: newestIn('show', show.id),
};

const everyShow = prepared((_: 'all') =>
  db
    .select(showColumns)
    .from(show)
    .leftJoin(author, eq(author.id, show.hostId))
    .leftJoin(picture, eq(picture.id, show.coverId))
    .orderBy(show.id)
    .prepare('shows'),
);
const oneShow = prepared((_: 'one') =>
  db
    .select(showColumns)
    .from(show)
    .leftJoin(author, eq(author.id, show.hostId))
    .leftJoin(picture, eq(picture.id, show.coverId))
    .where(eq(show.slug, sql.placeholder('slug')))
    .prepare('show'),
);

export type ShowRow = Awaited<ReturnType<typeof allShows>>[number];

/** Every programme, with its newest episode. */
export async function allShows() {
  return everyShow('all').execute();
}

/** A programme by slug. */
export async function showBySlug(slug: string): Promise<ShowRow | null> {
  const [row] = await oneShow('one').execute({ slug });
  return row ?? null;
}
