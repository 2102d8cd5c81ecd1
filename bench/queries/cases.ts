import { cardsByIds } from '#db/queries/cards.ts';
import { newestCorrections } from '#db/queries/corrections.ts';
import {
  archiveDays,
  type List,
  listPage,
  newest,
  newestOfSections,
  newestPictured,
  storiesOfDay,
} from '#db/queries/lists.ts';
import { allBlogs, allShows, authorBySlug, blogByAuthor, showBySlug, topicBySlug } from '#db/queries/people.ts';
import { relatedBasis, storiesByTopics } from '#db/queries/related.ts';
import { allSections } from '#db/queries/sections.ts';
import { slotItems } from '#db/queries/slots.ts';
import { articleById, mediaByIds, neighbours } from '#db/queries/stories.ts';
import { addDays, monthOf } from '#lib/text/time.ts';
import { at, type Sized, type World } from './world.ts';

/** One way of asking: `run(n)` asks with the parameters of measurement `n`. */
export type Case = { query: string; with: string; run: (n: number) => Promise<unknown> };

type Way = Record<string, (n: number) => Promise<unknown>>;

/** Every query of `db/queries`, with parameters as pages ask them and at the edges. */
export function queryCases(world: World): Case[] {
  const story = (n: number) => at(world.stories, n);
  const ids = (n: number, count: number) => Array.from({ length: count }, (_, k) => at(world.ids, n * 13 + k * 29));
  const day = (n: number) => at(world.days, n * 37).day;
  const oldest = at(world.days, 0).day;
  const newestDay = at(world.days, world.days.length - 1).day;
  const busiest = world.days.reduce((a, b) => (b.stories > a.stories ? b : a)).day;
  const aroundDay = (asked: string) => archiveDays(asked, monthOf(asked));
  const site: List = { kind: 'site', refId: 0 };
  const blocks = world.sections.slice(0, 9).map(({ id }) => id);

  return named({
    articleById: {
      'any story': (n) => articleById(story(n).id),
      'a withdrawn story': () => articleById(world.withdrawn),
      'no story': (n) => articleById(9_000_000_000 + n),
    },
    neighbours: {
      'any story': (n) => neighbours(story(n).sectionId, story(n)),
      'the oldest of its section': (n) => neighbours(story(n).sectionId, { publishedAt: new Date(0), id: 0 }),
    },
    mediaByIds: { 'a story’s media': (n) => mediaByIds(at(withMedia(world), n).media) },
    relatedBasis: { 'any story': (n) => relatedBasis(story(n).id) },
    storiesByTopics: {
      'any story': (n) => storiesByTopics(at(withTopics(world), n).id, at(withTopics(world), n).topics),
      'the largest topics': (n) =>
        storiesByTopics(
          story(n).id,
          world.topics.slice(0, 6).map(({ id }) => id),
        ),
    },
    cardsByIds: {
      '20 stories of any time': (n) => cardsByIds(ids(n, 20)),
      '80 stories of any time': (n) => cardsByIds(ids(n, 80)),
    },
    newest: {
      'site, 20': () => newest(site, 20),
      'site, 80': () => newest(site, 80),
      'pictured, 40': () => newest({ kind: 'pictured', refId: 0 }, 40),
      'post, 8': () => newest({ kind: 'post', refId: 0 }, 8),
      'programme, 9': () => newest({ kind: 'programme', refId: 0 }, 9),
      'any section, 10': (n) => newest({ kind: 'section', refId: at(world.sections, n).id }, 10),
    },
    newestOfSections: { 'nine blocks of 9': () => newestOfSections(blocks, 9) },
    newestPictured: {
      'any section, 5': (n) => newestPictured({ kind: 'section', refId: at(world.sections, n).id }, 5),
    },
    listPage: {
      ...pages('largest section', 'section', world.sections[0]),
      ...pages(
        'smallest section',
        'section',
        world.sections.findLast(({ stories }) => stories > 0),
      ),
      ...pages('pictures', 'pictured', { id: 0, slug: '', stories: world.pictured }, 24),
      ...pages('largest topic', 'topic', world.topics[0]),
      ...pages('largest author', 'author', world.authors[0]),
      ...pages('largest blog', 'blog', world.blogs[0]),
      ...pages('largest show', 'show', world.shows[0]),
      'any topic, page 1': (n) => listPage({ kind: 'topic', refId: at(world.topics, n * 3).id }, 1, 20),
      'beyond the last': (n) => listPage({ kind: 'section', refId: at(world.sections, n).id }, 9_000_000, 20),
    },
    storiesOfDay: {
      'any day': (n) => storiesOfDay(day(n), 1000),
      'the oldest day': () => storiesOfDay(oldest, 1000),
      'the newest day': () => storiesOfDay(newestDay, 1000),
      'the busiest day': () => storiesOfDay(busiest, 1000),
      'a day before all': () => storiesOfDay(addDays(oldest, -40), 1000),
    },
    archiveDays: {
      'any day': (n) => aroundDay(day(n)),
      'the oldest day': () => aroundDay(oldest),
      'the newest day': () => aroundDay(newestDay),
      'a day after all': () => aroundDay(addDays(newestDay, 40)),
    },
    topicBySlug: { 'any topic': (n) => topicBySlug(at(world.topics, n * 3).slug) },
    authorBySlug: { 'any author': (n) => authorBySlug(at(world.authors, n).slug) },
    allBlogs: { all: () => allBlogs() },
    blogByAuthor: { 'any blog': (n) => blogByAuthor(at(world.blogs, n).slug) },
    allShows: { all: () => allShows() },
    showBySlug: { 'any show': (n) => showBySlug(at(world.shows, n).slug) },
    allSections: { all: () => allSections() },
    slotItems: {
      'the front page’s': () => slotItems(['front-lead', 'headline', 'front-carousel'], new Date()),
      recommended: () => slotItems(['recommended'], new Date()),
    },
    newestCorrections: { '100': () => newestCorrections(100) },
  });
}

function named(queries: Record<string, Way>): Case[] {
  return Object.entries(queries).flatMap(([query, ways]) =>
    Object.entries(ways).map(([parameters, run]) => ({ query, with: parameters, run })),
  );
}

/** Near and deep pages of a list: the deeper ones only where it is that long. */
function pages(name: string, kind: List['kind'], list: Sized | undefined, size = 20): Way {
  if (!list) return {};
  const ask = (page: number) => listPage({ kind, refId: list.id }, page, size);
  const last = Math.max(1, Math.ceil(list.stories / size));
  const way: Way = { [`${name}, page 1`]: () => ask(1) };
  if (last >= 2) way[`${name}, page 2`] = () => ask(2);
  if (last > 100) way[`${name}, page 100`] = () => ask(100);
  if (last > 4) way[`${name}, any page`] = (n) => ask(1 + ((n * 7919) % last));
  if (last > 2) way[`${name}, last page`] = () => ask(last);
  return way;
}

function withTopics({ stories }: World) {
  return stories.filter(({ topics }) => topics.length > 0);
}

function withMedia({ stories }: World) {
  return stories.filter(({ media }) => media.length > 0);
}
