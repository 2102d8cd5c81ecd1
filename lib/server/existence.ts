import type { PendingQuery, Row } from 'postgres';
import { sql } from '#db/client.ts';

const questions: [RegExp, (name: string) => PendingQuery<Row[]>][] = [
  [/^\/article\/(\d+)/, (id) => sql`select from story where id = ${id} and status in ('published', 'withdrawn')`],
  [/^\/section\/([^/]+)/, (slug) => sql`select from section where slug = ${slug}`],
  [/^\/topic\/([^/]+)/, (slug) => sql`select from topic where slug = ${slug}`],
  [/^\/author\/([^/]+)/, (slug) => sql`select from author where slug = ${slug}`],
  [/^\/blog\/([^/]+)/, (slug) => sql`select from author a join blog b on b.author_id = a.id where a.slug = ${slug}`],
  [
    /^\/sitemap\/(?:plain\/)?(\d{4}-\d{2})/,
    (month) => sql`
      select from list_day where list = 'site' and ref_id = 0 and stories > 0
        and day between ${`${month}-01`}::date and ${`${month}-01`}::date + interval '1 month - 1 day' limit 1`,
  ],
  [/^\/podcast\/([^/]+)/, (slug) => sql`select from show where slug = ${slug}`],
];

/**
 * Whether there can be a page at this address: one look into an index, in place of a rendering, for the many addresses that
 * guessers and broken links make up. It is not remembered, so that what is created later is there at once.
 * @returns true also where the database cannot be asked: then the rendering says what is wrong.
 */
export async function mayExist(path: string): Promise<boolean> {
  for (const [pattern, ask] of questions) {
    const name = pattern.exec(path)?.[1];
    if (name !== undefined)
      return ask(name).then(
        ({ count }) => count > 0,
        () => true,
      );
  }
  return true;
}
