import { db } from '#db/client.ts';
import { cardsByIds } from '#db/queries/cards.ts';
import { choicesNamed, choicesWith } from '#db/queries/choices.ts';
import { newestCorrections } from '#db/queries/corrections.ts';
import {
  type DeskWords,
  deskByIds,
  deskMine,
  deskOpen,
  deskPublished,
  deskReview,
  deskScheduled,
  deskStandings,
  deskWithdrawn,
} from '#db/queries/desk.ts';
import { newestWhole } from '#db/queries/feeds.ts';
import {
  archiveDays,
  type List,
  listPage,
  newest,
  newestOfSections,
  newestPictured,
  storiesByDay,
  storiesOfDay,
} from '#db/queries/lists.ts';
import { allBlogs, allShows, authorBySlug, blogByAuthor, showBySlug, topicBySlug } from '#db/queries/people.ts';
import { mostRead } from '#db/queries/reads.ts';
import { registryChoices, registryEntry, registryList, smallPicture, storiesOfSections } from '#db/queries/registry.ts';
import {
  relatedBasis,
  soughtWords,
  storiesLike,
  termFrequencies,
  topicsNamedIn,
  topicsOf,
} from '#db/queries/related.ts';
import { allSections } from '#db/queries/sections.ts';
import {
  authorSlugs,
  lastTopicId,
  monthsOfSite,
  storiesAfter,
  storiesSince,
  topicSlugs,
} from '#db/queries/sitemaps.ts';
import { slotItems } from '#db/queries/slots.ts';
import { articleById, mediaByIds, neighbours } from '#db/queries/stories.ts';
import { openingOf, topicChoices, topicDays, topicMilestones, topicPictures, topicStory } from '#db/queries/topics.ts';
import { addDays, dayStart, monthOf } from '#lib/text/time.ts';
import { writers } from './desk.ts';
import { at, type Sized, type World } from './world.ts';

/** One way of asking: `run(n)` asks with the parameters of measurement `n`. */
export type Case = { query: string; with: string; run: (n: number) => Promise<unknown> };

const everything = { text: '', kind: '', before: null };

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
  const writer = (n: number) => `u${(n * 37) % writers}`;
  const section = (n: number) => at(world.sections, n).id;
  const words = (n: number): DeskWords => ({ terms: [], without: [], where: 'either', storyIds: ids(n, 2_000) });
  const behind = (n: number) => ({ at: story(n).publishedAt, id: story(n).id });
  const blocks = world.sections.slice(0, 9).map(({ id }) => id);

  const strange = Array.from({ length: 4_000 }, (_, n) => String.fromCharCode(0x4e00 + ((n * 7919) % 15_000)));
  const text = world.words.join('，').padEnd(8_000, strange.join(''));

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
    storiesLike: {
      'any story': async (n) => {
        const { id } = at(withTopics(world), n);
        const found = await relatedBasis(id);
        return found ? storiesLike(id, found) : [];
      },
      'the largest topics': (n) =>
        storiesLike(story(n).id, { topics: world.topics.slice(0, 6).map(({ id }) => id), terms: [], words: [] }),
      'the commonest words': (n) => storiesLike(story(n).id, { topics: [], terms: world.words, words: world.words }),
    },
    soughtWords: { 'the commonest words': () => soughtWords(world.words) },
    termFrequencies: { 'the commonest words': () => termFrequencies(world.words) },
    topicsNamedIn: { 'a text of 8,000 characters': () => topicsNamedIn(text) },
    topicsOf: { '12 stories of any time': (n) => topicsOf(ids(n, 12).map((id) => ({ id, score: 1 }))) },
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
    newestWhole: {
      'site, 30': () => newestWhole(site, 30),
      'largest section, 30': () => newestWhole({ kind: 'section', refId: at(world.sections, 0).id }, 30),
      'any topic, 30': (n) => newestWhole({ kind: 'topic', refId: at(world.topics, n * 3).id }, 30),
      'any author, 30': (n) => newestWhole({ kind: 'author', refId: at(world.authors, n).id }, 30),
      'any blog, 30': (n) => newestWhole({ kind: 'blog', refId: at(world.blogs, n).id }, 30),
      'any show, 100': (n) => newestWhole({ kind: 'show', refId: at(world.shows, n).id }, 100),
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
    topicStory: {
      'any story of its topic': (n) => {
        const { id, topics } = at(withTopics(world), n);
        return topicStory(at(topics, 0), id);
      },
      'any story of another topic': (n) => topicStory(at(world.topics, n * 3).id, story(n).id),
    },
    topicDays: {
      'largest topic, 12 days of 2': () => topicDays(at(world.topics, 0).id, 12, 2),
      'any topic, 12 days of 2': (n) => topicDays(at(world.topics, n * 3).id, 12, 2),
    },
    topicMilestones: { 'largest topic, 40': () => topicMilestones(at(world.topics, 0).id, 40) },
    topicPictures: {
      'largest topic, 9': () => topicPictures(at(world.topics, 0).id, 9),
      'any topic, 9': (n) => topicPictures(at(world.topics, n * 3).id, 9),
    },
    topicChoices: { 'largest topic, 30': () => topicChoices(at(world.topics, 0).id, 30) },
    openingOf: { 'any topic': (n) => openingOf(db, at(world.topics, n * 3).id) },
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
    monthsOfSite: { all: () => monthsOfSite() },
    storiesByDay: { 'any month': (n) => storiesByDay(monthOf(day(n)).first, monthOf(day(n)).last) },
    storiesAfter: {
      'any story, 200': (n) => storiesAfter(story(n), new Date(), 200),
      'the oldest, 200': () => storiesAfter({ publishedAt: new Date(0), id: 0 }, new Date(), 200),
      'the busiest day, behind its first hundred': () =>
        storiesAfter({ publishedAt: dayStart(busiest), id: 0 }, dayStart(addDays(busiest, 1)), 200, 100),
    },
    storiesSince: { 'two days, 1000': () => storiesSince(dayStart(addDays(newestDay, -1)), 1000) },
    topicSlugs: { 'the first 10,000': () => topicSlugs(0, 10_000) },
    lastTopicId: { one: () => lastTopicId() },
    authorSlugs: { all: () => authorSlugs() },
    newestCorrections: { '100': () => newestCorrections(100) },
    mostRead: {
      'of a day, 10': () => mostRead('day', 10),
      'of a week, 10': () => mostRead('week', 10),
    },
    choicesNamed: {
      'topics with a common character': () => choicesNamed('topics', '天'),
      'topics, nothing typed': () => choicesNamed('topics', ''),
      'authors with a common letter': () => choicesNamed('authors', 'a'),
    },
    choicesWith: {
      'six topics': (n) =>
        choicesWith(
          'topics',
          [0, 1, 2, 3, 4, 5].map((k) => at(world.topics, n + k).id),
        ),
    },
    registryList: {
      'topics, 50': () => registryList('topic', everything, 50),
      'topics from any on, 50': (n) => registryList('topic', { ...everything, before: at(world.topics, n).id }, 50),
      'topics named, 50': () => registryList('topic', { ...everything, text: '天' }, 50),
      'authors, 50': () => registryList('author', everything, 50),
    },
    registryEntry: { 'any topic': (n) => registryEntry('topic', at(world.topics, n).id) },
    registryChoices: { 'authors, 200': () => registryChoices('author', 200) },
    smallPicture: { 'any picture of a story': (n) => smallPicture(at(at(withMedia(world), n).media, 0)) },
    storiesOfSections: { all: () => storiesOfSections() },
    deskByIds: { '50 stories of any time': (n) => deskByIds(ids(n, 50)) },
    deskStandings: { '50 stories of any time': (n) => deskStandings(ids(n, 50)) },
    deskMine: {
      'any writer, 50': (n) => deskMine(writer(n), {}, null, 50),
      'any writer, from any time, 50': (n) => deskMine(writer(n), {}, behind(n), 50),
      'any writer, a section and words of 2,000 stories, 50': (n) =>
        deskMine(writer(n), { sectionId: section(n), words: words(n) }, null, 50),
    },
    deskOpen: {
      'all sections, 50': () => deskOpen(null, {}, null, 50),
      'one section, drafts, 50': (n) => deskOpen([section(n)], { stage: 'draft' }, null, 50),
    },
    deskReview: {
      'a chief, 50': (n) => deskReview({ id: writer(n), level: 3, sectionIds: null }, {}, null, 50),
      'an editor of a section, 50': (n) =>
        deskReview({ id: writer(n), level: 1, sectionIds: [section(n)] }, {}, null, 50),
    },
    deskScheduled: { 'all sections, 50': () => deskScheduled(null, {}, null, 50) },
    deskPublished: {
      'all, 50': () => deskPublished({}, null, 50),
      'any section, from any time, 50': (n) => deskPublished({ sectionId: section(n) }, behind(n), 50),
      'words of 2,000 stories, 50': (n) => deskPublished({ words: words(n) }, null, 50),
    },
    deskWithdrawn: {
      'all, 50': () => deskWithdrawn({}, null, 50),
      'any section, 50': (n) => deskWithdrawn({ sectionId: section(n) }, null, 50),
    },
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
