import * as articles from '#lib/content/questions/article.ts';
import { feed } from '#lib/content/questions/feeds.ts';
import * as fronts from '#lib/content/questions/front.ts';
import * as lists from '#lib/content/questions/lists.ts';
import * as panels from '#lib/content/questions/panels.ts';
import { Sections, sectionTree } from '#lib/content/questions/sections.ts';
import { site } from '#site.config.ts';
import type { Case } from './cases.ts';
import { at, type World } from './world.ts';

/** The questions of `lib/content` behind pages and panels, uncached: each asks one query or several, some at once. */
export async function questionCases(world: World): Promise<Case[]> {
  const sections = new Sections((await sectionTree()).value);
  const now = new Date();
  const largest = at(world.sections, 0);
  const lastPage = Math.ceil(largest.stories / 20);
  const ask = (query: string, parameters: string, run: Case['run']): Case => ({ query, with: parameters, run });
  return [
    ask('article', 'any story', (n) => articles.article(at(world.stories, n).id, sections)),
    ask('related', 'any story', (n) => articles.related(at(world.stories, n).id, sections)),
    ask('front', 'the front page', () => fronts.front(sections, site.frontSections, now)),
    ask('sectionPage', 'largest section, page 1', () => lists.sectionPage(largest.slug, 1, sections, new Date())),
    ask('sectionPage', 'largest section, last page', () =>
      lists.sectionPage(largest.slug, lastPage, sections, new Date()),
    ),
    ask('sectionPage', 'any section, page 1', (n) =>
      lists.sectionPage(at(world.sections, n).slug, 1, sections, new Date()),
    ),
    ask('latestPage', 'the eighty newest', () => lists.latestPage(sections)),
    ask('archiveDay', 'any day', (n) => lists.archiveDay(at(world.days, n * 37).day, sections, now)),
    ask('picturesPage', 'page 2', () => lists.picturesPage(2, sections)),
    ask('topicPage', 'any topic', (n) => lists.topicPage(at(world.topics, n * 3).slug, 1, sections)),
    ask('topicPage', 'largest topic', () => lists.topicPage(at(world.topics, 0).slug, 1, sections)),
    ask('authorPage', 'any author', (n) => lists.authorPage(at(world.authors, n).slug, 1, sections)),
    ask('blogPage', 'any blog', (n) => lists.blogPage(at(world.blogs, n).slug, 1, sections)),
    ask('showPage', 'any show', (n) => lists.showPage(at(world.shows, n).slug, 1, sections)),
    ask('blogs', 'all', () => lists.blogs(sections)),
    ask('shows', 'all', () => lists.shows(sections)),
    ask('feed', 'of the site', () => feed('site', '', sections)),
    ask('feed', 'of any topic', (n) => feed('topic', at(world.topics, n * 3).slug, sections)),
    ask('feed', 'of any show', (n) => feed('show', at(world.shows, n).slug, sections)),
    ask('corrections', 'the hundred newest', () => lists.corrections()),
    ask('latest', 'panel', () => panels.latest(sections)),
    ask('newestPictures', 'panel', () => panels.newestPictures(sections)),
    ask('recommended', 'panel', () => panels.recommended(sections, now)),
    ask('blogPosts', 'panel', () => panels.blogPosts(sections)),
    ask('programmes', 'panel', () => panels.programmes(sections)),
    ask('sectionPanel', 'any section', (n) => panels.sectionPanel(at(world.sections, n).slug, sections)),
  ];
}
