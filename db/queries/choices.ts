import { eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { db } from '../client.ts';
import { author, blog, show, source, topic } from '../schema/index.ts';

/** What is chosen by name when a story is written. */
export type ChoiceKind = 'authors' | 'topics' | 'sources' | 'shows' | 'blogs';
/** `note` tells two of one name apart. */
export type ChoiceRow = { id: number; name: string; note: string | null };

/** Registries are small (thousands at most): a look through all of one is a few milliseconds. */
const tables: Record<
  ChoiceKind,
  (condition: (id: PgColumn, name: PgColumn, words: SQL) => SQL) => Promise<ChoiceRow[]>
> = {
  authors: (condition) =>
    db
      .select({ id: author.id, name: author.name, note: sql<string>`${author.slug}` })
      .from(author)
      .where(condition(author.id, author.name, sql`${author.slug}`))
      .orderBy(sql`length(${author.name})`, author.name, author.id)
      .limit(most),
  topics: (condition) =>
    db
      .select({
        id: topic.id,
        name: topic.name,
        note: sql<string>`case ${topic.kind} when 'special' then '专题' else '标签' end`,
      })
      .from(topic)
      .where(condition(topic.id, topic.name, sql`${topic.slug}`))
      .orderBy(sql`length(${topic.name})`, topic.name, topic.id)
      .limit(most),
  sources: (condition) =>
    db
      .select({
        id: source.id,
        name: source.name,
        note: sql<string | null>`case when ${source.kind} <> 'own' and not ${source.whitelisted} then '不在白名单' end`,
      })
      .from(source)
      .where(condition(source.id, source.name, sql`${source.slug}`))
      .orderBy(sql`length(${source.name})`, source.name, source.id)
      .limit(most),
  shows: (condition) =>
    db
      .select({
        id: show.id,
        name: show.name,
        note: sql<string>`case ${show.kind} when 'audio' then '音频' else '视频' end`,
      })
      .from(show)
      .where(condition(show.id, show.name, sql`${show.slug}`))
      .orderBy(sql`length(${show.name})`, show.name, show.id)
      .limit(most),
  blogs: (condition) =>
    db
      .select({ id: blog.id, name: blog.name, note: sql<string>`${author.name}` })
      .from(blog)
      .innerJoin(author, eq(author.id, blog.authorId))
      .where(condition(blog.id, blog.name, sql`${author.name} || ' ' || ${author.slug}`))
      .orderBy(sql`length(${blog.name})`, blog.name, blog.id)
      .limit(most),
};

const most = 200;

/** Those whose name or other words hold what was typed; short names first. All of them (at most 200) for nothing typed. */
export async function choicesNamed(kind: ChoiceKind, typed: string, count = 20): Promise<ChoiceRow[]> {
  const text = typed.trim().toLowerCase();
  const found = await tables[kind]((_, name, words) =>
    text ? sql`strpos(lower(${name} || ' ' || ${words}), ${text}) > 0` : sql`true`,
  );
  return found.slice(0, count);
}

/** Those with these ids. What does not exist is absent. */
export async function choicesWith(kind: ChoiceKind, ids: readonly number[]): Promise<ChoiceRow[]> {
  return ids.length === 0 ? [] : tables[kind]((id) => inArray(id, ids.slice(0, most)));
}
