import { type SQL, sql } from 'drizzle-orm';
import { db } from '#db/client.ts';

/** Where things have their names. A story that is being written is called as it is there. */
const sources: Record<string, SQL> = {
  story: sql`select s.id, coalesce(nullif(w.title, ''), s.title) as name
    from story s left join story_work w on w.story_id = s.id`,
  section: sql`select id, name from section`,
  topic: sql`select id, name from topic`,
  author: sql`select id, name from author`,
  source: sql`select id, name from source`,
  show: sql`select id, name from show`,
  blog: sql`select id, name from blog`,
  token: sql`select id, name from api_token`,
  hook: sql`select id, name from webhook`,
  media: sql`select id, coalesce(nullif(alt, ''), nullif(caption, ''), nullif(name, ''), file) as name from media`,
};

/**
 * Names of things that are known by number.
 * @param things `section:3`, `story:12`; others are passed over.
 * @returns by the same words; what is gone, or has no name, is not in it.
 */
export async function namesOf(things: readonly string[]): Promise<Map<string, string>> {
  const wanted = new Map<string, Set<number>>();
  for (const thing of things) {
    const [, kind = '', id] = /^([a-z]+):([1-9]\d{0,14})$/.exec(thing) ?? [];
    if (kind in sources) wanted.set(kind, (wanted.get(kind) ?? new Set()).add(Number(id)));
  }
  if (wanted.size === 0) return new Map();
  const parts = [...wanted].map(
    ([kind, ids]) => sql`select ${`${kind}:`}::text || named.id as thing, named.name
      from (${sources[kind]}) named where named.id = any(${`{${[...ids].join(',')}}`}::bigint[])`,
  );
  const rows = await db.execute<{ thing: string; name: string }>(sql.join(parts, sql` union all `));
  return new Map(rows.filter(({ name }) => name !== '').map(({ thing, name }) => [thing, name]));
}
