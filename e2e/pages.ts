import type { Sql } from 'postgres';
import { testSite } from './test.ts';

export type PageType = { name: string; path: string; status: number };

/** One address of every type of reading page, from what the demo newsroom holds. */
export async function pageTypes(sql: Sql): Promise<PageType[]> {
  const newest = async (condition: string) => {
    const [row] = await sql<{ id: string }[]>`
      select s.id from story s where s.id <= ${testSite().lastOfDemo} and ${sql.unsafe(condition)} order by s.published_at desc, s.id desc limit 1`;
    if (!row) throw new Error(`the demo newsroom has no story where ${condition}`);
    return row.id;
  };
  const published = (kind: string) => newest(`s.status = 'published' and s.kind = '${kind}'`);
  const [topic] = await sql<{ slug: string }[]>`select slug from topic where kind = 'special' order by id limit 1`;
  const [tag] = await sql<{ slug: string }[]>`
    select t.slug from topic t join story_topic s on s.topic_id = t.id where t.kind = 'tag' group by t.id order by count(*) desc limit 1`;
  const [day] = await sql<{ day: string }[]>`
    select day::text from list_day where list = 'site' and stories > 0 order by day desc offset 3 limit 1`;
  const news = await newest(`s.status = 'published' and s.kind = 'news' and s.lead_media_id is not null`);
  const table = await newest(`s.status = 'published' and s.body @? '$.content[*] ? (@.type == "table")'`);
  const pages: [string, string, number?][] = [
    ['front', '/'],
    ['section', '/section/culture'],
    ['section page 2', '/section/local/page/2'],
    ['news story', `/article/${news}`],
    ['news story with a table', `/article/${table}`],
    ['gallery', `/article/${await published('gallery')}`],
    ['video', `/article/${await published('video')}`],
    ['audio', `/article/${await published('audio')}`],
    ['blog post', `/article/${await published('post')}`],
    ['print page', `/article/${news}/print`],
    ['latest', '/latest'],
    ['archive day', `/archive/${day?.day}`],
    ['pictures', '/pictures'],
    ['topic', `/topic/${topic?.slug}`],
    ['topic with a chronicle', '/topic/jieqi'],
    ['tag', `/topic/${tag?.slug}`],
    ['author', '/author/lin-zhou'],
    ['blogs', '/blog'],
    ['columnist', '/blog/chen-du'],
    ['programmes', '/podcast'],
    ['audio show', '/podcast/xiangyin'],
    ['video show', '/podcast/shanhe'],
    ['corrections', '/corrections'],
    ['about', '/about'],
    ['contact', '/contact'],
    ['copyright', '/copyright'],
    ['accessibility', '/accessibility'],
    ['not found', '/nowhere', 404],
    ['withdrawn', `/article/${await newest(`s.status = 'withdrawn'`)}`, 410],
    ['panel', '/panel/latest'],
    ['search', '/search'],
  ];
  return pages.map(([name, path, status = 200]) => ({ name, path, status }));
}
