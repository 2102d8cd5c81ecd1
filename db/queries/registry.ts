import { eq, sql } from 'drizzle-orm';
import { db } from '../client.ts';
import { author, blog, media, show, source, topic } from '../schema/index.ts';

export type RegistryKind = 'author' | 'topic' | 'source' | 'show' | 'blog';

/** A line of a registry's list. */
export type RegistryRow = {
  id: number;
  slug: string;
  name: string;
  /** Its kind or role; of a column, whose it is. */
  kind: string;
  /** On the whitelist of sources; of no importance elsewhere. */
  whitelisted: boolean;
  /** Published stories; null where nobody keeps count. */
  stories: number | null;
};

export type RegistryFilter = { text: string; kind: string; before: number | null };

const from = {
  author: sql`select e.id, e.slug, e.name, e.role::text as kind, false as whitelisted from author e`,
  topic: sql`select e.id, e.slug, e.name, e.kind::text as kind, false as whitelisted from topic e`,
  source: sql`select e.id, e.slug, e.name, e.kind::text as kind, e.whitelisted from source e`,
  show: sql`select e.id, e.slug, e.name, e.kind::text as kind, false as whitelisted from show e`,
  blog: sql`select e.id, a.slug, e.name, a.name as kind, false as whitelisted from blog e join author a on a.id = e.author_id`,
};

/** The newest first; the words are looked for in name and address. `older` is where to go on. */
export async function registryList(
  kind: RegistryKind,
  { text, kind: only, before }: RegistryFilter,
  count: number,
): Promise<{ rows: RegistryRow[]; older: number | null }> {
  const words = text.trim().toLowerCase();
  const stories =
    kind === 'source'
      ? sql`null`
      : sql`(select coalesce(sum(d.stories), 0) from list_day d where d.list = ${kind}::list_kind and d.ref_id = shown.id)`;
  const found = await db.execute<Omit<RegistryRow, 'id' | 'stories'> & { id: string; stories: string | null }>(sql`
    select shown.*, ${stories} as stories from (
      select * from (${from[kind]}) as listed
      where ${before === null ? sql`true` : sql`id < ${before}`}
        and ${only === '' ? sql`true` : only === 'whitelisted' ? sql`whitelisted` : sql`kind = ${only}`}
        and ${words === '' ? sql`true` : sql`(strpos(lower(name), ${words}) > 0 or strpos(slug, ${words}) > 0)`}
      order by id desc limit ${count + 1}) as shown
    order by shown.id desc`);
  const rows = found.slice(0, count).map((row) => ({
    ...row,
    id: Number(row.id),
    stories: row.stories === null ? null : Number(row.stories),
  }));
  return { rows, older: found.length > count ? (rows.at(-1)?.id ?? null) : null };
}

const tables = { author, topic, source, show, blog };

/** Everything that is known of one entry; null for an unknown one. */
export async function registryEntry(
  kind: RegistryKind,
  id: number,
): Promise<Record<string, string | number | boolean | null> | null> {
  const table = tables[kind];
  const [row] = await db.select().from(table).where(eq(table.id, id));
  return row ?? null;
}

/** Entries by name, for a choice; at most so many. */
export async function registryChoices(kind: RegistryKind, count: number): Promise<{ id: number; name: string }[]> {
  const table = tables[kind];
  return db.select({ id: table.id, name: table.name }).from(table).orderBy(table.name, table.id).limit(count);
}

/** A picture as a small one is drawn. */
export async function smallPicture(
  id: number,
): Promise<{ hash: string; widths: number[]; width: number; height: number; alt: string } | null> {
  const [row] = await db.select().from(media).where(eq(media.id, id));
  if (!row?.width || !row.height) return null;
  return { hash: row.hash, widths: row.widths, width: row.width, height: row.height, alt: row.alt };
}

/** Published stories of each section, those below it among them. */
export async function storiesOfSections(): Promise<Map<number, number>> {
  const rows = await db.execute<{ id: string; stories: string }>(sql`
    select ref_id as id, sum(stories) as stories from list_day where list = 'section' group by ref_id`);
  return new Map(rows.map(({ id, stories }) => [Number(id), Number(stories)]));
}
