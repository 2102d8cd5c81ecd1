import { eq, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { Executor } from '#db/client.ts';
import { author, authorRole, blog, show, source, sourceKind, topic, topicKind } from '#db/schema/index.ts';
import type { NewsroomEvent } from '#lib/cache/events.ts';
import { recordEvent } from './record.ts';
import { pageMoved } from './redirects.ts';
import { type Done, done, type Recorded, type Refusal, refuse } from './result.ts';
import { inTurn } from './transaction.ts';
import { validate } from './validate.ts';

const slug = z.string().max(100);
const name = z.string().trim().min(1).max(100);
const text = z.string().trim().max(2000);
const id = z.int().positive();

const authorPatch = z.strictObject({ slug, name, role: z.enum(authorRole.enumValues), bio: text }).partial();
const topicPatch = z
  .strictObject({ slug, name, kind: z.enum(topicKind.enumValues), description: text, leadMediaId: id.nullable() })
  .partial();
const sourcePatch = z
  .strictObject({ slug, name, url: z.string().trim().max(2000).nullable(), kind: z.enum(sourceKind.enumValues) })
  .partial();
const showPatch = z
  .strictObject({ slug, name, description: text, hostId: id.nullable(), coverId: id.nullable() })
  .partial();
const blogPatch = z.strictObject({ name, description: text }).partial();

/** 作者. A changed slug moves the author's page and column; the old addresses lead there. */
export function updateAuthor(id: number, patch: z.input<typeof authorPatch>, by: string): Promise<Done | Refusal> {
  return update(
    '作者',
    id,
    authorPatch,
    patch,
    by,
    { type: 'author-changed', id },
    {
      lock: (tx) => tx.select({ slug: author.slug }).from(author).where(eq(author.id, id)).for('update'),
      write: (tx, values) => tx.update(author).set(values).where(eq(author.id, id)),
      pages: (slug) => [`/author/${slug}`, `/blog/${slug}`],
    },
  );
}

/** 专题、标签 */
export function updateTopic(id: number, patch: z.input<typeof topicPatch>, by: string): Promise<Done | Refusal> {
  return update(
    '专题',
    id,
    topicPatch,
    patch,
    by,
    { type: 'topic-changed', id },
    {
      lock: (tx) => tx.select({ slug: topic.slug }).from(topic).where(eq(topic.id, id)).for('update'),
      write: (tx, values) => tx.update(topic).set(values).where(eq(topic.id, id)),
      pages: (slug) => [`/topic/${slug}`],
    },
  );
}

/** 来源. It has no page of its own. */
export function updateSource(id: number, patch: z.input<typeof sourcePatch>, by: string): Promise<Done | Refusal> {
  return update(
    '来源',
    id,
    sourcePatch,
    patch,
    by,
    { type: 'source-changed', id },
    {
      lock: (tx) => tx.select({ slug: source.slug }).from(source).where(eq(source.id, id)).for('update'),
      write: (tx, values) => tx.update(source).set(values).where(eq(source.id, id)),
      pages: () => [],
    },
  );
}

/** 节目 */
export function updateShow(id: number, patch: z.input<typeof showPatch>, by: string): Promise<Done | Refusal> {
  return update(
    '节目',
    id,
    showPatch,
    patch,
    by,
    { type: 'show-changed', id },
    {
      lock: (tx) => tx.select({ slug: show.slug }).from(show).where(eq(show.id, id)).for('update'),
      write: (tx, values) => tx.update(show).set(values).where(eq(show.id, id)),
      pages: (slug) => [`/podcast/${slug}`],
    },
  );
}

/** 专栏. Its address is its author's. */
export function updateBlog(id: number, patch: z.input<typeof blogPatch>, by: string): Promise<Done | Refusal> {
  return update(
    '专栏',
    id,
    blogPatch,
    patch,
    by,
    { type: 'blog-changed', id },
    {
      lock: (tx) => tx.select({ id: blog.id }).from(blog).where(eq(blog.id, id)).for('update'),
      write: (tx, values) => tx.update(blog).set(values).where(eq(blog.id, id)),
      pages: () => [],
    },
  );
}

type Entry<T> = {
  lock(tx: Executor): PromiseLike<{ id?: number; slug?: string }[]>;
  write(tx: Executor, values: T): PromiseLike<unknown>;
  /** Addresses that are made of the slug. */
  pages(slug: string): string[];
};

function update<T extends { [key: string]: string | number | SQL | null | undefined; slug?: string }>(
  kind: string,
  id: number,
  schema: z.ZodType<T>,
  patch: unknown,
  by: string,
  happened: NewsroomEvent,
  entry: Entry<T>,
): Promise<Done | Refusal> {
  return inTurn(async (tx) => {
    const [before] = await entry.lock(tx);
    if (!before) return refuse('not-found', `${kind} ${id} 不存在。`);
    const parsed = validate(schema, patch);
    if (!parsed.ok) return refuse('invalid', `${kind}内容不合要求：${parsed.message}。`);
    const after = parsed.data;
    if (Object.keys(after).length === 0) return refuse('unchanged', `${kind}没有改动。`);
    await entry.write(tx, after);
    const recorded = await recordEvent(tx, happened, by);
    if (before.slug === undefined || after.slug === undefined || after.slug === before.slug) return done(recorded);
    const moves: Recorded[] = [];
    const to = entry.pages(after.slug);
    for (const [index, from] of entry.pages(before.slug).entries())
      moves.push(await pageMoved(tx, from, to[index] as string, by));
    return done(recorded, ...moves);
  });
}
