import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Executor } from '#db/client.ts';
import { author, authorRole, blog, media, show, source, sourceKind, topic, topicKind } from '#db/schema/index.ts';
import { recordEvent } from './record.ts';
import { pageMoved } from './redirects.ts';
import { type Done, done, type Recorded, type Refusal, refuse } from './result.ts';
import { inTurn } from './transaction.ts';
import { validate } from './validate.ts';

const slug = z.string().trim().min(1).max(100);
const name = z.string().trim().min(1).max(100);
const text = z.string().trim().max(2000);
const id = z.int().positive();

const authorFields = z.strictObject({ slug, name, role: z.enum(authorRole.enumValues), bio: text });
const topicFields = z.strictObject({
  slug,
  name,
  kind: z.enum(topicKind.enumValues),
  description: text,
  leadMediaId: id.nullable(),
});
const sourceFields = z.strictObject({
  slug,
  name,
  url: z.string().trim().max(2000).nullable(),
  kind: z.enum(sourceKind.enumValues),
  whitelisted: z.boolean(),
});
const showFields = z.strictObject({ slug, name, description: text, hostId: id.nullable(), coverId: id.nullable() });
const blogFields = z.strictObject({ name, description: text });

const authorPatch = authorFields.partial();
const topicPatch = topicFields.partial();
const sourcePatch = sourceFields.partial();
const showPatch = showFields.partial();
const blogPatch = blogFields.partial();

/** What stories belong to, besides their sections. */
export const entryKinds = ['author', 'topic', 'source', 'show', 'blog'] as const;
export type EntryKind = (typeof entryKinds)[number];

export type EntryValue = string | number | boolean | null;
/** An entry's columns. */
export type EntryRow = Record<string, EntryValue> & { id: number };

type Entry = {
  /** As sentences call it. */
  word: string;
  table: typeof author | typeof topic | typeof source | typeof show | typeof blog;
  patch: z.ZodType<Record<string, EntryValue | undefined>>;
  /** What a new one must have; what is absent has the database's default. */
  fresh: z.ZodType<Record<string, EntryValue | undefined>>;
  /** Addresses that are made of the slug. */
  pages(slug: string): string[];
};

/** A show's kind never changes: its episodes are sound, or they are film. */
const required = { slug: true, name: true } as const;
export const entries: Record<EntryKind, Entry> = {
  author: {
    word: '作者',
    table: author,
    patch: authorPatch,
    fresh: authorPatch.required(required),
    pages: (slug) => [`/author/${slug}`, `/blog/${slug}`],
  },
  topic: {
    word: '专题',
    table: topic,
    patch: topicPatch,
    fresh: topicPatch.required(required),
    pages: (slug) => [`/topic/${slug}`],
  },
  source: {
    word: '来源',
    table: source,
    patch: sourcePatch,
    fresh: sourcePatch.required(required),
    pages: () => [],
  },
  show: {
    word: '节目',
    table: show,
    patch: showPatch,
    fresh: showPatch.extend({ kind: z.enum(['audio', 'video']) }).required(required),
    pages: (slug) => [`/podcast/${slug}`],
  },
  blog: {
    word: '专栏',
    table: blog,
    patch: blogPatch,
    fresh: blogPatch.extend({ authorId: id }).required({ name: true }),
    pages: () => [],
  },
};

/** 作者. A changed slug moves the author's page and column; the old addresses lead there. */
export function updateAuthor(id: number, patch: z.input<typeof authorPatch>, by: string): Promise<Done | Refusal> {
  return update('author', id, patch, by);
}

/** 专题、标签 */
export function updateTopic(id: number, patch: z.input<typeof topicPatch>, by: string): Promise<Done | Refusal> {
  return update('topic', id, patch, by);
}

/** 来源. It has no page of its own. */
export function updateSource(id: number, patch: z.input<typeof sourcePatch>, by: string): Promise<Done | Refusal> {
  return update('source', id, patch, by);
}

/** 节目 */
export function updateShow(id: number, patch: z.input<typeof showPatch>, by: string): Promise<Done | Refusal> {
  return update('show', id, patch, by);
}

/** 专栏. Its address is its author's. */
export function updateBlog(id: number, patch: z.input<typeof blogPatch>, by: string): Promise<Done | Refusal> {
  return update('blog', id, patch, by);
}

function update(kind: EntryKind, id: number, patch: unknown, by: string): Promise<Done | Refusal> {
  return inTurn(async (tx) => (await changeEntry(tx, kind, id, patch, by)).done);
}

/** Changes an entry within a transaction that has the turn. @returns what of it was changed, as it was and as it is. */
export async function changeEntry(tx: Executor, kind: EntryKind, id: number, patch: unknown, by: string) {
  const { word, table, patch: schema, pages } = entries[kind];
  const before = await lockEntry(tx, kind, id);
  const parsed = validate(schema, patch);
  if (!parsed.ok) return refuse('invalid', `${word}内容不合要求：${parsed.message}。`);
  const after = parsed.data;
  if (Object.keys(after).length === 0) return refuse('unchanged', `${word}没有改动。`);
  await checkPicture(tx, after);
  await tx.update(table).set(after).where(eq(table.id, id));
  const recorded = await recordEvent(tx, { type: `${kind}-changed`, id }, by);
  const moves: Recorded[] = [];
  const moved = after.slug !== before.slug && typeof before.slug === 'string' && typeof after.slug === 'string';
  if (moved) {
    const to = pages(String(after.slug));
    for (const [index, from] of pages(String(before.slug)).entries())
      moves.push(await pageMoved(tx, from, to[index] as string, by));
  }
  return { done: done(recorded, ...moves), before, after };
}

export async function lockEntry(tx: Executor, kind: EntryKind, id: number): Promise<EntryRow> {
  const { word, table } = entries[kind];
  const [row] = await tx.select().from(table).where(eq(table.id, id)).for('update');
  return row ?? refuse('not-found', `${word} ${id} 不存在。`);
}

/** Where a picture is shown, neither sound nor film can stand. */
export async function checkPicture(tx: Executor, values: Record<string, unknown>): Promise<void> {
  const wanted = values.leadMediaId ?? values.coverId ?? values.posterId;
  if (typeof wanted !== 'number') return;
  const [found] = await tx.select({ kind: media.kind }).from(media).where(eq(media.id, wanted));
  if (found && found.kind !== 'image') refuse('invalid', `媒体 ${wanted} 不是图片，请选一张图片。`);
}
