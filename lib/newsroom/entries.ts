import { eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Executor } from '#db/client.ts';
import { author, redirect, topic } from '#db/schema/index.ts';
import type { Actor } from './actor.ts';
import { audit } from './audit.ts';
import { recordEvent } from './record.ts';
import { pageMoved } from './redirects.ts';
import { changeEntry, checkPicture, type EntryKind, type EntryRow, entries, lockEntry } from './registry.ts';
import { type Done, done, type Recorded, type Refusal, refuse } from './result.ts';
import { type HouseAct, may } from './rights.ts';
import { inTurn } from './transaction.ts';
import { validate } from './validate.ts';

/** What the desk does with authors, topics, sources, shows and columns: with a right, and a row of the audit trail. */

export type Added = Done & { id: number };

/** Enters a new one. Its pages are there from now on, also where an old address led on from theirs. */
export function addEntry(actor: Actor, kind: EntryKind, values: unknown): Promise<Added | Refusal> {
  return inTurn(async (tx) => {
    permit(actor, 'manage-registry');
    const { word, table, fresh } = entries[kind];
    const parsed = validate(fresh, values);
    if (!parsed.ok) return refuse('invalid', `${word}内容不合要求：${parsed.message}。`);
    await checkPicture(tx, parsed.data);
    // The schema has just said that everything is there which the table asks for.
    const [row] = await tx
      .insert(table)
      .values(parsed.data as typeof author.$inferInsert)
      .returning({ id: table.id });
    if (!row) throw new Error('The entry was not written.');
    const { id } = row;
    const recorded = await recordEvent(tx, { type: `${kind}-changed`, id }, actor.name);
    const also = await appeared(tx, await addresses(tx, kind, parsed.data), actor.name);
    await audit(tx, { actor, act: 'add-entry', object: `${kind}:${id}`, detail: { after: parsed.data } });
    return { ...done(recorded, ...also), id };
  });
}

/** Changes one. A changed slug leaves a redirect. */
export function editEntry(actor: Actor, kind: EntryKind, id: number, patch: unknown): Promise<Done | Refusal> {
  return inTurn(async (tx) => {
    permit(actor, 'manage-registry');
    const changed = await changeEntry(tx, kind, id, patch, actor.name);
    const differing = Object.keys(changed.after).filter((field) => changed.after[field] !== changed.before[field]);
    if (differing.length === 0) refuse('unchanged', `${entries[kind].word}没有改动。`);
    const only = (row: Record<string, unknown>) => Object.fromEntries(differing.map((field) => [field, row[field]]));
    const detail = { before: only(changed.before), after: only(changed.after) };
    await audit(tx, { actor, act: 'edit-entry', object: `${kind}:${id}`, detail });
    return changed.done;
  });
}

/** Removes one to which nothing belongs. Redirects to its page go with it. */
export function removeEntry(actor: Actor, kind: EntryKind, id: number): Promise<Done | Refusal> {
  return inTurn(async (tx) => {
    permit(actor, 'manage-registry');
    const row = await lockEntry(tx, kind, id);
    const { word, table } = entries[kind];
    const uses = await usesOf(tx, kind, id);
    if (uses.length > 0)
      refuse('in-use', `${word}“${row.name}”还在使用，不能删除：${uses.slice(0, 3).join('、')}${more(uses)}。`);
    const pages = await addresses(tx, kind, row);
    await tx.delete(table).where(eq(table.id, id));
    const recorded = await recordEvent(tx, { type: `${kind}-changed`, id }, actor.name);
    const also = await vanished(tx, pages, actor.name);
    await audit(tx, { actor, act: 'remove-entry', object: `${kind}:${id}`, detail: { before: row } });
    return done(recorded, ...also);
  });
}

/**
 * Makes one of two topics: every story of `from`, and every working copy that names it, belongs to `into` from now on, and the
 * address of `from` leads there.
 */
export function mergeTopics(actor: Actor, from: number, into: number): Promise<(Done & { stories: number }) | Refusal> {
  return inTurn(async (tx) => {
    permit(actor, 'manage-registry');
    if (from === into) refuse('invalid', '专题不能与自己合并。');
    // Always in the same order.
    for (const id of [from, into].sort((a, b) => a - b)) await lockEntry(tx, 'topic', id);
    const [gone, kept] = [await lockEntry(tx, 'topic', from), await lockEntry(tx, 'topic', into)];
    const [own] = await tx.execute<{ count: string }>(sql`
      select count(*) from story_topic where topic_id = ${from}`);
    await tx.execute(sql`
      delete from story_topic t where t.topic_id = ${from}
        and exists (select from story_topic o where o.story_id = t.story_id and o.topic_id = ${into})`);
    await tx.execute(sql`update story_topic set topic_id = ${into} where topic_id = ${from}`);
    await renameInWork(tx, from, into);
    await tx.delete(topic).where(eq(topic.id, from));
    const recorded = await recordEvent(tx, { type: 'topics-merged', from, into }, actor.name);
    const moved = await pageMoved(tx, `/topic/${gone.slug}`, `/topic/${kept.slug}`, actor.name);
    const stories = Number(own?.count ?? 0);
    const detail = { before: gone, after: { id: kept.id, slug: kept.slug, name: kept.name }, stories };
    await audit(tx, { actor, act: 'merge-topics', object: `topic:${into}`, detail });
    return { ...done(recorded, moved), stories };
  });
}

/**
 * Working copies follow, and what they are compared with at their publication. Where somebody may be writing the version goes on, so
 * that a page that still knows the old topic cannot write it back unseen.
 */
async function renameInWork(tx: Executor, from: number, into: number): Promise<void> {
  const [old, now] = [sql`to_jsonb(${from}::bigint)`, sql`to_jsonb(${into}::bigint)`];
  const renamed = (column: SQL) => sql`case when ${column} -> 'topicIds' @> ${old} then
    jsonb_set(${column}, '{topicIds}', (
      select coalesce(jsonb_agg(case when id = ${old} then ${now} else id end order by place)
        filter (where id <> ${old} or not ${column} -> 'topicIds' @> ${now}), '[]')
      from jsonb_array_elements(${column} -> 'topicIds') with ordinality as named(id, place)))
    else ${column} end`;
  await tx.execute(sql`
    update story_work w set content = ${renamed(sql`w.content`)}, base = ${renamed(sql`w.base`)},
      version = version + case when stage in ('draft', 'submitted', 'reviewed') then 1 else 0 end
    where stage <> 'none' and (w.content -> 'topicIds' @> ${old} or w.base -> 'topicIds' @> ${old})`);
}

/** What belongs to an entry, in words. */
async function usesOf(tx: Executor, kind: EntryKind, id: number): Promise<string[]> {
  const stories = {
    author: sql`select story_id as id from story_author where author_id = ${id}`,
    topic: sql`select story_id as id from story_topic where topic_id = ${id}`,
    source: sql`select s.id from story s where s.source_id = ${id}`,
    show: sql`select s.id from story s where s.show_id = ${id}`,
    blog: sql`select s.id from story s where s.blog_id = ${id}`,
  }[kind];
  const field = { author: 'authorIds', topic: 'topicIds', source: 'sourceId', show: 'showId', blog: 'blogId' }[kind];
  // An array contains its elements, and a number itself.
  const rows = await tx.execute<{ label: string }>(sql`
    (select '《' || s.title || '》' as label from story s join (${stories}) of on of.id = s.id order by s.id desc limit 4)
    union
    (select '工作稿《' || w.title || '》' from story_work w
      where w.stage <> 'none' and w.content -> ${field} @> to_jsonb(${id}::bigint) limit 4)
    union
    (select '专栏《' || b.name || '》' from blog b where ${kind} = 'author' and b.author_id = ${id})
    union
    (select '节目《' || p.name || '》' from show p where ${kind} = 'author' and p.host_id = ${id} limit 4)`);
  return rows.map(({ label }) => label);
}

/** Every address of an entry; lists that have a page of their own among them, as they name a new one too. */
async function addresses(tx: Executor, kind: EntryKind, row: EntryRow | Record<string, unknown>): Promise<string[]> {
  const { pages } = entries[kind];
  if (kind === 'show') return ['/podcast', ...pages(String(row.slug))];
  if (kind !== 'blog') return pages(String(row.slug));
  const [owner] = await tx
    .select({ slug: author.slug })
    .from(author)
    .where(eq(author.id, Number(row.authorId)));
  return owner ? ['/blog', `/blog/${owner.slug}`, `/author/${owner.slug}`] : [];
}

/** Pages are there that were not: that nothing was there is forgotten. */
export async function appeared(tx: Executor, paths: string[], by: string): Promise<Recorded[]> {
  if (paths.length === 0) return [];
  const recorded = [await recordEvent(tx, { type: 'paths-revalidated', paths }, by)];
  const led = await tx.delete(redirect).where(inArray(redirect.fromPath, paths)).returning();
  if (led.length > 0) recorded.push(await recordEvent(tx, { type: 'redirect-changed' }, by));
  return recorded;
}

/** Pages are gone: nothing leads to them any more. */
export async function vanished(tx: Executor, paths: string[], by: string): Promise<Recorded[]> {
  if (paths.length === 0) return [];
  const recorded = [await recordEvent(tx, { type: 'paths-revalidated', paths }, by)];
  const own = paths.filter((path) => path.split('/').length > 2);
  if (own.length === 0) return recorded;
  const led = await tx.delete(redirect).where(inArray(redirect.toPath, own)).returning();
  if (led.length > 0) recorded.push(await recordEvent(tx, { type: 'redirect-changed' }, by));
  return recorded;
}

export function permit(actor: Actor, act: HouseAct): void {
  const verdict = may(actor, act);
  if (!verdict.ok) refuse(verdict.code, verdict.message);
}

const more = (uses: string[]) => (uses.length > 3 ? ' 等' : '');
