/**
 * What readers read: one cached question for each thing that a page asks. Each remembers, as tags, what it was answered
 * from (`questions/`), and is kept until an event makes one of them stale (`remember.ts`).
 */
import { tags } from '#lib/cache/tags.ts';
import type { SearchAnswer } from '#lib/search/models.ts';
import { readSetting, type Setting } from '#lib/settings/settings.ts';
import type { SearchAsk } from '#lib/text/search-address.ts';
import { site } from '#site.config.ts';
import type {
  ArchiveDay,
  Article,
  AuthorModel,
  BlogModel,
  CorrectionEntry,
  EpisodeModel,
  FeedModel,
  FrontModel,
  LinkModel,
  ListItem,
  ListPage,
  NewsEntry,
  SectionNode,
  ShowModel,
  SitemapEntry,
  SitemapPart,
  Withdrawn,
} from './models.ts';
import { type Answer, names } from './questions/answer.ts';
import * as articles from './questions/article.ts';
import { type DraftOf, draftArticle } from './questions/draft.ts';
import * as feeds from './questions/feeds.ts';
import * as fronts from './questions/front.ts';
import * as lists from './questions/lists.ts';
import * as panels from './questions/panels.ts';
import * as searches from './questions/search.ts';
import { sectionTree as askSectionTree, Sections } from './questions/sections.ts';
import * as sitemaps from './questions/sitemaps.ts';
import { remembered, unkept } from './remember.ts';

/** Names and places of the sections stand in nearly every answer: this one asks for them, and depends on them. */
function amongSections<Args extends (string | number)[], T>(
  name: string,
  ask: (sections: Sections, ...args: Args) => Promise<Answer<T>>,
): (...args: Args) => Promise<T> {
  return remembered(name, async (...args: Args) => {
    const answer = await ask(new Sections(await sectionTree()), ...args);
    return { ...answer, tags: names(answer.tags, tags.sections) };
  });
}

/** Whom readers write to and call: the foot of every page. */
export const contact: () => Promise<Setting<'contact'>> = remembered('contact', async () => ({
  value: await readSetting('contact'),
  tags: [tags.setting('contact')],
}));

/** Which crawlers of AI companies may read the site. */
export const crawlers: () => Promise<Setting<'crawlers'>> = remembered('crawlers', async () => ({
  value: await readSetting('crawlers'),
  tags: [tags.setting('crawlers')],
}));

/** The section tree. */
export const sectionTree: () => Promise<SectionNode[]> = remembered('sectionTree', askSectionTree);

/** One story of any kind by its id, or the notice of its withdrawal; null for everything else. */
export const article: (id: number) => Promise<Article | Withdrawn | null> = amongSections('article', (sections, id) =>
  articles.article(id, sections),
);

/** A story as it stands while it is being written, with what is related to it: for the desk alone, asked anew each time. */
export async function draft(of: DraftOf): Promise<{ article: Article; related: ListItem[] }> {
  const [{ article, picks }, more] = await Promise.all([
    draftArticle(of, new Sections(await sectionTree())),
    related(of.id),
  ]);
  const chosen = new Set(picks.map(({ id }) => id));
  return { article, related: [...picks, ...more.filter(({ id }) => !chosen.has(id))].slice(0, 10) };
}

/** 相关新闻: ten stories to read after this one. */
export const related: (id: number) => Promise<ListItem[]> = amongSections('related', (sections, id) =>
  articles.related(id, sections),
);

/** 资讯快递: twenty. */
export const latest: () => Promise<ListItem[]> = amongSections('latest', (sections) => panels.latest(sections));

/** 最新图片: six. */
export const newestPictures: () => Promise<ListItem[]> = amongSections('newestPictures', (sections) =>
  panels.newestPictures(sections),
);

/** 新闻推荐: a lead with picture and ten. */
export const recommended: () => Promise<panels.LeadAndItems> = amongSections('recommended', (sections) =>
  panels.recommended(sections, new Date()),
);

/** 快讯: up to three lines; usually none. */
export const breaking: () => Promise<panels.LeadAndItems> = amongSections('breaking', (sections) =>
  panels.breaking(sections, new Date()),
);

/** 博客: eight posts. */
export const blogPosts: () => Promise<ListItem[]> = amongSections('blogPosts', (sections) =>
  panels.blogPosts(sections),
);

/** 播客: a lead with picture and eight. */
export const programmes: () => Promise<panels.LeadAndItems> = amongSections('programmes', (sections) =>
  panels.programmes(sections),
);

/** 热门 of 24 hours and of seven days: as the front page shows it, or shorter. */
export const hot: (name: 'hot' | 'hot-short') => Promise<panels.MostRead> = amongSections('hot', (sections, name) =>
  panels.hot(name, sections),
);

/** A section's ten newest; null where there is no such section. */
export const sectionPanel: (slug: string) => Promise<(LinkModel & { items: ListItem[] }) | null> = amongSections(
  'sectionPanel',
  (sections, slug) => panels.sectionPanel(slug, sections),
);

/**
 * A live panel by its name, for its own page, which open tabs fetch right after a change. It asks anew by itself: the same
 * panel beside stories may be seen stale once more, this one must not. Null for a name that is none.
 */
export const panelContent: (name: string) => Promise<panels.PanelContent | null> = amongSections(
  'panelContent',
  async (sections, name) => {
    const answer = await panels.panel(name, sections, new Date());
    const own = answer.value ? [tags.panelPage(answer.value.name)] : [];
    return { ...answer, tags: [...answer.tags, ...own] };
  },
);

/** The front page. */
export const front: () => Promise<FrontModel> = amongSections('front', (sections) =>
  fronts.front(sections, site.frontSections, new Date()),
);

/** A page of a section, twenty stories; null for an unknown section and beyond the last page. */
export const sectionPage: (slug: string, page: number) => Promise<lists.SectionPage | null> = amongSections(
  'sectionPage',
  (sections, slug, page) => lists.sectionPage(slug, page, sections, new Date()),
);

/** The eighty newest stories. */
export const latestPage: () => Promise<ListItem[]> = amongSections('latestPage', (sections) =>
  lists.latestPage(sections),
);

/** One day (`yyyy-mm-dd`, Asia/Shanghai); null for impossible and coming days and for those without a story. */
export const archiveDay: (day: string) => Promise<ArchiveDay | null> = amongSections('archiveDay', (sections, day) =>
  lists.archiveDay(day, sections, new Date()),
);

/** A page of the picture channel, twenty-four; null beyond the last. */
export const picturesPage: (page: number) => Promise<ListPage | null> = amongSections(
  'picturesPage',
  (sections, page) => lists.picturesPage(page, sections),
);

/** A page of a dossier or tag, twenty; null for an unknown one and beyond the last. */
export const topicPage: (slug: string, page: number) => Promise<lists.TopicPage | null> = amongSections(
  'topicPage',
  (sections, slug, page) => lists.topicPage(slug, page, sections),
);

/** A page of an author's stories, twenty; null for an unknown author and beyond the last. */
export const authorPage: (slug: string, page: number) => Promise<{ author: AuthorModel; list: ListPage } | null> =
  amongSections('authorPage', (sections, slug, page) => lists.authorPage(slug, page, sections));

/** Every columnist's blog. */
export const blogs: () => Promise<BlogModel[]> = amongSections('blogs', (sections) => lists.blogs(sections));

/** A page of a blog by its author's slug, twenty posts; null for an unknown one and beyond the last. */
export const blogPage: (author: string, page: number) => Promise<{ blog: BlogModel; list: ListPage } | null> =
  amongSections('blogPage', (sections, author, page) => lists.blogPage(author, page, sections));

/** Every programme. */
export const shows: () => Promise<ShowModel[]> = amongSections('shows', (sections) => lists.shows(sections));

/** A page of a programme, twenty episodes; null for an unknown one and beyond the last. */
export const showPage: (
  slug: string,
  page: number,
) => Promise<{ show: ShowModel; episodes: EpisodeModel[]; list: ListPage } | null> = amongSections(
  'showPage',
  (sections, slug, page) => lists.showPage(slug, page, sections),
);

/** 更正与撤稿: the hundred newest. */
export const corrections: () => Promise<CorrectionEntry[]> = remembered('corrections', lists.corrections);

/** What is found for what is asked. @throws {SearchBusy} where the search is asked too much at this moment. */
export const search: (ask: SearchAsk) => Promise<SearchAnswer> = unkept((ask: SearchAsk) =>
  searches.search(ask, new Date()),
);

export { begun } from './questions/search.ts';

/** By what a search may be narrowed: the section tree, and sources by name. */
export const searchChoices: () => Promise<{
  sections: SectionNode[];
  sources: { slug: string; name: string }[];
}> = remembered('searchChoices', async () => searches.searchChoices(await sectionTree()));

/** Topics that the newest stories are about, sixteen at most. */
export const talkedOf: () => Promise<LinkModel[]> = remembered('talkedOf', searches.talkedOf);

/** The parts of the site map, of `urls` addresses at most each. */
export const sitemapParts: (urls: number) => Promise<SitemapPart[]> = remembered('sitemapParts', sitemaps.sitemapParts);

/** What a part of the site map lists, by its name; null where there is no such part. */
export const sitemapPart: (name: string, urls: number) => Promise<SitemapEntry[] | null> = unkept(
  (name: string, urls: number) => sitemaps.sitemapPart(name, urls, sectionTree),
);

/** Stories of the last two days, a thousand at most, for the news site map. */
export const newsEntries: () => Promise<NewsEntry[]> = unkept(() => sitemaps.newsEntries(new Date()));

/** Where the file of a show's cover lies below the data folder, and its focal point; null where there is none. */
export const showCover: (slug: string) => Promise<{ file: string; focus: { x: number; y: number } } | null> =
  remembered('showCover', feeds.showCover);

/**
 * What the feed of the site (`slug` is then empty), of a section, topic, author, blog or show lists; null where there is no
 * such thing.
 */
export const feed: (of: feeds.FeedOf, slug: string) => Promise<FeedModel | null> = unkept(
  async (of: feeds.FeedOf, slug: string) => feeds.feed(of, slug, new Sections(await sectionTree())),
);
