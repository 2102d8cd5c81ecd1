/**
 * What readers read: one cached question for each thing that a page asks. Each remembers, as tags, what it was answered
 * from (`questions/`), and is kept until an event makes one of them stale.
 */
import { cacheLife, cacheTag } from 'next/cache';
import { tags } from '#lib/cache/tags.ts';
import { site } from '#site.config.ts';
import type {
  ArchiveDay,
  Article,
  AuthorModel,
  BlogModel,
  CorrectionEntry,
  EpisodeModel,
  FrontModel,
  LinkModel,
  ListItem,
  ListPage,
  SectionModel,
  SectionNode,
  ShowModel,
  TopicModel,
  Withdrawn,
} from './models.ts';
import { type Answer, lifeOf } from './questions/answer.ts';
import * as articles from './questions/article.ts';
import * as fronts from './questions/front.ts';
import * as lists from './questions/lists.ts';
import * as panels from './questions/panels.ts';
import { sectionTree as askSectionTree, Sections } from './questions/sections.ts';

/** `cacheTag` takes so many names a call, and drops the rest. */
const tagsPerCall = 128;

/** Gives the tags and the lifetime of an answer to the cached function that calls, and returns its value. */
function keep<T>({ value, tags: all, until }: Answer<T>): T {
  for (let start = 0; start < all.length; start += tagsPerCall) cacheTag(...all.slice(start, start + tagsPerCall));
  cacheLife(lifeOf(until, new Date()));
  return value;
}

async function tree(): Promise<Sections> {
  return new Sections(await sectionTree());
}

/** The section tree. */
export async function sectionTree(): Promise<SectionNode[]> {
  'use cache';
  return keep(await askSectionTree());
}

/** One story of any kind by its id, or the notice of its withdrawal; null for everything else. */
export async function article(id: number): Promise<Article | Withdrawn | null> {
  'use cache';
  return keep(await articles.article(id, await tree()));
}

/** 相关新闻: ten stories to read after this one. */
export async function related(id: number): Promise<ListItem[]> {
  'use cache';
  return keep(await articles.related(id, await tree()));
}

/** 资讯快递: twenty. */
export async function latest(): Promise<ListItem[]> {
  'use cache';
  return keep(await panels.latest(await tree()));
}

/** 最新图片: eight. */
export async function newestPictures(): Promise<ListItem[]> {
  'use cache';
  return keep(await panels.newestPictures(await tree()));
}

/** 新闻推荐: a lead with picture and ten. */
export async function recommended(): Promise<panels.LeadAndItems> {
  'use cache';
  return keep(await panels.recommended(await tree(), new Date()));
}

/** 博客: eight posts. */
export async function blogPosts(): Promise<ListItem[]> {
  'use cache';
  return keep(await panels.blogPosts(await tree()));
}

/** 播客: a lead with picture and eight. */
export async function programmes(): Promise<panels.LeadAndItems> {
  'use cache';
  return keep(await panels.programmes(await tree()));
}

/** A section's ten newest; null where there is no such section. */
export async function sectionPanel(slug: string): Promise<(LinkModel & { items: ListItem[] }) | null> {
  'use cache';
  return keep(await panels.sectionPanel(slug, await tree()));
}

/**
 * A live panel by its name, for its own page, which open tabs fetch right after a change. It asks anew by itself: the same
 * panel beside stories may be seen stale once more, this one must not. Null for a name that is none.
 */
export async function panelContent(name: string): Promise<panels.PanelContent | null> {
  'use cache';
  const answer = await panels.panel(name, await tree(), new Date());
  const own = answer.value ? [tags.panelPage(answer.value.name)] : [];
  return keep({ ...answer, tags: [...answer.tags, ...own] });
}

/** The front page. */
export async function front(): Promise<FrontModel> {
  'use cache';
  return keep(await fronts.front(await tree(), site.frontSections, new Date()));
}

/** A page of a section, twenty stories; null for an unknown section and beyond the last page. */
export async function sectionPage(
  slug: string,
  page: number,
): Promise<{ section: SectionModel; lead: ListItem | null; pictures: ListItem[]; list: ListPage } | null> {
  'use cache';
  return keep(await lists.sectionPage(slug, page, await tree()));
}

/** The eighty newest stories. */
export async function latestPage(): Promise<ListItem[]> {
  'use cache';
  return keep(await lists.latestPage(await tree()));
}

/** One day (`yyyy-mm-dd`, Asia/Shanghai); null for impossible and coming days and for those without a story. */
export async function archiveDay(day: string): Promise<ArchiveDay | null> {
  'use cache';
  return keep(await lists.archiveDay(day, await tree(), new Date()));
}

/** A page of the picture channel, twenty-four; null beyond the last. */
export async function picturesPage(page: number): Promise<ListPage | null> {
  'use cache';
  return keep(await lists.picturesPage(page, await tree()));
}

/** A page of a dossier or tag, twenty; null for an unknown one and beyond the last. */
export async function topicPage(slug: string, page: number): Promise<{ topic: TopicModel; list: ListPage } | null> {
  'use cache';
  return keep(await lists.topicPage(slug, page, await tree()));
}

/** A page of an author's stories, twenty; null for an unknown author and beyond the last. */
export async function authorPage(slug: string, page: number): Promise<{ author: AuthorModel; list: ListPage } | null> {
  'use cache';
  return keep(await lists.authorPage(slug, page, await tree()));
}

/** Every columnist's blog. */
export async function blogs(): Promise<BlogModel[]> {
  'use cache';
  return keep(await lists.blogs(await tree()));
}

/** A page of a blog by its author's slug, twenty posts; null for an unknown one and beyond the last. */
export async function blogPage(author: string, page: number): Promise<{ blog: BlogModel; list: ListPage } | null> {
  'use cache';
  return keep(await lists.blogPage(author, page, await tree()));
}

/** Every programme. */
export async function shows(): Promise<ShowModel[]> {
  'use cache';
  return keep(await lists.shows(await tree()));
}

/** A page of a programme, twenty episodes; null for an unknown one and beyond the last. */
export async function showPage(
  slug: string,
  page: number,
): Promise<{ show: ShowModel; episodes: EpisodeModel[]; list: ListPage } | null> {
  'use cache';
  return keep(await lists.showPage(slug, page, await tree()));
}

/** 更正与撤稿: the hundred newest. */
export async function corrections(): Promise<CorrectionEntry[]> {
  'use cache';
  return keep(await lists.corrections());
}
