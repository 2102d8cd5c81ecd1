import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { disconnect } from '#db/client.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import type { Answer } from './answer.ts';
import { article, related } from './article.ts';
import { feed } from './feeds.ts';
import { front } from './front.ts';
import * as lists from './lists.ts';
import * as panels from './panels.ts';
import { Sections, sectionTree } from './sections.ts';
import * as sitemaps from './sitemaps.ts';

const now = new Date('2026-11-22T04:00:00Z');
const emptyPage = { items: [], page: 1, pages: 1, total: 0 };

/** Every question, and what it answers when there is nothing at all. */
async function ask(): Promise<Record<string, unknown>> {
  const tree = await sectionTree();
  const sections = new Sections(tree.value);
  const asked: Record<string, Promise<Answer<unknown>>> = {
    sectionTree: Promise.resolve(tree),
    article: article(1, sections),
    related: related(1, sections),
    front: front(sections, ['local'], now),
    sectionPage: lists.sectionPage('local', 1, sections, now),
    latestPage: lists.latestPage(sections),
    archiveDay: lists.archiveDay('2026-11-22', sections, now),
    picturesPage: lists.picturesPage(1, sections),
    picturesBeyond: lists.picturesPage(2, sections),
    topicPage: lists.topicPage('a', 1, sections),
    authorPage: lists.authorPage('a', 1, sections),
    blogs: lists.blogs(sections),
    blogPage: lists.blogPage('a', 1, sections),
    shows: lists.shows(sections),
    showPage: lists.showPage('a', 1, sections),
    corrections: lists.corrections(),
    latest: panels.panel('latest', sections, now),
    recommended: panels.panel('recommended', sections, now),
    programmes: panels.panel('programmes', sections, now),
    hot: panels.panel('hot', sections, now),
    sitemapParts: sitemaps.sitemapParts(10),
    sitemapMonth: sitemaps.sitemapPart('2026-11', 10, async () => tree.value),
    sitemapTopics: sitemaps.sitemapPart('topics', 10, async () => tree.value),
    newsEntries: sitemaps.newsEntries(now),
    siteFeed: feed('site', '', sections),
    sectionFeed: feed('section', 'local', sections),
    topicFeed: feed('topic', 'a', sections),
    showFeed: feed('show', 'a', sections),
    sectionPanel: panels.panel('section-local', sections, now),
  };
  const answers = await Promise.all(Object.entries(asked).map(async ([name, answer]) => [name, await answer] as const));
  for (const [name, { tags }] of answers) expect(tags, name).not.toEqual([]);
  return Object.fromEntries(answers.map(([name, { value }]) => [name, value]));
}

const nothing = {
  sectionTree: [],
  article: null,
  related: [],
  front: { lead: null, headlines: [], carousel: [], sections: [] },
  sectionPage: null,
  latestPage: [],
  archiveDay: null,
  picturesPage: emptyPage,
  picturesBeyond: null,
  topicPage: null,
  authorPage: null,
  blogs: [],
  blogPage: null,
  shows: [],
  showPage: null,
  corrections: [],
  latest: { name: 'latest', kind: 'list', title: '资讯快递', href: '/latest', lead: null, items: [] },
  recommended: { name: 'recommended', kind: 'lead', title: '新闻推荐', href: '/', lead: null, items: [], until: null },
  programmes: { name: 'programmes', kind: 'lead', title: '播客', href: '/podcast', lead: null, items: [] },
  hot: { name: 'hot', kind: 'ranked', title: '热门', href: '', lead: null, items: [], week: [] },
  sitemapParts: [{ part: { kind: 'pages' }, changed: null }],
  sitemapMonth: null,
  sitemapTopics: null,
  newsEntries: [],
  siteFeed: { name: null, href: '/', description: '', stories: [], show: null },
  sectionFeed: null,
  topicFeed: null,
  showFeed: null,
  sectionPanel: null,
};

describe('a newsroom without a story', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());

  it('answers every question, with nothing', async () => expect(await ask()).toEqual(nothing));
});

describe('a build without a database', () => {
  beforeAll(() => {
    process.env.NEXT_PHASE = 'phase-production-build';
  });
  afterAll(async () => {
    delete process.env.NEXT_PHASE;
    await disconnect();
  });

  it('answers every question, with nothing', async () => expect(await ask()).toEqual(nothing));
});
