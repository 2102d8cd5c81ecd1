import type { Sql } from 'postgres';
import type { StoryKind } from '#db/schema/enums.ts';

/** Addresses that stand for every type of page, from what the database holds. */
export type Samples = {
  /** One page of each type, by its name in the tables. */
  pages: Record<string, string>;
  /** A news story of middling length with a picture: the story of all measurements of one story. */
  story: string;
  section: string;
  /** Every story that readers see, newest first. */
  stories: string[];
  /** Every page of every section. */
  sections: string[];
};

const sectionPageSize = 20;

export async function samplesOf(sql: Sql): Promise<Samples> {
  const stories = await sql<{ id: number; kind: StoryKind; words: number; pictured: boolean }[]>`
    select id::int as id, kind, word_count as words, lead_media_id is not null as pictured from story
    where status = 'published' order by published_at desc, id desc`;
  const sections = await sql<{ slug: string; stories: number }[]>`
    select slug, coalesce((select sum(stories) from list_day where list = 'section' and ref_id = section.id), 0)::int as stories
    from section order by stories desc, id`;
  const [one] = await sql<Record<'topic' | 'author' | 'columnist' | 'show' | 'day' | 'withdrawn', string>[]>`
    select
      (select slug from topic where kind = 'special' order by id limit 1) as topic,
      (select slug from author where role = 'reporter' order by id limit 1) as author,
      (select a.slug from blog b join author a on a.id = b.author_id order by b.id limit 1) as columnist,
      (select slug from show order by id limit 1) as show,
      (select day::text from list_day where list = 'site' and stories > 3 order by day desc offset 1 limit 1) as day,
      (select id::text from story where status = 'withdrawn' order by id limit 1) as withdrawn`;
  const [largest] = sections;
  if (!one || !largest) throw new Error('The demo newsroom is empty.');

  /** Of middling length among its kind: neither the shortest nor the longest flatters or blackens the table. */
  const typical = (kind: StoryKind) => {
    const ofKind = stories.filter((story) => story.kind === kind && (kind !== 'news' || story.pictured));
    const story = ofKind.toSorted((a, b) => a.words - b.words)[Math.floor(ofKind.length / 2)];
    if (!story) throw new Error(`The demo newsroom has no story of the kind ${kind}.`);
    return `/article/${story.id}`;
  };
  const story = typical('news');
  const section = `/section/${largest.slug}`;
  return {
    pages: {
      front: '/',
      section,
      'section, page 2': `${section}/page/2`,
      news: story,
      gallery: typical('gallery'),
      video: typical('video'),
      audio: typical('audio'),
      'blog post': typical('post'),
      print: `${story}/print`,
      latest: '/latest',
      archive: `/archive/${one.day}`,
      pictures: '/pictures',
      topic: `/topic/${one.topic}`,
      author: `/author/${one.author}`,
      blogs: '/blog',
      blog: `/blog/${one.columnist}`,
      podcasts: '/podcast',
      show: `/podcast/${one.show}`,
      corrections: '/corrections',
      about: '/about',
      'panel alone': '/panel/latest',
      'not found': '/no-such-page',
      withdrawn: `/article/${one.withdrawn}`,
    },
    story,
    section,
    stories: stories.map(({ id }) => `/article/${id}`),
    sections: sections.flatMap(({ slug, stories: count }) =>
      Array.from({ length: Math.max(1, Math.ceil(count / sectionPageSize)) }, (_, n) =>
        n === 0 ? `/section/${slug}` : `/section/${slug}/page/${n + 1}`,
      ),
    ),
  };
}
