import { storiesByDay } from '#db/queries/lists.ts';
import { allBlogs, allShows } from '#db/queries/people.ts';
import {
  authorSlugs,
  lastTopicId,
  type MapRow,
  monthsOfSite,
  storiesAfter,
  storiesSince,
  topicSlugs,
} from '#db/queries/sitemaps.ts';
import { tags } from '#lib/cache/tags.ts';
import { parsePart } from '#lib/sitemaps/parts.ts';
import { addDays, dayOf, dayStart, isDay, monthOf, timeModel } from '#lib/text/time.ts';
import type { NewsEntry, SectionNode, SitemapEntry, SitemapPart } from '../models.ts';
import { type Answer, names } from './answer.ts';
import { articleHref, mediaHref } from './items.ts';

/** Pages that are always there. Lists have no `lastmod`: each changes with nearly every publish. */
const standing = [
  '/',
  '/latest',
  '/pictures',
  '/blog',
  '/podcast',
  '/corrections',
  '/about',
  '/contact',
  '/copyright',
  '/accessibility',
];

/** Stories that are asked for at once. */
const batch = 200;

/** The parts of the site map, newest month first, `urls` addresses each. */
export async function sitemapParts(urls: number): Promise<Answer<SitemapPart[]>> {
  const [months, lastTopic] = await Promise.all([monthsOfSite(), lastTopicId()]);
  const numbers = (total: number) => Array.from({ length: Math.ceil(total / urls) }, (_, index) => index + 1);
  return {
    value: [
      { part: { kind: 'pages' }, changed: null },
      ...numbers(lastTopic).map((number): SitemapPart => ({ part: { kind: 'topics', number }, changed: null })),
      ...months.toReversed().flatMap(({ month, stories, changedAt }) =>
        numbers(stories).map(
          (number): SitemapPart => ({
            part: { kind: 'month', month, number },
            changed: changedAt && timeModel(changedAt).iso,
          }),
        ),
      ),
    ],
    tags: [tags.sitemaps, tags.sitemap('topics')],
  };
}

/**
 * What a part lists, `urls` addresses at most; null for a part that does not exist (any more).
 * @param sections the tree, which only one part asks for.
 */
export async function sitemapPart(
  name: string,
  urls: number,
  sections: () => Promise<readonly SectionNode[]>,
): Promise<Answer<SitemapEntry[] | null>> {
  const part = parsePart(name);
  if (!part) return { value: null, tags: [tags.sitemaps] };
  if (part.kind === 'pages') return pages(sections);
  return part.kind === 'topics' ? topics(part.number, urls) : month(part.month, part.number, urls);
}

async function pages(sections: () => Promise<readonly SectionNode[]>): Promise<Answer<SitemapEntry[]>> {
  const [tree, authors, blogs, shows] = await Promise.all([sections(), authorSlugs(), allBlogs(), allShows()]);
  const branch = ({ href, children }: SectionNode): string[] => [href, ...children.flatMap(branch)];
  return {
    value: [
      ...standing,
      ...tree.flatMap(branch),
      ...blogs.map((row) => `/blog/${row.author.slug}`),
      ...shows.map((row) => `/podcast/${row.slug}`),
      ...authors.map((slug) => `/author/${slug}`),
    ].map(bare),
    tags: [tags.sections, tags.sitemap('pages')],
  };
}

/** Topics by ranges of their ids: which part one stands in never changes. */
async function topics(number: number, urls: number): Promise<Answer<SitemapEntry[] | null>> {
  const slugs = await topicSlugs((number - 1) * urls, number * urls);
  return {
    value: slugs.length === 0 ? null : slugs.map((slug) => bare(`/topic/${slug}`)),
    tags: [tags.sitemap('topics')],
  };
}

async function month(name: string, number: number, urls: number): Promise<Answer<SitemapEntry[] | null>> {
  const own = tags.sitemap(name);
  if (!isDay(`${name}-01`)) return { value: null, tags: [own] };
  const { first, last } = monthOf(`${name}-01`);
  // The days' counts say where the part begins, so that at most one day's entries are stepped over.
  let skip = (number - 1) * urls;
  const days = await storiesByDay(first, last);
  const begin = days.find(({ stories }) => {
    if (skip < stories) return true;
    skip -= stories;
    return false;
  });
  if (!begin) return { value: null, tags: [own] };
  const end = dayStart(addDays(last, 1));
  const rows: MapRow[] = [];
  let place = { publishedAt: dayStart(begin.day), id: 0 };
  while (rows.length < urls) {
    const some = await storiesAfter(place, end, batch, skip);
    rows.push(...some);
    const reached = some.at(-1);
    if (!reached || some.length < batch) break;
    place = reached;
    skip = 0;
  }
  const entries = rows.slice(0, urls).map(entryOf);
  return {
    value: entries,
    tags: names(
      own,
      // A film's picture changes with the film, and without an event of the story.
      entries.flatMap((entry, index) => (entry.film ? [tags.story((rows[index] as MapRow).id)] : [])),
    ),
  };
}

/** Google takes stories of two days, a thousand at most, for its news. */
const news = { milliseconds: 2 * 24 * 3_600_000, count: 1000 };

/** Stories of the two days before `now`, newest first. It changes by itself when the oldest of them turns two days old. */
export async function newsEntries(now: Date): Promise<Answer<NewsEntry[]>> {
  const since = new Date(now.getTime() - news.milliseconds);
  const rows = await storiesSince(since, news.count);
  const days: string[] = [];
  for (let day = dayOf(since); day <= dayOf(now); day = addDays(day, 1)) days.push(day);
  const oldest = rows.at(-1);
  const tomorrow = dayStart(addDays(dayOf(now), 1));
  return {
    value: rows.map(({ id, title, publishedAt }) => ({
      href: articleHref(id),
      title,
      published: timeModel(publishedAt).iso,
    })),
    tags: names(
      days.map(tags.archiveDay),
      rows.map(({ id }) => tags.story(id)),
    ),
    // Not beyond this day, either: the days above are those that new stories may fall on.
    until: new Date(
      Math.min(
        tomorrow.getTime(),
        oldest ? oldest.publishedAt.getTime() + news.milliseconds + 1 : Number.POSITIVE_INFINITY,
      ),
    ),
  };
}

function bare(href: string): SitemapEntry {
  return { href, changed: null, pictures: [], film: null };
}

function entryOf(row: MapRow): SitemapEntry {
  const { film, poster } = row;
  const published = timeModel(row.publishedAt).iso;
  return {
    href: articleHref(row.id),
    changed: row.updatedAt ? timeModel(row.updatedAt).iso : published,
    pictures: [...new Set((row.pictures ?? []).map(({ hash, file }) => mediaHref(hash, file)))],
    // Without a picture of it Google takes no film.
    film:
      film?.kind === 'video' && poster?.kind === 'image'
        ? {
            title: row.title,
            description: row.summary || row.title,
            thumbnail: mediaHref(poster.hash, poster.file),
            src: mediaHref(film.hash, film.file),
            durationSeconds: film.durationSeconds,
            published,
          }
        : null,
  };
}
